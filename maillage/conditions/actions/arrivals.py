"""An arrival is prepared from its post, adapted, followed step by step; the newcomer says how it goes."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.actions import record
from maillage.conditions.enums import FEEDBACK_MONTHS
from maillage.conditions.models import Arrival, ArrivalPlan, ArrivalStep, Feedback
from maillage.conditions.rules import at_work, check_can_say, check_leads, check_works
from maillage.permissions import Actor, Forbidden

CHANGED = "Cette étape a changé entre-temps\u00a0: relisez le parcours."


@transaction.atomic
def keep_plan(*, by: Actor, post: str, steps: list[str], row: ArrivalPlan | None = None) -> ArrivalPlan:
    """`steps`: "days after the arrival: what", as `step_of` reads them. Arrivals under way keep theirs."""
    check_leads(by)
    row = row or ArrivalPlan(structure_id=at_work(by)[1])
    row.post, row.steps = post, steps
    row.save()
    record(by, "arrival_plan_kept", row)
    return row


def step_of(line: str) -> tuple[int, str]:
    """ "7 : Rencontrer l’équipe" → (7, "Rencontrer l’équipe"). ValueError when it says no day."""
    days, separator, title = line.partition(":")
    if not separator or not title.strip():
        raise ValueError(line)
    return int(days), title.strip()


@transaction.atomic
def prepare(*, by: Actor, newcomer: User, plan: ArrivalPlan, mentor: User | None, starts_on: date) -> Arrival:
    check_leads(by)
    user_id, structure_id = at_work(by)
    told: dict[str, Any] = {"structure_id": structure_id, "by_id": user_id, "post": plan.post}
    row = Arrival(user=newcomer, mentor=mentor, starts_on=starts_on, **told)
    row.save(force_insert=True)
    lines = [step_of(line) for line in plan.steps]
    steps = [
        ArrivalStep(arrival=row, title=title, due_on=starts_on + timedelta(days=days))
        for days, title in lines
    ]
    ArrivalStep.objects.bulk_create(steps)
    record(by, "arrival_prepared", row)
    return row


@transaction.atomic
def add_step(*, by: Actor, arrival: Arrival, title: str, due_on: date) -> ArrivalStep:
    """Whoever sees the arrival may adapt it: the newcomer too."""
    check_works(by)
    step = ArrivalStep(arrival=arrival, title=title, due_on=due_on)
    step.save(force_insert=True)
    record(by, "arrival_step_added", arrival)
    return step


@transaction.atomic
def finish_step(*, by: Actor, step: ArrivalStep) -> None:
    check_works(by)
    told: dict[str, Any] = {"done_on": timezone.localdate(), "done_by_id": by.user_id}
    if not ArrivalStep.objects.filter(pk=step.pk, done_on=None).update(**told):
        raise Forbidden(CHANGED)
    record(by, "arrival_step_done", step.arrival)


@transaction.atomic
def drop_step(*, by: Actor, step: ArrivalStep) -> None:
    """What is done stays written."""
    check_works(by)
    gone, _ = ArrivalStep.objects.filter(pk=step.pk, done_on=None).delete()
    if not gone:
        raise Forbidden(CHANGED)
    record(by, "arrival_step_dropped", step.arrival)


@transaction.atomic
def say(*, by: Actor, arrival: Arrival, month: int, words: str) -> Feedback:
    """The newcomer alone, once for each of the three dates; their mentor and their leader read it."""
    check_can_say(by, arrival.user_id)
    if month not in FEEDBACK_MONTHS:
        raise Forbidden("Les retours se font après un, trois et six mois.")
    row = Feedback(arrival=arrival, month=month, words=words)
    row.save(force_insert=True)
    record(by, "arrival_feedback", arrival, month=month)
    return row
