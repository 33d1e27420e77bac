"""The ledger: somebody agreed, or no longer does; an agent is kept out; an emergency opens for a day, and is reviewed."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.files.checks import checked
from maillage.files.storage import drop, keep, read
from maillage.people.actions.access import HOURLY_QUESTIONS, identity_key
from maillage.people.enums import CircleRole, ConsentWay
from maillage.people.models import AttachmentRequest, Conflict, Consent, Person
from maillage.people.notifications import tell_of_exceptional_access
from maillage.people.queries import followers
from maillage.people.rules import at_work, check_can_break_glass, check_can_keep_ledger, check_is_person
from maillage.permissions import Actor, Forbidden


def ask_database(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


@transaction.atomic
def give_consent(
    *,
    by: Actor,
    consent: Consent,
    role: str = CircleRole.PARTNER,
    request: AttachmentRequest | None = None,
) -> Consent:
    """Write one line of the ledger; its recipient joins the circle. `request`: the request that it answers.

    By the team, or by the person themselves in their own space: then the way is theirs and nobody else signs.
    """
    if by.person_id:
        _sign_as_person(by, consent)
    else:
        _sign_as_team(by, consent)
    consent.save(force_insert=True)
    ask_database("SELECT maillage_definer.attach_consented(%s, %s)::text", consent.pk, role)
    if request:
        _answered(by, request)
    told = {"parts": len(consent.parts), "way": consent.way, "until": consent.until}
    record(by, "consent", consent.person, structure=consent.structure_id, **told)
    return consent


def _sign_as_person(by: Actor, consent: Consent) -> None:
    if consent.person_id != check_is_person(by):
        raise Forbidden("Vous donnez vos propres accords seulement.")
    consent.way, consent.recorded_by_id, consent.basis_id = ConsentWay.SELF, None, None
    consent.witness = by.helper


def _sign_as_team(by: Actor, consent: Consent) -> None:
    check_can_keep_ledger(by, consent.person_id)
    consent.recorded_by_id, _ = at_work(by)
    if consent.reader_id == consent.recorded_by_id:
        raise Forbidden("Un accord s’enregistre pour quelqu’un d’autre que vous.")
    if consent.basis and consent.basis.longest_days is not None:
        longest = consent.basis.longest_days
        if (consent.until - consent.given_on).days > longest:
            raise Forbidden(
                f"Ce texte permet de partager {longest} jours au plus\u00a0: rapprochez la date de fin."
            )


def _answered(by: Actor, request: AttachmentRequest) -> None:
    waiting = AttachmentRequest.objects.filter(pk=request.pk, state="pending")
    answer = {"state": "accepted", "answered_at": timezone.now(), "answered_by_id": by.user_id}
    if not waiting.update(**answer):
        raise Forbidden("Quelqu’un a déjà répondu à cette demande.")


BY_LAW = (
    "Un texte de loi permet cette lecture, sans votre accord. Vous pouvez dire que vous n’êtes pas d’accord\u00a0: "
    "écrivez-le à votre équipe, elle doit vous répondre."
)


@transaction.atomic
def join_scan(*, by: Actor, consent: Consent, name: str, content: bytes) -> None:
    """The copy of the paper the person signed, sealed under their key. Raises `files.refusals.Refused`."""
    check_can_keep_ledger(by, consent.person_id)
    if consent.way != ConsentWay.PAPER:
        raise Forbidden("Cet accord n’a pas été donné sur papier.")
    safe = checked(name, content)
    key = keep(safe.content, owner=consent.person_id)
    try:
        rows = Consent.objects.filter(pk=consent.pk, scan_key="")
        if not rows.update(scan_key=key, scan_name=safe.name):
            raise Forbidden("La copie de cet accord est déjà jointe.")
        record(by, "consent_scan", consent.person)
    except BaseException:
        drop(key)
        raise


def read_scan(*, by: Actor, consent: Consent) -> bytes:
    record(by, "read_scan", consent.person)
    return read(consent.scan_key)


@transaction.atomic
def withdraw_consent(*, by: Actor, consent: Consent, way: str) -> None:
    """From this moment its recipient reads nothing more by this line. Withdrawn twice, the first time stands."""
    if by.person_id:
        way = ConsentWay.SELF
        if consent.basis_id:
            raise Forbidden(BY_LAW)
    else:
        check_can_keep_ledger(by, consent.person_id)
    told = {"withdrawn_at": timezone.now(), "withdrawn_way": way, "withdrawn_by_id": by.user_id}
    if not Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(**told):
        return
    settle_circle(consent.person_id)
    record(by, "consent_withdrawn", consent.person, structure=consent.structure_id, way=way)


def settle_circle(person_id: UUID) -> None:
    """Whoever the ledger no longer covers leaves the circle; they had already stopped reading."""
    ask_database("SELECT maillage_definer.settle_circle(%s)::text", person_id)


@transaction.atomic
def keep_out(*, by: Actor, person: Person, agent_id: int, reason: str) -> None:
    """This agent never sees this person, whatever anybody shares. They are not told."""
    check_can_keep_ledger(by, person.pk)
    user_id, _ = at_work(by)
    if agent_id == user_id:
        raise Forbidden("Vous suivez cette personne\u00a0: passez d’abord la main à un collègue.")
    told = {"reason": reason, "by_id": user_id}
    Conflict.objects.bulk_create([Conflict(person=person, agent_id=agent_id, **told)], ignore_conflicts=True)
    settle_circle(person.pk)
    record(by, "keep_out", person)


def break_glass(*, by: Actor, first_name: str, last_name: str, birth_date: date | None, motive: str) -> UUID:
    """Read, until tomorrow evening, the file of somebody in danger who is out of sight; everybody will know.

    Raises `Forbidden`, in the same words, when there is nobody, several, or too many were tried: what was tried stays
    counted and journaled, whatever the answer.
    """
    check_can_break_glass(by)
    key = identity_key(first_name, last_name, birth_date)
    statement = "SELECT maillage_definer.break_glass(%s, %s, %s, %s)"
    found = ask_database(statement, key, birth_date, motive, HOURLY_QUESTIONS) if key else None
    if found is None:
        record(by, "emergency_unanswered", "person")
        raise Forbidden(
            "Aucun dossier ne s’ouvre avec ces renseignements. Vérifiez le prénom, le nom et la date de naissance\u00a0;"
            " en cas de danger, appelez le 15, le 17 ou le 119."
        )
    person_id = UUID(str(found))
    person = Person(pk=person_id)
    record(by, "read_exceptional", person, motive=motive[:300])
    tell_of_exceptional_access(
        [one.account for one in followers(person) if one.account and not one.by_consent]
    )
    return person_id


@transaction.atomic
def review_exceptional(*, by: Actor, consent: Consent, review: str) -> None:
    """The team says what it thinks of an exceptional access; the first review stands. Nobody reviews their own."""
    check_can_keep_ledger(by, consent.person_id)
    if consent.reader_id == by.user_id:
        raise Forbidden("Un accès exceptionnel est relu par quelqu’un d’autre que celui qui l’a ouvert.")
    told = {"reviewed_at": timezone.now(), "reviewed_by_id": by.user_id, "review": review}
    if not Consent.objects.filter(pk=consent.pk, reviewed_at=None).update(**told):
        raise Forbidden("Quelqu’un a déjà relu cet accès.")
    record(by, "exceptional_reviewed", consent.person)


@transaction.atomic
def limit_consent(*, by: Actor, consent: Consent, parts: list[str], until: date) -> Consent:
    """The person keeps a narrower line in the place of one they had given: fewer parts, or less long."""
    if consent.basis_id or not set(parts) <= set(consent.parts) or until > consent.until:
        raise Forbidden("On ne peut que réduire un accord\u00a0: pour l’élargir, donnez-en un autre.")
    narrower = Consent(
        person=consent.person,
        structure_id=consent.structure_id,
        role=consent.role,
        reader_id=consent.reader_id,
        parts=parts,
        purpose=consent.purpose,
        way=ConsentWay.SELF,
        given_on=timezone.localdate(),
        until=until,
    )
    check_is_person(by)
    give_consent(by=by, consent=narrower)
    withdraw_consent(by=by, consent=consent, way=ConsentWay.SELF)
    return narrower
