"""The catalogue of the recommendations, open to everybody; adopting its actions; what moved, territory by territory."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from maillage.governance.actions import plans as actions
from maillage.governance.enums import PlanKind
from maillage.governance.forms.plans import AdoptForm, CatalogueFilters, PlaceFilters
from maillage.governance.models import Recommendation
from maillage.governance.queries import plans
from maillage.governance.queries import recommendations as queries
from maillage.governance.rules import can_raise_action
from maillage.governance.views.plans import NOBODY
from maillage.permissions import Forbidden
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.wording import number, plural

TITLE = "Les quinze recommandations"
FIGURES = [("Adoptées", "number"), ("Engagées", "number"), ("Tenues", "number"), ("En retard", "number")]


def trail(*above):
    return [(TITLE, reverse("governance:recommendations")), *above]


@login_not_required
@require_safe
def recommendations(request):
    form = CatalogueFilters(request.GET)
    form.is_valid()
    told = form.cleaned_data
    found = queries.actions(
        request.actor, told.get("ou", ""), told.get("horizon", ""), told.get("theme", ""), told.get("q", "")
    )
    grouped = groupby(found, key=lambda one: one.recommendation)
    context = {
        "title": TITLE,
        "groups": [(one, list(rows)) for one, rows in grouped],
        "count": plural(len(found), "action"),
        "adopts": bool(plans.holders(request.actor)),
        "at_work": request.actor.signed_in,
    }
    return form_page(request, form, "governance/recommendations.html", **context)


@login_not_required
@require_safe
def recommendation(request, number):
    row = row_or_404(Recommendation.objects.visible_to(request.actor), number=min(number, 1000))
    context = {
        "title": str(row),
        "trail": trail(),
        "recommendation": row,
        "actions": queries.of_recommendation(row),
        "adopts": bool(plans.holders(request.actor)),
        "raises": can_raise_action(request.actor),
    }
    return render(request, "governance/recommendation.html", context)


# Adopting


@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request):
    """Several at once: `?action=6.3&action=9.2`."""
    holders = plans.holders(request.actor)
    if not holders:
        raise Forbidden(NOBODY)
    form = _adoption(request, holders)
    if submitted(request, form):
        with refusals_in(form):
            plan, count = _adopted(request.actor, form)
            return done(request, _said(count), plan.get_absolute_url())
    return form_page(request, form, title="Adopter des actions", trail=trail(), save="Adopter")


def _adoption(request, holders):
    codes = request.GET.getlist("action")
    listed = queries.actions(request.actor)
    chosen = [one for one in listed if one.code in codes] or listed
    start = {"actions": codes, "territory": _around(holders[0]), "plan": "nouveau-0"}
    told = {"actions": chosen, "holders": holders, "plans": plans.written(request.actor)}
    return AdoptForm(request.POST or None, initial=start, **told)


def _around(holder):
    """The département where the structure is."""
    commune = getattr(holder, "commune", None)
    return commune.departement if commune else None


@transaction.atomic
def _adopted(actor, form):
    plan = form.existing() or actions.open_plan(by=actor, holder=form.holder(), values=_new_plan(form))
    return plan, actions.adopt(by=actor, plan=plan, actions=form.chosen(), **form.told())


def _new_plan(form):
    told = {name: form.cleaned_data[name] for name in ("title", "territory")}
    return {**told, "kind": PlanKind.OWN, "starts_on": timezone.localdate()}


def _said(count):
    if not count:
        return "Ces actions étaient déjà dans le plan."
    return f"{plural(count, 'action')} {'sont' if count > 1 else 'est'} dans le plan."


# What moved


@login_not_required
@require_safe
def roll_up(request):
    regions, departements = queries.regions(), queries.departements()
    form = PlaceFilters(request.GET, regions=regions, departements=departements)
    form.is_valid()
    departement = _coded(departements, form.cleaned_data.get("departement"))
    region = None if departement else _coded(regions, form.cleaned_data.get("region"))
    moved = queries.roll_up(timezone.localdate())
    chosen = {"region": region and region.pk, "departement": departement and departement.pk}
    context = {
        "title": "Ce qui avance",
        "trail": trail(),
        "where": (departement or region).name if departement or region else "Tout le pays",
        "columns": ["Recommandation", *FIGURES],
        "rows": [_recommendation_row(one, moved, chosen) for one in _all(request.actor)],
        "place_columns": ["Région" if not region else "Département", *FIGURES],
        "places": [] if departement else _places(region, regions, departements, moved),
    }
    return form_page(request, form, "governance/roll_up.html", **context)


def _all(actor):
    return Recommendation.objects.visible_to(actor).filter(ends_on=None)


def _coded(places, code):
    return next((one for one in places if one.code == code), None) if code else None


def _recommendation_row(one, moved, chosen):
    link = format_html('<a href="{}">{}</a>', one.get_absolute_url(), one)
    return [link, *map(number, moved.of(one.number, **chosen).figures)]


def _places(region, regions, departements, moved):
    """Those where something was adopted: the régions of the country, or the départements of one."""
    name = "departement" if region else "region"
    listed = [one for one in departements if one.region_id == region.pk] if region else regions
    told = [(one, moved.of(**{name: one.pk})) for one in listed]
    return [_place_row(one, name, figures) for one, figures in told if figures.adopted]


def _place_row(one, name, moved):
    url = f"{reverse('governance:roll_up')}?{name}={one.code}"
    return [format_html('<a href="{}">{}</a>', url, one.name), *map(number, moved.figures)]
