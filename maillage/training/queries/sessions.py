"""Sessions as anybody reads them, with their seats; one's own registrations; the sheet of presences."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.accounts.models import Membership
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.training.enums import Asked
from maillage.training.models import HalfDay, Presence, Quota, Registration, Session
from maillage.training.rules import LEADING, Asking, Given, free, free_for, given, held


class Room(NamedTuple):
    """`free`: seats left for whoever asks from where one works; `left`: in all; None: room for everybody."""

    turns: dict[int, Given]
    left: int | None
    free: int | None
    shared: bool


def sessions(actor: Actor) -> QuerySet[Session]:
    rows: QuerySet[Session] = Session.objects.visible_to(actor).select_related("structure")
    return rows


def catalogue(
    actor: Actor,
    words: str = "",
    theme: int | None = None,
    rubric: str = "",
    audience: str = "",
    remote: bool = False,
    past: bool = False,
) -> QuerySet[Session]:
    """Those to come, those gone when asked for."""
    today = timezone.localdate()
    rows = sessions(actor).filter(published_at__isnull=False).prefetch_related("tags__theme")
    rows = (
        rows.filter(ends_on__lt=today).order_by("-starts_on", "pk")
        if past
        else rows.filter(ends_on__gte=today)
    )
    for word in words.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(about__icontains=word) | Q(place__icontains=word))
    rows = rows.filter(tags__theme=theme).distinct() if theme else rows
    rows = rows.filter(rubric=rubric) if rubric else rows
    rows = rows.filter(audiences__contains=[audience]) if audience else rows
    return rows.filter(remote=True) if remote else rows


def prepared(actor: Actor) -> QuerySet[Session]:
    """Of one's own structure: not published, or gone and not finished."""
    today = timezone.localdate()
    open_ones = Q(published_at=None) | Q(ends_on__lte=today)
    return sessions(actor).filter(held(actor), open_ones, finished_at=None, cancelled_on=None)


def is_shared(session: Session, today: date) -> bool:
    return session.shared_on is not None and session.shared_on <= today


def rooms(actor: Actor, listed: Iterable[Session]) -> dict[int, Room]:
    """Two queries, however many sessions there are."""
    found, today = list(listed), timezone.localdate()
    askings = defaultdict(list)
    for row in rows_of("training_askings(%s::bigint[])", [one.pk for one in found]) if found else ():
        askings[row.session_id].append(Asking(row.number, row.quota_id, row.holds))
    quotas: dict[int, dict[int, tuple[int | None, int]]] = defaultdict(dict)
    for one in Quota.objects.filter(session__in=found):
        quotas[one.session_id][one.pk] = (one.structure_id, one.seats)
    return {one.pk: _room(actor, one, askings[one.pk], quotas[one.pk], today) for one in found}


def _room(
    actor: Actor,
    session: Session,
    askings: list[Asking],
    kept: dict[int, tuple[int | None, int]],
    today: date,
) -> Room:
    sizes = {pk: seats for pk, (_, seats) in kept.items()}
    mine = next((pk for pk, (place, _) in kept.items() if place and place == actor.structure_id), None)
    shared = is_shared(session, today)
    turns = given(askings, sizes, session.seats, shared)
    mine_free = free_for(askings, sizes, session.seats, shared, mine)
    return Room(turns, free(turns, session.seats), mine_free, shared)


def registrations(actor: Actor) -> QuerySet[Registration]:
    rows: QuerySet[Registration] = Registration.objects.visible_to(actor)
    return rows.select_related("session", "session__structure", "structure", "user", "answered_by")


def own_registration(actor: Actor, session: Session) -> Registration | None:
    if not actor.signed_in:
        return None
    own = registrations(actor).filter(session=session, user=actor.user_id).exclude(state=Asked.WITHDRAWN)
    return own.first()


def own_to_come(actor: Actor) -> QuerySet[Registration]:
    today = timezone.localdate()
    rows = registrations(actor).filter(user=actor.user_id, session__ends_on__gte=today)
    return rows.exclude(state=Asked.WITHDRAWN).order_by("session__starts_on", "pk")


def asked_for(actor: Actor, session: Session) -> list[Registration]:
    """All who asked, for who organises."""
    rows = registrations(actor).filter(session=session).exclude(state=Asked.WITHDRAWN)
    return list(rows.order_by("pk"))


def sheet(session: Session) -> tuple[list[HalfDay], list[Registration], set[tuple[int, int]]]:
    """Half-days, those whose employer agreed, and pairs (registration, half-day) who came."""
    halves = list(session.half_days.all())
    rows = list(
        session.registrations.filter(state=Asked.AGREED).select_related("structure").order_by("name", "pk")
    )
    came = Presence.objects.filter(registration__session=session).values_list("registration", "half_day")
    return halves, rows, set(came)


def signed(registration: Registration) -> set[int]:
    """Half-days where they came."""
    return set(registration.presences.values_list("half_day", flat=True))


def to_sign(registration: Registration | None) -> list[HalfDay]:
    """Half-days of today that one has not signed for."""
    if registration is None or registration.state != Asked.AGREED or registration.session.finished_at:
        return []
    today = registration.session.half_days.filter(on=timezone.localdate())
    return list(today.exclude(pk__in=signed(registration)))


def context_of(session: Session) -> dict[str, Any]:
    """What a page of it needs."""
    return {
        "halves": list(session.half_days.all()),
        "themes": [one.theme for one in session.tags.select_related("theme__programme")],
        "quotas": list(session.quotas.select_related("structure")),
    }


def somebody_answers(registration: Registration) -> bool:
    """Somebody else than who asks may answer for their employer."""
    held = Membership.objects.current(timezone.localdate()).filter(structure=registration.structure_id)
    return held.filter(role__in=LEADING).exclude(user=registration.user_id).exists()
