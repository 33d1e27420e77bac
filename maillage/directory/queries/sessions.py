"""Sessions unrolled day by day: held, moved, cancelled, closed or on a public holiday; those near a commune."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from maillage.clocks.working_days import public_holidays
from maillage.directory.models import Closure, OutreachSession, SessionChange, Structure, Territory
from maillage.directory.rules.recurrence import days_between, zone_of
from maillage.permissions import Actor

DAYS_AHEAD = 35
A_YEAR = 366
EARTH_KM = 6371.0


class State(StrEnum):
    HELD = "held"
    MOVED = "moved"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    HOLIDAY = "holiday"


class Occurrence(NamedTuple):
    """`day`: the one the rule gave; `starts`, `ends`: where it is now, on the clock of the commune."""

    session: OutreachSession
    day: date
    starts: datetime
    ends: datetime
    place: str
    state: State
    reason: str
    holiday: bool

    @property
    def held(self) -> bool:
        return self.state in (State.HELD, State.MOVED)


class Around(NamedTuple):
    """What changes the days of many sessions, read at once: their changes by day, the closures of their structures."""

    changes: dict[int, dict[date, SessionChange]]
    closures: dict[int, list[Closure]]


def sessions(actor: Actor) -> QuerySet[OutreachSession]:
    rows = OutreachSession.objects.visible_to(actor)
    return rows.select_related("structure", "host", "commune", "commune__departement")


def around(rows: Iterable[OutreachSession]) -> Around:
    """Two queries for any number of sessions."""
    listed = list(rows)
    changes: dict[int, dict[date, SessionChange]] = defaultdict(dict)
    for change in SessionChange.objects.filter(session__in=listed):
        changes[change.session_id][change.day] = change
    holders = {pk for one in listed for pk in (one.structure_id, one.host_id) if pk}
    closures: dict[int, list[Closure]] = defaultdict(list)
    for closure in Closure.objects.filter(structure__in=holders):
        closures[closure.structure_id or 0].append(closure)
    return Around(changes, closures)


def occurrences(rows: Iterable[OutreachSession], first: date, last: date) -> list[Occurrence]:
    """All that happens, or was to, from `first` to `last`, in order; one moved comes at its new day."""
    listed = list(rows)
    known = around(listed)
    found = [one for session in listed for one in _of(session, known, first, last)]
    return sorted(found, key=lambda one: (one.starts, one.session.name, one.session.pk))


def _of(session: OutreachSession, known: Around, first: date, last: date) -> list[Occurrence]:
    changes = known.changes.get(session.pk, {})
    days = set(days_between(session.starts_on, session.rule, session.until, first, last))
    moved = [day for day, one in changes.items() if one.new_day and first <= one.new_day <= last]
    days |= {day for day in moved if in_rule(session, day)}
    unrolled = [occurrence_on(session, day, known) for day in sorted(days)]
    return [one for one in unrolled if first <= one.starts.date() <= last]


def in_rule(session: OutreachSession, day: date) -> bool:
    return days_between(session.starts_on, session.rule, session.until, day, day) == [day]


def occurrence_on(session: OutreachSession, day: date, known: Around) -> Occurrence:
    change = known.changes.get(session.pk, {}).get(day)
    starts = _starts(session, day, change)
    state, reason = _state(session, starts.date(), change, known)
    place = (change.new_place if change else "") or session.place
    ends = _plus(starts, session.minutes)
    return Occurrence(session, day, starts, ends, place, state, reason, is_holiday(session, starts.date()))


def _starts(session: OutreachSession, day: date, change: SessionChange | None) -> datetime:
    moved = change is not None and not change.cancelled
    on = change.new_day if change and moved and change.new_day else day
    at: time = change.new_time if change and moved and change.new_time else session.starts_at
    return datetime.combine(on, at, zone_of(session.commune.code))


def _plus(starts: datetime, minutes: int) -> datetime:
    """Real minutes later, be it the night when the clock changes."""
    return datetime.fromtimestamp(starts.timestamp() + 60 * minutes, starts.tzinfo)


def _state(
    session: OutreachSession, on: date, change: SessionChange | None, known: Around
) -> tuple[State, str]:
    """What somebody said of that day comes before what a closure or the calendar says."""
    if change:
        return (State.CANCELLED if change.cancelled else State.MOVED), change.reason
    for holder in (session.host_id, session.structure_id):
        for closure in known.closures.get(holder or 0, []):
            if closure.since <= on <= closure.until:
                return State.CLOSED, _told(closure, session)
    if not session.on_holidays and is_holiday(session, on):
        return State.HOLIDAY, "jour férié"
    return State.HELD, ""


def _told(closure: Closure, session: OutreachSession) -> str:
    """Why, unless it is said by a structure that the public doesn't see."""
    host = session.host
    hidden = host is not None and host.pk == closure.structure_id and not host.is_public
    return "" if hidden else closure.reason


def is_holiday(session: OutreachSession, on: date) -> bool:
    departement = session.commune.departement
    return on in public_holidays(on.year, departement.code if departement else "")


def coming(session: OutreachSession, today: date, most: int = 12) -> list[Occurrence]:
    """The next ones within a year."""
    return occurrences([session], today, today + timedelta(days=A_YEAR))[:most]


# Near a commune


class Near(NamedTuple):
    occurrence: Occurrence
    kilometres: float | None


def next_sessions(
    actor: Actor,
    today: date,
    *,
    commune: Territory | None = None,
    kilometres: int = 20,
    category: str = "",
    kind: str = "",
    days: int = DAYS_AHEAD,
) -> list[Near]:
    """Day by day for the coming `days`; with a commune, those at most `kilometres` away, itself included."""
    rows = sessions(actor).running(today)  # type: ignore[attr-defined]
    if commune:
        rows = rows.filter(_within(commune, kilometres))
    if category:
        rows = rows.filter(Q(categories__contains=[category]) | Q(categories=[]))
    if kind:
        rows = rows.filter(kind=kind)
    found = occurrences(rows, today, today + timedelta(days=days))
    near = [Near(one, distance(commune, one.session.commune)) for one in found]
    return [one for one in near if one.kilometres is None or one.kilometres <= kilometres]


def _within(commune: Territory, kilometres: int) -> Q:
    """The box around; a commune without a point only finds itself."""
    if commune.lat is None or commune.lon is None:
        return Q(commune=commune)
    north = kilometres / 111.0
    east = north / max(0.1, cos(radians(commune.lat)))
    box = {
        "commune__lat__range": (commune.lat - north, commune.lat + north),
        "commune__lon__range": (commune.lon - east, commune.lon + east),
    }
    return Q(commune=commune) | Q(**box)


def distance(one: Territory | None, other: Territory) -> float | None:
    """Kilometres between the middles of two communes; None when nobody asked, 0 for the same one."""
    if one is None:
        return None
    if one.pk == other.pk or None in (one.lat, one.lon, other.lat, other.lon):
        return 0.0
    points: Any = [radians(value) for value in (one.lat, one.lon, other.lat, other.lon) if value is not None]
    lat, lon, there_lat, there_lon = points
    half = sin((there_lat - lat) / 2) ** 2 + cos(lat) * cos(there_lat) * sin((there_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def of_structure(actor: Actor, structure: Structure) -> QuerySet[OutreachSession]:
    """Those it holds, and those it receives."""
    return sessions(actor).filter(Q(structure=structure) | Q(host=structure))


def near(actor: Actor, today: date, commune: Territory, kilometres: int) -> list[OutreachSession]:
    """Sessions still running around a commune, the closest first."""
    rows = sessions(actor).running(today).filter(_within(commune, kilometres))  # type: ignore[attr-defined]
    placed = [(distance(commune, one.commune) or 0.0, one.name, one.pk, one) for one in rows]
    return [one for away, *_, one in sorted(placed, key=lambda row: row[:3]) if away <= kilometres]
