"""Files are given to read, jurors step aside, first readings are written blind; then the jury discusses."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.calls.enums import HELD
from maillage.calls.models import Application, Aside, Assignment, Call, Reading
from maillage.calls.queries.calls import open_now, standing_in
from maillage.calls.queries.jury import files, members, readers
from maillage.calls.rules import check_can_judge, check_can_keep_jury
from maillage.governance.models import Occupant
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden
from maillage.permissions.locks import alone

WHO_JUDGES = "calls_jury"
"""By call: what depends on who judges its files is done one at a time."""
HANDED = "Votre lecture est rendue\u00a0: elle ne change plus."
NOT_YOURS = "Ce dossier ne vous a pas été confié."
NO_SEAT = "Vous n’avez pas de siège dans ce jury."
NOT_FREE = "Cette personne ne peut pas juger ce dossier."
NO_PAPER = "Cette lecture ne se recopie pas\u00a0: elle est rendue, ou son juré a un compte."
BLIND = "Rendez d’abord votre propre lecture de ce dossier\u00a0: vous ne devez pas en lire une autre avant."
STILL_OPEN = "L’appel est encore ouvert\u00a0: la discussion commence après."
NOT_HELD = "Ce dossier n’est pas entre les mains du jury."


@transaction.atomic
def step_aside(*, by: Actor, application: Application, reason: str) -> None:
    """From a file of one's jury. It disappears; said twice, it is once."""
    check_can_judge(by, standing_in(by, application.call))
    seat = members(application.call).filter(user_id=account(by)).first()
    if seat is None:
        raise Forbidden(NO_SEAT)
    _put_aside(by, application, seat, reason)


@transaction.atomic
def put_aside(*, by: Actor, application: Application, occupant: Occupant, reason: str) -> None:
    """By who keeps the jury, for somebody who has a link with those who ask."""
    check_can_keep_jury(by, standing_in(by, application.call))
    _put_aside(by, application, occupant, reason)


def _put_aside(by: Actor, application: Application, seat: Occupant, reason: str) -> None:
    """What they had begun to read goes with them; what they handed in stays, before the file goes."""
    alone(WHO_JUDGES, application.call_id)
    Assignment.objects.filter(application=application, occupant=seat, handed_at=None).delete()
    record(by, "juror_aside", application, occupant=seat.pk)
    Aside.objects.get_or_create(
        application=application, occupant=seat, defaults={"user_id": seat.user_id, "reason": reason.strip()}
    )


@transaction.atomic
def assign(*, by: Actor, application: Application, occupants: Iterable[Occupant]) -> int:
    """How many are new. A file already given stays given."""
    check_can_keep_jury(by, standing_in(by, application.call))
    if application.state not in HELD:
        raise Forbidden(NOT_HELD)
    alone(WHO_JUDGES, application.call_id)
    free = {one.pk for one in readers(application)}
    chosen = list(occupants)
    if any(one.pk not in free for one in chosen):
        raise Forbidden(NOT_FREE)
    made = [
        Assignment.objects.get_or_create(application=application, occupant=one, defaults=_whose(one))[1]
        for one in chosen
    ]
    record(by, "file_given_to_read", application, readers=sum(made))
    return sum(made)


def _whose(one: Occupant) -> dict[str, Any]:
    return {"user_id": one.user_id}


@transaction.atomic
def spread(*, by: Actor, call: Call, each: int) -> int:
    """Files that nobody reads yet, to `each` jurors of different colleges when it can be; those who read least first."""
    check_can_keep_jury(by, standing_in(by, call))
    alone(WHO_JUDGES, call.pk)
    load: Counter[int] = Counter()
    waiting = [one for one in files(by, call) if one.state in HELD and not one.given]
    given = 0
    for application in waiting:
        chosen = _chosen(list(readers(application)), load, each)
        load.update(one.pk for one in chosen)
        Assignment.objects.bulk_create(
            [Assignment(application=application, occupant=one, **_whose(one)) for one in chosen]
        )
        given += bool(chosen)
    if waiting and not given:
        raise Forbidden(
            "Personne n’est libre de lire ces dossiers\u00a0: donnez d’abord des sièges à ce jury."
        )
    record(by, "files_spread", call, files=given)
    return given


def _chosen(free: list[Occupant], load: Counter[int], each: int) -> list[Occupant]:
    """One a college first, then whoever reads least; on paper, when nobody there has an account."""
    order = sorted(free, key=lambda one: (one.user_id is None, load[one.pk], one.pk))
    found: list[Occupant] = []
    for one in order:
        if len(found) < each and one.seat.college_id not in {other.seat.college_id for other in found}:
            found.append(one)
    return (found + [one for one in order if one not in found])[:each]


@transaction.atomic
def write_reading(
    *, by: Actor, application: Application, opinion: str, words: list[str], question: str, hand_in: bool
) -> Reading:
    """One's own; kept as it is written, handed in once."""
    mine = _own_assignment(by, application)
    told = {"opinion": opinion, "words": words, "question": question}
    reading, _ = Reading.objects.update_or_create(
        assignment=mine,
        defaults=told,
        create_defaults=told | {"application": application, "user_id": account(by)},
    )
    if hand_in:
        _check_whole(reading)
        Assignment.objects.filter(pk=mine.pk, handed_at=None).update(handed_at=timezone.now())
        record(by, "reading_handed_in", application)
    kept: Reading = reading
    return kept


@transaction.atomic
def type_reading(
    *, by: Actor, assignment: Assignment, opinion: str, words: list[str], question: str
) -> Reading:
    """From the paper of a juror without an account, whole, once; whoever types it reads it no more until all are open."""
    application = assignment.application
    check_can_keep_jury(by, standing_in(by, application.call))
    if Assignment.objects.filter(application=application, user_id=account(by), handed_at=None).exists():
        raise Forbidden(BLIND)
    rows = Assignment.objects.filter(pk=assignment.pk, user=None, handed_at=None)
    if not rows.select_for_update(of=("self",)).exists():
        raise Forbidden(NO_PAPER)
    told = {"opinion": opinion, "words": words, "question": question, "typed_by_id": account(by)}
    reading: Reading = Reading.objects.create(assignment=assignment, application=application, **told)
    _check_whole(reading)
    rows.update(handed_at=timezone.now())
    record(by, "paper_reading_typed", application, occupant=assignment.occupant_id)
    return reading


def _own_assignment(by: Actor, application: Application) -> Assignment:
    """Locked; PostgreSQL lets nobody lock what was handed in."""
    mine = Assignment.objects.filter(application=application, user_id=account(by))
    kept: Assignment | None = mine.select_for_update(of=("self",)).first()
    if kept is None:
        raise Forbidden(HANDED if mine.exists() else NOT_YOURS)
    return kept


def _check_whole(reading: Reading) -> None:
    if not all(str(one).strip() for one in reading.words):
        raise Forbidden("Écrivez quelques mots pour chaque critère, puis rendez votre lecture.")


@transaction.atomic
def open_discussion(*, by: Actor, call: Call) -> None:
    """Every first reading becomes readable by the jury, handed in or not."""
    check_can_keep_jury(by, standing_in(by, call))
    if open_now(call):
        raise Forbidden(STILL_OPEN)
    rows = Call.objects.filter(pk=call.pk, collegial_at=None)
    if rows.update(collegial_at=timezone.now()):
        record(by, "discussion_opened", call)
