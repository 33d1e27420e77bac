"""Indicators: asked, reviewed by professionals and persons, retired; told in pairs; a project's end, and what goes on."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.calls.models import Award, Call, EndReview, Indicator, IndicatorReview, Value
from maillage.calls.queries.calls import standing_in
from maillage.calls.rules import check_can_publish, check_can_tell
from maillage.governance.actions.plans import add_measure
from maillage.governance.models import Plan
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden

RETIRED = "Cet indicateur est retiré."
ALREADY = "Le bilan de ce projet est déjà écrit."
SUSTAINED = "Cette action est déjà reprise dans un plan."


@transaction.atomic
def add_indicator(*, by: Actor, call: Call, values: dict[str, Any]) -> Indicator:
    check_can_publish(by, standing_in(by, call))
    indicator = Indicator(call=call, since=timezone.localdate(), **values)
    indicator.full_clean(exclude=["call"])
    indicator.save(force_insert=True)
    record(by, "indicator_added", indicator)
    return indicator


@transaction.atomic
def review_indicator(*, by: Actor, indicator: Indicator, values: dict[str, Any], retire: str = "") -> None:
    """Once a year at least, by both; `retire`: why it is no longer asked."""
    check_can_publish(by, standing_in(by, indicator.call))
    rows = Indicator.objects.select_for_update(of=("self",))
    kept = rows.filter(pk=indicator.pk, retired_on=None).first()
    if kept is None:
        raise Forbidden(RETIRED)
    review = IndicatorReview(indicator=kept, call_id=kept.call_id, on=timezone.localdate(), **values)
    review.full_clean(exclude=["indicator", "call"])
    review.save(force_insert=True)
    if retire.strip():
        told = {"retired_on": timezone.localdate(), "retired_why": retire.strip()}
        Indicator.objects.filter(pk=kept.pk, retired_on=None).update(**told)
    record(by, "indicator_reviewed", kept, retired=bool(retire.strip()))


@transaction.atomic
def tell_value(*, by: Actor, award: Award, indicator: Indicator, values: dict[str, Any]) -> Value:
    """A number and its story: the model refuses one without the other."""
    check_can_tell(by, award)
    if indicator.retired_on or indicator.call_id != award.call_id:
        raise Forbidden(RETIRED)
    value = Value(award=award, indicator=indicator, told_by_id=account(by), **values)
    value.full_clean(exclude=["award", "indicator", "told_by"])
    value.save(force_insert=True)
    record(by, "value_told", award, indicator=indicator.pk)
    return value


@transaction.atomic
def write_review(*, by: Actor, award: Award, values: dict[str, Any]) -> EndReview:
    check_can_tell(by, award)
    review = EndReview(award=award, written_on=timezone.localdate(), **values)
    review.full_clean(exclude=["award"], validate_constraints=False)
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError:
        raise Forbidden(ALREADY) from None
    record(by, "end_reviewed", award)
    return review


@transaction.atomic
def sustain(*, by: Actor, review: EndReview, plan: Plan) -> None:
    """What is worth keeping becomes a measure of a plan: its status will follow from evidence there."""
    check_can_publish(by, standing_in(by, review.award.call))
    rows = EndReview.objects.select_for_update(of=("self",))
    kept = rows.filter(pk=review.pk, measure=None).first()
    if kept is None:
        raise Forbidden(SUSTAINED)
    told = {"title": kept.to_sustain, "owner": review.award.structure.name[:150], "due_on": None}
    measure = add_measure(by=by, plan=plan, values=told)
    EndReview.objects.filter(pk=kept.pk).update(measure=measure, sustained_on=timezone.localdate())
    record(by, "action_sustained", review.award)
