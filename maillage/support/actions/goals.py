"""Goals in the person's words: agreed, revised, taken step by step, marked by the person alone, closed with what they say."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.actions import Stale
from maillage.people.rules import at_work
from maillage.permissions import Actor, Forbidden
from maillage.support.actions.path import note_act
from maillage.support.enums import ActKind, Level
from maillage.support.models import Goal, Progress, Step
from maillage.support.rules import check_can_bring, check_can_follow, check_is_from_here

CLOSED = "Cet objectif est terminé."


@dataclass(frozen=True)
class Planned:
    """A step as it is typed: who does what, by when."""

    what: str
    who: str
    due_on: date | None = None


@transaction.atomic
def agree_goal(*, by: Actor, goal: Goal, steps: list[Planned]) -> Goal:
    """What the person wants to reach, and who does what for it."""
    check_can_follow(by, goal.person_id)
    goal.author_id, goal.structure_id = at_work(by)
    goal.agreed_on = goal.agreed_on or timezone.localdate()
    _check_level(goal)
    goal.save(force_insert=True)
    _write_steps(goal, steps, rank=0)
    _tell(by, goal, "Objectif convenu")
    record(by, "goal", goal.person, goal=goal.pk, level=goal.level)
    return goal


@transaction.atomic
def revise_goal(*, by: Actor, goal: Goal, version: int, values: dict[str, Any], steps: list[Planned]) -> None:
    """Said otherwise, or by other steps; those done stay. To be signed again. Raises `Stale` with the goal of now."""
    current = _current(by, goal, version)
    for name, value in values.items():
        setattr(current, name, value)
    _check_level(current)
    current.person_signed_on, current.version = None, version + 1
    current.save()
    _replace_steps(current, steps)
    _tell(by, current, "Objectif revu")
    record(by, "goal_revised", current.person, goal=current.pk, level=current.level)


def _current(by: Actor, goal: Goal, version: int | None = None) -> Goal:
    """The goal as it is now, held until the end of the transaction."""
    check_can_follow(by, goal.person_id)
    check_is_from_here(by, goal.structure_id)
    current: Goal = Goal.objects.select_for_update().get(pk=goal.pk)
    if version is not None and current.version != version:
        raise Stale(current)
    if current.closed_on is not None:
        raise Forbidden(CLOSED)
    return current


def _check_level(goal: Goal) -> None:
    """What was agreed with the person isn't a working note: they read it."""
    if goal.level not in (Level.TEAM, Level.CIRCLE):
        raise Forbidden("Un objectif se partage avec la personne\u00a0: choisissez l’équipe ou le cercle.")
    goal.part = goal.part if goal.level == Level.CIRCLE else ""


def _tell(by: Actor, goal: Goal, what: str) -> None:
    note_act(by=by, person=goal.person, kind=ActKind.GOAL, what=what, on=timezone.localdate())


def _write_steps(goal: Goal, steps: list[Planned], rank: int) -> None:
    Step.objects.bulk_create(
        Step(goal=goal, person_id=goal.person_id, rank=number, **vars(one))
        for number, one in enumerate(steps, rank)
    )


def _replace_steps(goal: Goal, steps: list[Planned]) -> None:
    done = Step.objects.filter(goal=goal, done_on__isnull=False).count()
    Step.objects.filter(goal=goal, done_on=None).delete()
    _write_steps(goal, steps, rank=done)


@transaction.atomic
def tick_step(*, by: Actor, goal: Goal, step: Step) -> None:
    """Done today. Ticked twice, the first day stays."""
    current = _current(by, goal)
    today = timezone.localdate()
    if not Step.objects.filter(pk=step.pk, goal=current, done_on=None).update(done_on=today):
        raise Forbidden("Cette étape est déjà faite, ou l’objectif vient d’être revu\u00a0: relisez-le.")
    Goal.objects.filter(pk=current.pk).update(version=F("version") + 1)
    _tell(by, current, "Étape faite")
    record(by, "goal_step", current.person, goal=current.pk, step=step.pk)


@transaction.atomic
def mark_progress(*, by: Actor, goal: Goal, mark: int, words: str = "") -> Progress:
    """Where the person says they are: written by them in their space, or as they tell it to somebody of their team."""
    check_can_bring(by, goal.person_id)
    if not Goal.objects.visible_to(by).filter(pk=goal.pk, closed_on=None).exists():
        raise Forbidden(CLOSED)
    placed = Progress(goal=goal, person_id=goal.person_id, mark=mark, words=words)
    placed.save(force_insert=True)
    record(by, "goal_mark", goal.person, goal=goal.pk)
    return placed


@transaction.atomic
def sign_goal(*, by: Actor, goal: Goal, version: int, on: date) -> None:
    """The person signed the agreement on paper, as it stands. Raises `Stale` when it was revised in between."""
    current = _current(by, goal, version)
    if current.person_signed_on is not None:
        raise Forbidden("Cet objectif est déjà signé. Revoyez-le pour le faire signer de nouveau.")
    Goal.objects.filter(pk=current.pk).update(person_signed_on=on, version=F("version") + 1)
    note_act(by=by, person=goal.person, kind=ActKind.GOAL, what="Objectif signé par la personne", on=on)
    record(by, "goal_signed", goal.person, goal=goal.pk, on=on)


@transaction.atomic
def close_goal(*, by: Actor, goal: Goal, version: int, on: date, outcome: str) -> None:
    """Over, whatever came of it: what stays is what the person says of it. Raises `Stale`."""
    current = _current(by, goal, version)
    current.closed_on, current.outcome, current.version = on, outcome, version + 1
    current.save()
    note_act(by=by, person=goal.person, kind=ActKind.GOAL, what="Objectif terminé", on=on)
    record(by, "goal_closed", goal.person, goal=goal.pk)
