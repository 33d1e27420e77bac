"""An appointment as a calendar file (RFC 5545) that phones and mail programs open."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone
from icalendar import Calendar, Event

PARIS = ZoneInfo("Europe/Paris")
MAKER = "-//Maillage//Rendez-vous//FR"


class Told(NamedTuple):
    """An appointment of a feed; see `calendar_event`."""

    uid: str
    start: datetime
    end: datetime
    summary: str
    place: str
    cancelled: bool = False
    sequence: int = 0


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
    return _calendar(_state(Told(uid, start, end, summary, place, cancelled, sequence)))


def calendar_events(told: Iterable[Told]) -> bytes:
    """Several in one file."""
    return _calendar(*(_state(one) for one in told))


def _state(told: Told) -> Event:
    event = _event(told.start, told.end, {"uid": told.uid, "summary": told.summary, "location": told.place})
    event.add("sequence", told.sequence)
    event.add("status", "CANCELLED" if told.cancelled else "CONFIRMED")
    return event


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
