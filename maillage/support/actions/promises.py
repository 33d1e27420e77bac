"""What a structure owes a person by a date: promised, kept, told to somebody by name when it is late."""

from datetime import date

from django.db import transaction

from maillage.audit.actions import record
from maillage.clocks.delays import Delay, Unit, due_on
from maillage.people.rules import at_work
from maillage.permissions import Actor, Forbidden
from maillage.support.actions.path import note_act
from maillage.support.enums import ActKind
from maillage.support.models import Promise
from maillage.support.queries.team import department_of, team, warned_when_late
from maillage.support.rules import check_can_follow, check_is_from_here


def promised_for(by: Actor, made_on: date, working_days: int) -> date:
    """The last day to keep it, as the calendar of the structure's département counts."""
    _, structure_id = at_work(by)
    return due_on(made_on, Delay(working_days, Unit.WORKING_DAYS), department_of(structure_id))


@transaction.atomic
def promise(*, by: Actor, promised: Promise) -> Promise:
    """Owed by the actor or by somebody of their structure who follows the person, and so sees what they owe."""
    check_can_follow(by, promised.person_id)
    _, promised.structure_id = at_work(by)
    if promised.owed_by_id not in {one.pk for one in team(by, promised.person)}:
        raise Forbidden("Choisissez une personne de votre structure qui suit cette personne.")
    if promised.escalate_to_id:
        _check_told(by, promised)
    promised.due_on = promised_for(by, promised.made_on, promised.working_days)
    promised.save(force_insert=True)
    _tell(by, promised, "Engagement pris", promised.made_on)
    record(by, "promise", promised.person, promise=promised.pk, due=promised.due_on)
    return promised


def _check_told(by: Actor, promised: Promise) -> None:
    allowed = {one.pk for one in warned_when_late(by)} | {by.user_id}
    if promised.escalate_to_id not in allowed:
        raise Forbidden("La personne à prévenir en cas de retard travaille dans votre structure.")
    if promised.escalate_to_id == promised.owed_by_id:
        raise Forbidden("La personne à prévenir n’est pas celle qui s’engage\u00a0: choisissez-en une autre.")


def _tell(by: Actor, promised: Promise, what: str, on: date) -> None:
    note_act(by=by, person=promised.person, kind=ActKind.PROMISE, what=what, on=on)


@transaction.atomic
def keep_promise(*, by: Actor, promised: Promise, on: date, outcome: str) -> None:
    """Kept that day, late or not. Kept twice, the first answer stands."""
    check_can_follow(by, promised.person_id)
    check_is_from_here(by, promised.structure_id)
    if on < promised.made_on:
        raise Forbidden("Cette date précède la promesse\u00a0: vérifiez l’année.")
    if not Promise.objects.filter(pk=promised.pk, kept_on=None).update(kept_on=on, outcome=outcome):
        raise Forbidden("Cet engagement est déjà noté comme tenu.")
    _tell(by, promised, "Engagement tenu", on)
    record(by, "promise_kept", promised.person, promise=promised.pk, late=on > promised.due_on)
