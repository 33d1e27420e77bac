"""What a host offers: one answer, by its account or by a link in two taps; its seats, one by one; short immersions."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.models import Structure
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import value_of
from maillage.placements.enums import Answer, Phase, Said
from maillage.placements.models import Host, Immersion, Seat, Session
from maillage.placements.rules import can_run, check_can_host

TOO_LATE = "La date est passée\u00a0: les places de cette session ne changent plus. Écrivez à la plateforme."
HOST = Actor(label="structure d’accueil, par son lien")


@transaction.atomic
def answer_by_link(*, key: UUID, session_id: int, answer: str, number: int = 1, reason: str = "") -> None:
    """Sent twice, the same answer changes nothing more."""
    call = "placements_host_answer(%s::uuid, %s::varchar, %s::smallint, %s::varchar)"
    if not value_of(call, key, answer, number, reason):
        raise Forbidden(TOO_LATE)
    with acting(HOST):
        record(HOST, "placements_host_answered", Session(pk=session_id), answer=answer)


def _offers(by: Actor, session: Session, structure_id: int) -> None:
    """One's own structure until the date; the platform until wishes close, for whoever phoned."""
    now = timezone.now()
    if can_run(by, session.structure_id):
        if session.published_at and now >= session.closes_at:
            raise Forbidden(TOO_LATE)
        return
    check_can_host(by)
    if by.structure_id != structure_id:
        raise Forbidden("Une structure ne tient que ses propres places.")
    if session.published_at is None or now >= session.seats_until:
        raise Forbidden(TOO_LATE)


@transaction.atomic
def keep_seat(
    *, by: Actor, session: Session, structure: Structure, values: dict[str, Any], seat: Seat | None = None
) -> Seat:
    """Opened, or changed; the structure has then answered."""
    _offers(by, session, structure.pk)
    row = seat or Seat(session=session, structure=structure)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=["session", "structure", "commune"])
    row.save()
    _answered(session, structure)
    record(by, "placements_seat_kept", row)
    return row


@transaction.atomic
def withdraw_seat(*, by: Actor, seat: Seat) -> None:
    _offers(by, seat.session, seat.structure_id)
    Seat.objects.filter(pk=seat.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
    record(by, "placements_seat_withdrawn", seat)


def _answered(session: Session, structure: Structure) -> None:
    host, _ = Host.objects.get_or_create(session=session, structure=structure)
    rows = Seat.objects.filter(session=session, structure=structure, withdrawn_at=None)
    declared = rows.aggregate(all=Sum("declared"))["all"] or 0
    answer = Answer.RENEWED if host.last and host.last == declared else Answer.CHANGED
    told = {"answer": answer, "reason": "", "answered_at": host.answered_at or timezone.now()}
    Host.objects.filter(pk=host.pk).update(**told)


@transaction.atomic
def tell_limits(*, by: Actor, host: Host, tutors: int | None, quota: int | None) -> None:
    """How many tutors are free, and what the legal quota leaves."""
    _offers(by, host.session, host.structure_id)
    Host.objects.filter(pk=host.pk).update(tutors=tutors, quota=quota)
    record(by, "placements_host_limits", host, tutors=tutors, quota=quota)


@transaction.atomic
def offer_many(
    *, by: Actor, session: Session, rows: list[tuple[Structure, dict[str, Any]]], tutors: dict[int, int]
) -> int:
    """Seats of many hosts at once, by the platform, before it publishes. `tutors`: by structure."""
    _offers(by, session, 0)
    if session.published_at:
        raise Forbidden("Cette session est publiée\u00a0: chaque structure répond elle-même.")
    made = [Seat(session=session, structure=structure, **values) for structure, values in rows]
    for one in made:
        one.clean_fields(exclude=["session", "structure", "commune"])
    Seat.objects.bulk_create(made)
    hosts = [
        Host(session=session, structure=one, tutors=tutors.get(one.pk), last=0)
        for one in {structure.pk: structure for structure, _ in rows}.values()
    ]
    now = timezone.now()
    for host in hosts:
        host.answer, host.answered_at = Answer.CHANGED, now
    Host.objects.bulk_create(hosts, ignore_conflicts=True)
    record(by, "placements_seats_loaded", session, seats=len(made))
    return len(made)


@transaction.atomic
def ask_immersion(*, by: Actor, seat: Seat, values: dict[str, Any]) -> Immersion:
    """From one to five days; the host answers yes or no."""
    if not by.signed_in or by.person_id:
        raise Forbidden("Connectez-vous pour demander une immersion.")
    if not seat.immersions or seat.withdrawn_at or seat.session.phase == Phase.PREPARED:
        raise Forbidden("Cette structure ne propose pas d’immersion à cette place.")
    row = Immersion(seat=seat, user_id=by.user_id or 0, name=by.label.partition(",")[0], **values)
    row.full_clean(exclude=["seat", "user"])
    row.save(force_insert=True)
    record(by, "immersion_asked", row, days=row.days)
    return row


@transaction.atomic
def answer_immersion(*, by: Actor, immersion: Immersion, answer: str, why: str = "") -> None:
    check_can_host(by)
    if immersion.seat.structure_id != by.structure_id:
        raise Forbidden("Une structure ne répond que pour ses propres places.")
    told = {"answer": answer, "why": why, "answered_at": timezone.now(), "answered_by_id": by.user_id}
    if answer == Said.NO and not why:
        raise Forbidden("Dites pourquoi\u00a0: la personne le lira.", "why")
    if not Immersion.objects.filter(pk=immersion.pk, answer="").update(**told):
        raise Forbidden("Une réponse est déjà donnée à cette demande.")
    record(by, "immersion_answered", immersion, answer=answer)
