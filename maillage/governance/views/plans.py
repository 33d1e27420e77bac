"""Plans, one plan with its measures and their evidence; what their holders write there."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.governance import plan_words as words
from maillage.governance.actions import plans as actions
from maillage.governance.enums import PlanKind
from maillage.governance.forms.plans import (
    MEASURE_FIELDS,
    PLAN_FIELDS,
    DropForm,
    EvidenceForm,
    MeasureForm,
    PlanFilters,
    PlanForm,
)
from maillage.governance.models import Evidence
from maillage.governance.queries import plans as queries
from maillage.governance.rules import can_tell, can_write_plan, check_can_tell, check_can_write_plan
from maillage.permissions import Forbidden
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.listing import paged

TITLE = "Plans d’action"
NOBODY = "Un plan s’ouvre au nom d’une structure, par ses responsables, ou d’une instance, par qui tient ses travaux."


def trail(*above):
    return [(TITLE, reverse("governance:plans")), *above]


def of_plan(row):
    return trail((row.title, row.get_absolute_url()))


@login_not_required
@require_safe
def plans(request):
    form = PlanFilters(request.GET)
    form.is_valid()
    rows = queries.plans(request.actor)
    if kind := form.cleaned_data.get("type"):
        rows = rows.filter(kind=kind)
    if typed := form.cleaned_data.get("q"):
        rows = rows.filter(title__icontains=typed.replace("\0", ""))
    page, pages = paged(request, rows)
    listed = list(page.object_list)
    known = queries.statuses(request.actor, listed)
    context = {
        "title": TITLE,
        "page": page,
        "pages": pages,
        "rows": [(one, words.where(one), words.summary(known.get(one.pk, []))) for one in listed],
        "opens": bool(queries.holders(request.actor)),
        "at_work": request.actor.signed_in,
    }
    return form_page(request, form, "governance/plans.html", **context)


def plan_or_404(request, public_id):
    return row_or_404(queries.plans(request.actor), public_id=public_id)


@login_not_required
@require_safe
def plan(request, public_id):
    row = plan_or_404(request, public_id)
    holder = queries.holder_of(request.actor, row)
    rows = queries.followed(request.actor, [row]).get(row.pk, [])
    writes = can_write_plan(request.actor, holder)
    parent = queries.plans(request.actor).filter(pk=row.parent_id).first() if row.parent_id else None
    context = {
        "title": row.title,
        "trail": trail(),
        "plan": row,
        "facts": words.facts(row),
        "summary": words.summary(one.status for one in rows),
        "measures": [_shown(request.actor, one, writes) for one in rows],
        "parent": parent,
        "children": queries.plans(request.actor).filter(parent=row),
        "writes": writes,
        "tells": can_tell(request.actor, holder),
    }
    return render(request, "governance/plan.html", context)


def _shown(actor, one, writes):
    kept = [
        (proof, writes or proof.user_id == actor.user_id) for proof in one.evidence if not proof.withdrawn_on
    ]
    return {
        "measure": one.measure,
        "status": str(one.status.label).capitalize(),
        "colour": words.COLOURS[one.status],
        "state": one.status.value,
        "evidence": kept,
        "raisings": one.raisings,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request):
    holders = queries.holders(request.actor)
    if not holders:
        raise Forbidden(NOBODY)
    start = {"version": 0, "kind": PlanKind.OWN, "starts_on": timezone.localdate(), "holder": 0}
    form = PlanForm(
        request.POST or None, initial=start, holders=holders, parents=queries.plans(request.actor)
    )
    if submitted(request, form):
        with refusals_in(form):
            made = actions.open_plan(by=request.actor, holder=form.chosen_holder(), values=form.values())
            return done(request, "Le plan est ouvert. Ajoutez-y des mesures.", made.get_absolute_url())
    return form_page(request, form, title="Ouvrir un plan", trail=trail(), save="Ouvrir le plan")


@require_http_methods(["GET", "HEAD", "POST"])
def correct_plan(request, public_id):
    row = plan_or_404(request, public_id)
    check_can_write_plan(request.actor, queries.holder_of(request.actor, row))
    start = {name: getattr(row, name) for name in PLAN_FIELDS} | {"version": row.version}
    start["parent"] = row.parent.public_id if row.parent else None
    parents = queries.plans(request.actor).exclude(pk=row.pk)
    form = PlanForm(request.POST or None, initial=start, parents=parents)
    if submitted(request, form):
        told = {"version": form.cleaned_data["version"], "values": form.values()}
        with refusals_in(form):
            actions.correct_plan(by=request.actor, plan=row, **told)
            return done(request, "Le plan est corrigé.", row.get_absolute_url())
    return form_page(request, form, title="Corriger le plan", trail=of_plan(row))


@require_POST
def publish_plan(request, public_id):
    row = plan_or_404(request, public_id)
    published = request.POST.get("publier") == "oui"
    actions.publish_plan(by=request.actor, plan=row, published=published)
    said = (
        "Le plan est publié\u00a0: tout le monde peut le lire." if published else "Le plan n’est plus public."
    )
    return done(request, said, row.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def new_measure(request, public_id):
    row = plan_or_404(request, public_id)
    check_can_write_plan(request.actor, queries.holder_of(request.actor, row))
    form = MeasureForm(request.POST or None, initial={"version": 0})
    if submitted(request, form):
        with refusals_in(form):
            actions.add_measure(by=request.actor, plan=row, values=form.values())
            return done(request, "La mesure est dans le plan.", row.get_absolute_url())
    return form_page(request, form, title="Ajouter une mesure", trail=of_plan(row), save="Ajouter la mesure")


# One measure


def measure_or_404(request, public_id):
    return row_or_404(queries.measures(request.actor), public_id=public_id)


def _written_or_404(request, public_id):
    row = measure_or_404(request, public_id)
    check_can_write_plan(request.actor, queries.holder_of(request.actor, row.plan))
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def correct_measure(request, public_id):
    row = _written_or_404(request, public_id)
    start = {name: getattr(row, name) for name in MEASURE_FIELDS} | {"version": row.version}
    form = MeasureForm(request.POST or None, initial=start)
    if submitted(request, form):
        told = {"version": form.cleaned_data["version"], "values": form.values()}
        with refusals_in(form):
            actions.correct_measure(by=request.actor, measure=row, **told)
            return done(request, "La mesure est corrigée.", row.get_absolute_url())
    return form_page(request, form, title="Corriger la mesure", trail=of_plan(row.plan))


@require_http_methods(["GET", "HEAD", "POST"])
def new_evidence(request, public_id):
    row = measure_or_404(request, public_id)
    check_can_tell(request.actor, queries.holder_of(request.actor, row.plan))
    form = EvidenceForm(request.POST or None, initial={"on": timezone.localdate()})
    if submitted(request, form):
        with refusals_in(form):
            actions.add_evidence(by=request.actor, measure=row, values=form.cleaned_data)
            return done(request, "La preuve est notée.", row.get_absolute_url())
    return form_page(
        request,
        form,
        title="Dire où on en est",
        lead=row.title,
        trail=of_plan(row.plan),
        save="Noter la preuve",
    )


@require_POST
def withdraw_evidence(request, evidence):
    rows = Evidence.objects.visible_to(request.actor).select_related(
        "measure__plan__structure", "measure__plan__committee"
    )
    row = row_or_404(rows, pk=evidence)
    actions.withdraw_evidence(by=request.actor, evidence=row)
    return done(request, "La preuve est retirée\u00a0: elle ne compte plus.", row.measure.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def drop_measure(request, public_id):
    row = _written_or_404(request, public_id)
    form = DropForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.drop_measure(by=request.actor, measure=row, why=form.cleaned_data["why"])
            return done(request, "La mesure est abandonnée.", row.get_absolute_url())
    said = {"title": "Abandonner la mesure", "lead": row.title, "save": "Abandonner la mesure"}
    return form_page(request, form, trail=of_plan(row.plan), **said)


@require_POST
def take_up_measure(request, public_id):
    row = measure_or_404(request, public_id)
    actions.take_up_measure(by=request.actor, measure=row)
    return done(request, "La mesure est reprise.", row.get_absolute_url())
