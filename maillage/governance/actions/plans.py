"""A plan is opened, corrected, published; it adopts actions; measures are written, told of, dropped, raised to who can act."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.models import Structure
from maillage.governance.enums import MeasureStatus
from maillage.governance.models import Committee, Evidence, Measure, Plan, RecommendedAction
from maillage.governance.queries.committees import standing
from maillage.governance.queries.plans import holder_of, status_of
from maillage.governance.rules import Holder, account, check_can_tell, check_can_write_plan
from maillage.permissions import Actor, Forbidden

SAVED_BETWEEN = "Quelqu’un vient de l’enregistrer\u00a0: relisez avant d’enregistrer à votre tour."
TWICE = "Il y a déjà un plan de ce titre\u00a0: donnez-lui un autre titre, ou ajoutez-y vos actions."
IN_A_CIRCLE = "Ce plan ne peut pas décliner un plan qui le décline lui-même."
DROPPED = "Cette mesure est abandonnée\u00a0: reprenez-la d’abord."
TO_COME = "Une preuve dit ce qui a déjà eu lieu\u00a0: donnez une date passée."
MOST_LEVELS = 20


@transaction.atomic
def open_plan(*, by: Actor, holder: Structure | Committee, values: dict[str, Any]) -> Plan:
    plan = Plan(**_held(holder), **values)
    check_can_write_plan(by, _standing(by, holder))
    plan.full_clean(exclude=["structure", "committee", "territory", "parent"])
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError:
        raise ValidationError({"title": TWICE}) from None
    record(by, "plan_opened", plan, kind=plan.kind)
    return plan


def _held(holder: Structure | Committee) -> dict[str, Any]:
    return {"committee": holder} if isinstance(holder, Committee) else {"structure": holder}


def _standing(by: Actor, holder: Structure | Committee) -> Holder:
    if isinstance(holder, Committee):
        return Holder(None, standing(by, holder))
    return Holder(holder.pk)


@transaction.atomic
def correct_plan(*, by: Actor, plan: Plan, version: int, values: dict[str, Any]) -> None:
    kept = _locked(by, plan)
    if kept.version != version:
        raise Forbidden(SAVED_BETWEEN)
    for name, value in {**values, "version": version + 1}.items():
        setattr(kept, name, value)
    _check_no_circle(kept)
    kept.full_clean(exclude=["structure", "committee", "territory", "parent"])
    kept.save()
    record(by, "plan_corrected", kept)


def _check_no_circle(plan: Plan) -> None:
    above = plan.parent
    for _ in range(MOST_LEVELS):
        if above is None:
            return
        if above.pk == plan.pk:
            break
        above = above.parent
    raise ValidationError({"parent": IN_A_CIRCLE})


@transaction.atomic
def publish_plan(*, by: Actor, plan: Plan, published: bool) -> None:
    """Everybody reads it, and its measures are counted; or its holder alone again."""
    kept = _locked(by, plan)
    if published != (kept.published_on is not None):
        on = timezone.localdate() if published else None
        Plan.objects.filter(pk=kept.pk).update(published_on=on, version=F("version") + 1)
        record(by, "plan_published" if published else "plan_withdrawn", kept)


def _locked(by: Actor, plan: Plan) -> Plan:
    check_can_write_plan(by, holder_of(by, plan))
    kept: Plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    return kept


@transaction.atomic
def adopt(
    *, by: Actor, plan: Plan, actions: Iterable[RecommendedAction], owner: str, due_on: date | None
) -> int:
    """How many were not in this plan yet. Two adoptions at once give each action once."""
    kept = _locked(by, plan)
    have = set(Measure.objects.filter(plan=kept).values_list("action_id", flat=True))
    chosen = {one.pk: one for one in actions if one.pk not in have}
    told = {"plan": kept, "owner": owner, "due_on": due_on}
    rows = [
        Measure(action=one, title=one.text, position=position, **told)
        for position, one in enumerate(chosen.values(), start=_next(kept))
    ]
    for row in rows:
        row.full_clean(exclude=["plan", "action"])
    Measure.objects.bulk_create(rows)
    record(by, "actions_adopted", kept, codes=[one.code for one in chosen.values()])
    return len(rows)


def _next(plan: Plan) -> int:
    last = Measure.objects.filter(plan=plan).aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


@transaction.atomic
def add_measure(*, by: Actor, plan: Plan, values: dict[str, Any]) -> Measure:
    kept = _locked(by, plan)
    measure = Measure(plan=kept, position=_next(kept), **values)
    measure.full_clean(exclude=["plan", "action"])
    measure.save(force_insert=True)
    record(by, "measure_added", measure)
    return measure


@transaction.atomic
def correct_measure(*, by: Actor, measure: Measure, version: int, values: dict[str, Any]) -> None:
    kept = _locked_measure(by, measure)
    if kept.version != version:
        raise Forbidden(SAVED_BETWEEN)
    for name, value in {**values, "version": version + 1}.items():
        setattr(kept, name, value)
    kept.full_clean(exclude=["plan", "action"])
    kept.save()
    record(by, "measure_corrected", kept)


def _locked_measure(by: Actor, measure: Measure) -> Measure:
    check_can_write_plan(by, holder_of(by, measure.plan))
    kept: Measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    return kept


@transaction.atomic
def drop_measure(*, by: Actor, measure: Measure, why: str) -> None:
    """With a reason, read by whoever reads the plan."""
    kept = _locked_measure(by, measure)
    if status_of(kept, kept.evidence.all()) == MeasureStatus.HELD:
        raise Forbidden("Cette mesure est tenue\u00a0: il n’y a rien à abandonner.")
    if not why.strip():
        raise Forbidden("Dites pourquoi elle est abandonnée.")
    if kept.dropped_on is None:
        Measure.objects.filter(pk=kept.pk).update(dropped_on=timezone.localdate(), dropped_why=why.strip())
        record(by, "measure_dropped", kept)


@transaction.atomic
def take_up_measure(*, by: Actor, measure: Measure) -> None:
    kept = _locked_measure(by, measure)
    if kept.dropped_on is not None:
        Measure.objects.filter(pk=kept.pk).update(dropped_on=None, dropped_why="")
        record(by, "measure_taken_up", kept)


@transaction.atomic
def add_evidence(*, by: Actor, measure: Measure, values: dict[str, Any]) -> Evidence:
    """The same told twice, even at once, is one."""
    check_can_tell(by, holder_of(by, measure.plan))
    if measure.dropped_on:
        raise Forbidden(DROPPED)
    if values["on"] > timezone.localdate():
        raise ValidationError({"on": TO_COME})
    told = {"on": values["on"], "kind": values["kind"], "what": values["what"].strip()}
    rest = {"link": values.get("link", ""), "user_id": account(by)}
    Evidence(measure=measure, **told, **rest).full_clean(
        exclude=["measure", "user"], validate_constraints=False
    )
    evidence, new = Evidence.objects.get_or_create(measure=measure, withdrawn_on=None, **told, defaults=rest)
    if new:
        record(by, "evidence_added", evidence, kind=evidence.kind)
    return evidence


@transaction.atomic
def withdraw_evidence(*, by: Actor, evidence: Evidence) -> None:
    """By whoever brought it, or who writes the plan. The row stays."""
    if evidence.user_id != account(by):
        check_can_write_plan(by, holder_of(by, evidence.measure.plan))
    rows = Evidence.objects.filter(pk=evidence.pk, withdrawn_on=None)
    if rows.update(withdrawn_on=timezone.localdate()):
        record(by, "evidence_withdrawn", evidence)
