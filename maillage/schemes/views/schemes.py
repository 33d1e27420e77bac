"""Schemes of the territory for everybody; those of one's structure, for who keeps them."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.schemes import place_words, rules, wording
from maillage.schemes.actions import schemes as actions
from maillage.schemes.enums import SchemeKind
from maillage.schemes.forms import schemes as forms
from maillage.schemes.queries import schemes as queries
from maillage.schemes.rules.catalogue import template
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted

HOME = "Dispositifs"
MOST = 200
BOTH = ["GET", "HEAD", "POST"]


def trail(*above):
    return [(HOME, reverse("schemes:schemes")), *above]


def scheme_or_404(request, public_id):
    return row_or_404(queries.schemes(request.actor), public_id=public_id)


@login_not_required
@require_safe
def schemes(request):
    """By kind, with what each promises and what is observed."""
    today = timezone.localdate()
    rows = list(queries.open_schemes(request.actor, today)[:MOST])
    observed = queries.observed(rows)
    keeps = rules.can_keep(request.actor)
    context = {
        "title": HOME,
        "groups": [
            (SchemeKind(kind).label, [(one, observed.get(one.pk, "")) for one in found])
            for kind, found in groupby(rows, key=lambda one: one.kind)
        ],
        "links": [(label, reverse(name)) for told in queries.LINKS for label, name in told(request.actor)],
        "keeps": keeps,
        "kept": [(one, one.is_open(today)) for one in queries.kept(request.actor, today)] if keeps else [],
    }
    return render(request, "schemes/schemes.html", context)


@login_not_required
@require_safe
def scheme(request, public_id):
    row = scheme_or_404(request, public_id)
    today = timezone.localdate()
    context = {
        "title": row.name,
        "trail": trail(),
        "scheme": row,
        "open": row.is_open(today),
        "facts": wording.facts(row, queries.observed([row]).get(row.pk, "")),
        "appeals": queries.appeals(row),
        "order": place_words.order(row),
        "keeps": rules.can_keep(request.actor, row.structure_id),
        "next": getattr(row, "next", None),
    }
    return render(request, "schemes/scheme.html", context)


@require_http_methods(BOTH)
def choose_kind(request):
    """What is opened decides what the next page already knows."""
    rules.check_can_keep(request.actor)
    form = forms.KindForm(request.POST or None)
    if submitted(request, form):
        return redirect("schemes:open", form.cleaned_data["kind"])
    return form_page(
        request, form, title="Ouvrir un dispositif", trail=trail(), save="Continuer", layout="narrow"
    )


@require_http_methods(BOTH)
def open_scheme(request, kind):
    rules.check_can_keep(request.actor)
    if kind not in SchemeKind.values:
        return redirect("schemes:choose_kind")
    known = template(kind)
    commissions = queries.commissions(request.actor)
    initial = {**known, "starts_on": timezone.localdate()}
    form = forms.OpenForm(request.POST or None, commissions=commissions, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            values = {**known, **form.cleaned_data}
            starts_on = values.pop("starts_on")
            made = actions.open_scheme(by=request.actor, kind=kind, starts_on=starts_on, values=values)
            return done(request, "Le dispositif est ouvert.", made.get_absolute_url())
    told = {
        "lead": f"{known['source']}. Ce que dit le texte est déjà écrit\u00a0: changez ce qui diffère ici."
    }
    return form_page(request, form, title="Ouvrir un dispositif", trail=trail(), save="Ouvrir", **told)


def change(request, public_id, form_class, act, title, words):
    row = scheme_or_404(request, public_id)
    rules.check_can_keep(request.actor, row.structure_id)
    initial = {name: getattr(row, name) for name in (*forms.SAID, *forms.BINDING, "version")}
    initial["committee"] = row.committee and row.committee.public_id
    more = {"commissions": queries.commissions(request.actor)} if form_class is not forms.CloseForm else {}
    form = form_class(request.POST or None, initial=initial, **more)
    if submitted(request, form):
        with refusals_in(form):
            found = act(request.actor, row, form.cleaned_data)
            return done(request, words, found.get_absolute_url())
    return form_page(request, form, title=title, trail=trail((row.name, row.get_absolute_url())))


def split(data, *apart):
    return {"values": {name: value for name, value in data.items() if name not in apart}} | {
        name: data[name] for name in apart
    }


@require_http_methods(BOTH)
def correct(request, public_id):
    def act(by, row, data):
        return actions.correct(by=by, scheme=row, **split(data, "version"))

    return change(request, public_id, forms.CorrectForm, act, "Corriger", "C’est corrigé.")


@require_http_methods(BOTH)
def revise(request, public_id):
    def act(by, row, data):
        return actions.revise(by=by, scheme=row, **split(data, "version", "starts_on"))

    words = "Les nouvelles règles sont écrites\u00a0; les demandes déjà parties gardent les leurs."
    return change(request, public_id, forms.ReviseForm, act, "Changer les règles", words)


@require_http_methods(BOTH)
def close(request, public_id):
    def act(by, row, data):
        return actions.close(by=by, scheme=row, **data)

    return change(
        request, public_id, forms.CloseForm, act, "Fermer ce dispositif", "La date de fin est écrite."
    )
