"""The accompaniment and its circle: one référent at any time, replaced, handed over without a gap."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.models import Structure
from maillage.people.actions import Stale
from maillage.people.models import Conflict, Person
from maillage.people.queries import colleagues
from maillage.people.rules import at_work
from maillage.permissions import Actor, Forbidden
from maillage.support.actions.path import note_act
from maillage.support.enums import ActKind, HandoverState
from maillage.support.models import Accompaniment, Handover, TrustedPerson
from maillage.support.rules import check_can_accompany, check_can_answer_handover

ANSWERED = "Cette passation n’attend plus de réponse."


@transaction.atomic
def open_accompaniment(*, by: Actor, person: Person, chosen_with_person: bool) -> Accompaniment:
    """The actor becomes the référent, their structure leads; refused when somebody already is."""
    check_can_accompany(by, person.pk)
    user_id, structure_id = at_work(by)
    today = timezone.localdate()
    opened = Accompaniment(
        person=person,
        referent_id=user_id,
        referent_structure_id=structure_id,
        lead_structure_id=structure_id,
        chosen_with_person=chosen_with_person,
        referent_since=today,
        opened_on=today,
    )
    try:
        with transaction.atomic():
            opened.save(force_insert=True)
    except IntegrityError:
        raise Forbidden("Cette personne a déjà un référent\u00a0: demandez-lui une passation.") from None
    note_act(by=by, person=person, kind=ActKind.CIRCLE, what="Début de l’accompagnement", on=today)
    record(by, "accompany", person)
    return opened


def _check_let_in(by: Actor, person_id: UUID, worker_id: int) -> None:
    """Whoever is kept out of a file would never see what is proposed to them."""
    if Conflict.objects.visible_to(by).filter(person_id=person_id, agent_id=worker_id).exists():
        raise Forbidden(
            "Cette personne est tenue à l’écart de ce dossier\u00a0: choisissez quelqu’un d’autre."
        )


def _guarded(by: Actor, row: Accompaniment, version: int, **values: object) -> None:
    check_can_accompany(by, row.person_id)
    rows = Accompaniment.objects.filter(pk=row.pk, version=version, closed_on=None)
    if not rows.update(**values, version=F("version") + 1):
        raise Stale(Accompaniment.objects.get(pk=row.pk))


@transaction.atomic
def name_substitute(
    *, by: Actor, accompaniment: Accompaniment, version: int, worker_id: int | None, until: date | None
) -> None:
    """Somebody of the structure stands in for the référent until a date; None ends it."""
    if worker_id is not None and worker_id not in {one.pk for one in colleagues(by)}:
        raise Forbidden("Le remplaçant est une personne qui reçoit du public dans votre structure.")
    if worker_id is not None:
        _check_let_in(by, accompaniment.person_id, worker_id)
    dates = {"substitute_id": worker_id, "substitute_until": until if worker_id else None}
    _guarded(by, accompaniment, version, **dates)
    record(by, "substitute", accompaniment.person, worker=worker_id, until=until)


@transaction.atomic
def change_lead(*, by: Actor, accompaniment: Accompaniment, version: int, structure: Structure) -> None:
    """The structure that answers for the whole; it may be another one than the référent's."""
    _guarded(by, accompaniment, version, lead_structure=structure)
    what = f"Structure chef de file\u00a0: {structure}"
    today = timezone.localdate()
    note_act(by=by, person=accompaniment.person, kind=ActKind.CIRCLE, what=what, on=today)
    record(by, "lead_structure", accompaniment.person, structure=structure.pk)


@transaction.atomic
def close_accompaniment(*, by: Actor, accompaniment: Accompaniment, version: int, reason: str) -> None:
    today = timezone.localdate()
    _guarded(by, accompaniment, version, closed_on=today, closed_reason=reason)
    note_act(
        by=by, person=accompaniment.person, kind=ActKind.CIRCLE, what="Fin de l’accompagnement", on=today
    )
    record(by, "accompaniment_closed", accompaniment.person)


@dataclass(frozen=True)
class Passing:
    """What a référent says when they propose to pass on."""

    taker_id: int
    reason: str
    note: str
    not_to_lose: str
    meeting_on: date | None
    person_agrees: bool


@transaction.atomic
def propose_handover(*, by: Actor, accompaniment: Accompaniment, passing: Passing) -> Handover:
    """The référent stays until the other one accepts."""
    check_can_accompany(by, accompaniment.person_id)
    user_id, structure_id = at_work(by)
    if accompaniment.referent_id != user_id:
        raise Forbidden("Seul le référent passe la main.")
    if passing.taker_id not in {one.pk for one in colleagues(by)}:
        raise Forbidden("Choisissez une personne qui reçoit du public dans votre structure.")
    _check_let_in(by, accompaniment.person_id, passing.taker_id)
    proposed = Handover(
        accompaniment=accompaniment,
        person=accompaniment.person,
        giver_id=user_id,
        taker_structure_id=structure_id,
        **vars(passing),
    )
    try:
        with transaction.atomic():
            proposed.save(force_insert=True)
    except IntegrityError:
        raise Forbidden(
            "Une passation attend déjà une réponse\u00a0: reprenez-la avant d’en proposer une autre."
        ) from None
    record(by, "handover_proposed", accompaniment.person, taker=passing.taker_id)
    return proposed


@transaction.atomic
def accept_handover(*, by: Actor, handover: Handover, answer: str) -> None:
    """In one moment: there is a référent before and after. Raises `Forbidden` when it no longer waits."""
    check_can_answer_handover(by, handover.taker_id)
    _answer("accept", handover, answer)
    what = f"Nouveau référent\u00a0: {by.label}"
    note_act(by=by, person=handover.person, kind=ActKind.CIRCLE, what=what, on=timezone.localdate())
    record(by, "handover_accepted", handover.person)


@transaction.atomic
def decline_handover(*, by: Actor, handover: Handover, answer: str) -> None:
    check_can_answer_handover(by, handover.taker_id)
    _answer("decline", handover, answer)
    record(by, "handover_declined", handover)


@transaction.atomic
def withdraw_handover(*, by: Actor, handover: Handover) -> None:
    if by.user_id != handover.giver_id:
        raise Forbidden("Seul le référent qui l’a proposée reprend une passation.")
    waiting = Handover.objects.filter(pk=handover.pk, state=HandoverState.PROPOSED)
    if not waiting.update(state=HandoverState.WITHDRAWN, answered_at=timezone.now()):
        raise Forbidden(ANSWERED)
    record(by, "handover_withdrawn", handover.person)


def _answer(choice: str, handover: Handover, said: str) -> None:
    """By definer functions: whoever answers doesn't follow the person yet, or never will."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT maillage_definer.{choice}_handover(%s, %s)", [handover.pk, said[:300]])
        (done,) = cursor.fetchone()
    if not done:
        raise Forbidden(ANSWERED)


@transaction.atomic
def add_trusted(*, by: Actor, trusted: TrustedPerson) -> TrustedPerson:
    check_can_accompany(by, trusted.person_id)
    trusted.since = trusted.since or timezone.localdate()
    trusted.save(force_insert=True)
    record(by, "trusted_person", trusted.person)
    return trusted


@transaction.atomic
def end_trusted(*, by: Actor, trusted: TrustedPerson, reason: str) -> None:
    check_can_accompany(by, trusted.person_id)
    rows = TrustedPerson.objects.filter(pk=trusted.pk, until=None)
    rows.update(until=timezone.localdate(), left_reason=reason)
    record(by, "trusted_person_left", trusted.person)
