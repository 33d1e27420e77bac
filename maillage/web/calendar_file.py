"""An appointment as a calendar file (RFC 5545) that phones and mail programs open."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from icalendar import Calendar, Event

PARIS = ZoneInfo("Europe/Paris")
MAKER = "-//Maillage//Rendez-vous//FR"


def calendar_event(
    uid: str,
    start: datetime,
    end: datetime,
    summary: str,
    place: str,
    cancelled: bool = False,
    sequence: int = 0,
) -> bytes:
    """`uid` names the appointment for ever, `sequence` counts its changes: a higher one replaces the former in a calendar.

    `start` and `end` are aware and written in Paris time. Cancelled, it is struck out. Raises ValueError for a naive
    moment, an end that isn't after the start.
    """
    if timezone.is_naive(start) or timezone.is_naive(end) or end <= start:
        raise ValueError(f"An appointment goes from an aware moment to a later one, not {start} to {end}.")
    event = _event(start, end, {"uid": uid, "summary": summary, "location": place})
    event.add("sequence", sequence)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return _calendar(event)


def calendar_events(told: Iterable[tuple[str, datetime, datetime, str, str]]) -> bytes:
    """Several in one file: (uid, start, end, summary, place) each."""
    events = []
    for uid, start, end, summary, place in told:
        events.append(_event(start, end, {"uid": uid, "summary": summary, "location": place}))
    return _calendar(*events)


def _event(start: datetime, end: datetime, texts: dict[str, str]) -> Event:
    event = Event()
    for name, text in texts.items():
        if text:
            event.add(name, printable(text))
    event.add("dtstart", start.astimezone(PARIS))
    event.add("dtend", end.astimezone(PARIS))
    event.add("dtstamp", timezone.now())
    return event


def _calendar(*events: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def printable(text: str) -> str:
    """Control characters would break the file; line ends are one kind."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
