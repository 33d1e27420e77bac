"""Who may open a file: asked for, shared, ended. A question about somebody out of sight is counted and journaled."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.enums import RequestState
from maillage.people.models import (
    Attachment,
    AttachmentRequest,
    Household,
    HouseholdMember,
    MatchAttempt,
    Person,
)
from maillage.people.names import fold, sound_key
from maillage.people.queries import colleagues
from maillage.people.rules import (
    at_work,
    check_can_answer,
    check_can_change,
    check_can_compose,
    check_can_receive,
)
from maillage.permissions import Actor, Forbidden

HOURLY_QUESTIONS = 20
MAINTENANCE = "maintenance"
ATTEMPTS_KEPT = timedelta(days=90)
"""How long it can be seen that an account asks much: the quota itself counts an hour."""
REFUSED = "42501"  # insufficient_privilege
NOT_WITH_THEM = "Ce dossier ne peut pas être partagé avec cette personne\u00a0: choisissez quelqu’un d’autre."
TOO_MANY = "Vous avez beaucoup cherché depuis une heure. Recevez la personne\u00a0; vous pourrez chercher de nouveau plus tard."


def identity_key(first_name: str, last_name: str, birth_date: date | None) -> str:
    """The three criteria together, or "" when one is missing: then nothing is asked."""
    complete = fold(first_name) and fold(last_name) and birth_date
    return sound_key(first_name, last_name) if complete else ""


@transaction.atomic
def someone_matches(*, by: Actor, first_name: str, last_name: str, birth_date: date | None) -> bool | None:
    """Whether somebody out of the actor's sight bears this identity; None when the hour's quota is spent."""
    check_can_receive(by)
    key = identity_key(first_name, last_name, birth_date)
    if not key:
        return False
    answer = _ask("SELECT maillage_definer.someone_matches(%s, %s, %s)", [key, birth_date, HOURLY_QUESTIONS])
    record(by, "search_out_of_sight", "person", answered=answer is not None)
    return answer


@transaction.atomic
def ask_attachment(
    *, by: Actor, first_name: str, last_name: str, birth_date: date | None, motive: str
) -> None:
    """Ask those who follow whoever bears this identity; the same answer whether there is somebody or not."""
    check_can_receive(by)
    key, typed = identity_key(first_name, last_name, birth_date), f"{first_name} {last_name}".strip()[:240]
    if not key:
        raise Forbidden("Il faut le prénom, le nom et la date de naissance pour prévenir ses professionnels.")
    answer = _ask(
        "SELECT maillage_definer.ask_attachment(%s, %s, %s, %s, %s)",
        [key, birth_date, typed, motive[:300], HOURLY_QUESTIONS],
    )
    if answer is None:
        raise Forbidden(TOO_MANY)
    record(by, "ask_attachment", "person")


def _ask(statement: str, values: list[Any]) -> bool | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        answer: bool | None = cursor.fetchone()[0]
    return answer


@transaction.atomic
def answer_request(*, by: Actor, request: AttachmentRequest, accept: bool) -> None:
    """Accepted: a colleague may open the file. Answered twice, the first answer stands.

    Somebody of another structure needs a line of the ledger: `give_consent` answers their request.
    """
    check_can_answer(by)
    check_can_change(by, request.person_id)
    if accept and request.structure_id != by.structure_id:
        raise Forbidden("Il faut l’accord de la personne pour partager hors de votre structure.")
    state = RequestState.ACCEPTED if accept else RequestState.REFUSED
    waiting = AttachmentRequest.objects.filter(pk=request.pk, state=RequestState.PENDING)
    if not waiting.update(state=state, answered_at=timezone.now(), answered_by_id=by.user_id):
        raise Forbidden("Quelqu’un a déjà répondu à cette demande.")
    if accept:
        _grant(by, request.requester_id, request.structure_id, "demande acceptée", person=request.person)
    record(by, f"request_{state}", request.person)


@transaction.atomic
def share(*, by: Actor, person: Person, worker_id: int, households: list[Household]) -> None:
    """Let a colleague of the same structure follow a person, and the households given."""
    check_can_compose(by)
    check_can_change(by, person.pk)
    _, structure_id = at_work(by)
    if worker_id not in {one.pk for one in colleagues(by)}:
        raise Forbidden("Choisissez une personne qui reçoit du public dans votre structure.")
    _grant(by, worker_id, structure_id, "partage entre collègues", person=person)
    for household in households:
        _grant(by, worker_id, structure_id, "partage entre collègues", household=household)
    record(by, "share", person, worker=worker_id)


def _grant(
    by: Actor,
    worker_id: int,
    structure_id: int,
    reason: str,
    person: Person | None = None,
    household: Household | None = None,
) -> None:
    """One more open attachment; there is nothing to do when it exists already. PostgreSQL alone knows all who are kept out."""
    attachment = Attachment(
        person=person,
        household=household,
        structure_id=structure_id,
        worker_id=worker_id,
        created_by_id=at_work(by)[0],
        reason=reason,
    )
    try:
        with transaction.atomic():
            attachment.save(force_insert=True)
    except IntegrityError:
        return
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", "") != REFUSED:
            raise
        raise Forbidden(NOT_WITH_THEM) from None


@transaction.atomic
def take(*, by: Actor, person: Person) -> None:
    """Follow somebody who waits since the front desk received them; the first who takes them does."""
    check_can_compose(by)
    user_id, structure_id = at_work(by)
    here = Attachment.objects.filter(person=person, structure_id=structure_id, consent_of=None, ended_at=None)
    taken = {"worker_id": user_id, "started_at": timezone.now()}
    if here.filter(worker_id=user_id).exists():
        taken = {"ended_at": timezone.now()}
    if not here.filter(worker_id=None).update(**taken):
        raise Forbidden("Quelqu’un suit déjà cette personne\u00a0: demandez-lui de partager le dossier.")
    record(by, "take", person)


@transaction.atomic
def end_attachment(*, by: Actor, person: Person) -> None:
    """The actor stops following a person and the households they only knew through them; somebody must remain."""
    check_can_receive(by)
    check_can_change(by, person.pk)
    user_id, structure_id = at_work(by)
    mine = Attachment.objects.filter(worker_id=user_id, structure_id=structure_id, ended_at=None)
    if _in_team(person) < 2:
        raise Forbidden(
            "Vous êtes la seule personne à suivre ce dossier\u00a0: partagez-le avant de le quitter."
        )
    homes = HouseholdMember.objects.filter(person=person).values("household_id")
    others = mine.exclude(person=person).filter(person__isnull=False).values("person_id")
    kept = HouseholdMember.objects.filter(person_id__in=others).values("household_id")
    leaving = mine.filter(household_id__in=homes).exclude(household_id__in=kept)
    record(by, "end_attachment", person)
    leaving.update(ended_at=timezone.now())
    mine.filter(person=person).update(ended_at=timezone.now())


def _in_team(person: Person) -> int:
    """How many follow this person in the team of the file: whoever reads by agreement could not keep it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM maillage_definer.followers(%s) WHERE NOT by_consent", [person.pk]
        )
        (many,) = cursor.fetchone()
    return int(many)


def forget_attempts() -> None:
    """Every night, of everybody: hence the maintenance role."""
    MatchAttempt.objects.using(MAINTENANCE).filter(at__lt=timezone.now() - ATTEMPTS_KEPT).delete()
