"""Sessions as a calendar to subscribe to (RFC 5545): each with its rule, each day changed told by its RECURRENCE-ID."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vRecur

from maillage.directory.models import OutreachSession
from maillage.directory.queries.sessions import A_YEAR, Around, Occurrence, State, around, occurrence_on
from maillage.directory.rules.recurrence import days_between, zone_of
from maillage.directory.session_words import for_whom, state_of, where
from maillage.web.calendar_file import printable

MAKER = "-//Maillage//Permanences//FR"
DAYS_BEHIND = 31


def session_feed(name: str, rows: Iterable[OutreachSession], today: date) -> bytes:
    listed = list(rows)
    known = around(listed)
    calendar = Calendar()
    for key, value in (("prodid", MAKER), ("version", "2.0"), ("method", "PUBLISH"), ("x-wr-calname", name)):
        calendar.add(key, printable(value))
    for session in listed:
        for event in _events(session, known, today):
            calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _events(session: OutreachSession, known: Around, today: date) -> list[Event]:
    """The session by its rule, then the days that are not as the rule says; once only, its one day as it is."""
    if not session.rule:
        return [_event(occurrence_on(session, session.starts_on, known))]
    since = max(session.starts_on, today - timedelta(days=DAYS_BEHIND))
    days = days_between(session.starts_on, session.rule, session.until, since, today + timedelta(days=A_YEAR))
    changed = [one for one in (occurrence_on(session, day, known) for day in days) if one.state != State.HELD]
    return [_by_rule(session), *(_instead(one) for one in changed)]


def _by_rule(session: OutreachSession) -> Event:
    plain = Around({}, {})
    event = _event(occurrence_on(session, session.starts_on, plain)._replace(state=State.HELD))
    rule = session.rule
    if session.until:
        last = datetime.combine(session.until, session.starts_at, zone_of(session.commune.code))
        rule += f";UNTIL={last.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    event.add("rrule", vRecur.from_ical(rule))
    return event


def _instead(occurrence: Occurrence) -> Event:
    session = occurrence.session
    event = _event(occurrence)
    planned = datetime.combine(occurrence.day, session.starts_at, zone_of(session.commune.code))
    event.add("recurrence-id", planned)
    return event


def _event(occurrence: Occurrence) -> Event:
    session = occurrence.session
    place = "" if occurrence.place == session.place else occurrence.place
    told = state_of(occurrence)
    event = Event()
    event.add("uid", f"{session.public_id}@maillage")
    event.add("summary", printable(session.name))
    event.add("location", printable(where(session, place)))
    event.add("description", printable(_description(session, told.word, told.sentence)))
    event.add("dtstart", occurrence.starts)
    event.add("dtend", occurrence.ends)
    event.add("dtstamp", datetime.now(UTC))
    event.add("sequence", session.version)
    event.add("status", "CONFIRMED" if occurrence.held else "CANCELLED")
    return event


def _description(session: OutreachSession, word: str, sentence: str) -> str:
    told = [
        f"{word}. {sentence}".strip() if word else "",
        session.structure.name,
        f"Pour {for_whom(session)}.",
    ]
    return "\n".join(part for part in (*told, session.description) if part)
