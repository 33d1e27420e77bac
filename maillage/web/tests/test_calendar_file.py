"""A calendar file is read back as it was meant, whatever is written in it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from maillage.web.calendar_file import PARIS, calendar_event

START = datetime(2026, 12, 3, 9, 30, tzinfo=PARIS)
UID = "6a0c1f0e-8d0b-4c62-9a55-1f2f0a0c7c11@maillage"


def event_of(content):
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    assert event.errors == []
    return calendar, event


def made(**changes):
    given_ = {
        "uid": UID,
        "start": START,
        "end": START + timedelta(hours=1),
        "summary": "Rendez-vous",
        "place": "CCAS",
    }
    return calendar_event(**given_ | changes)


def test_an_appointment_is_read_back():
    content = made(
        summary="Rendez-vous\u00a0; dossier, suite",
        place="CCAS de Chinon\n3 rue de l’Église",
        sequence=2,
    )
    calendar, event = event_of(content)
    assert (calendar["version"], str(event["status"])) == ("2.0", "CONFIRMED")
    assert event["uid"] == UID
    assert event["summary"] == "Rendez-vous\u00a0; dossier, suite"
    assert event["location"] == "CCAS de Chinon\n3 rue de l’Église"
    assert event["sequence"] == 2
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (START, START + timedelta(hours=1))
    assert abs(event.decoded("dtstamp") - timezone.now()) < timedelta(minutes=1)


def test_the_hour_is_that_of_paris_and_its_rules_are_in_the_file():
    content = made(start=datetime(2026, 7, 1, 7, tzinfo=UTC), end=datetime(2026, 7, 1, 8, tzinfo=UTC))
    assert b"DTSTART;TZID=Europe/Paris:20260701T090000\r\n" in content
    calendar, _ = event_of(content)
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]


def test_a_cancelled_one_replaces_the_former():
    _, event = event_of(made(cancelled=True, sequence=3))
    assert (event["status"], event["uid"], event["sequence"]) == ("CANCELLED", UID, 3)


@given(text=st.text(max_size=300))
def test_any_text_stays_in_its_line(text):
    content = made(summary=f"a{text}", place=f"b{text}")
    calendar, event = event_of(content)
    assert len(calendar.subcomponents) == 2
    assert event["uid"] == UID
    assert len(content.split(b"BEGIN:VEVENT\r\n")) == 2
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (START.replace(tzinfo=None), START.replace(tzinfo=None) + timedelta(hours=1)),
        (START, START),
        (START, START - timedelta(minutes=1)),
    ],
)
def test_moments_that_make_no_appointment_are_refused(start, end):
    with pytest.raises(ValueError):
        made(start=start, end=end)
