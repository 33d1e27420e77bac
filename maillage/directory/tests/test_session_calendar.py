"""The calendar of sessions, read back by the library as a phone would."""

from datetime import date, time

import pytest
from icalendar import Calendar

from maillage.directory.actions import sessions as actions
from maillage.directory.models import Closure
from maillage.directory.session_calendar import session_feed
from maillage.directory.tests.ground_factories import ODD_TUESDAYS, TUESDAY, does, keeper, session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(territories):
    """Communes."""


def events(*rows, today=TUESDAY):
    return Calendar.from_ical(session_feed("Permanences", rows, today)).walk("VEVENT")


def test_a_session_with_its_rule_and_its_end():
    one = session(rule=ODD_TUESDAYS, until=date(2027, 6, 30))
    (event,) = events(one)
    assert (str(event["uid"]), str(event["status"]), event["sequence"]) == (
        f"{one.public_id}@maillage",
        "CONFIRMED",
        1,
    )
    assert event["dtstart"].dt.isoformat() == "2026-12-01T09:00:00+01:00"
    assert event["dtend"].dt.isoformat() == "2026-12-01T11:00:00+01:00"
    assert (event["rrule"]["FREQ"], event["rrule"]["BYWEEKNO"][:3]) == (["YEARLY"], [1, 3, 5])
    assert event["rrule"]["UNTIL"][0].isoformat() == "2027-06-30T07:00:00+00:00"


def test_days_cancelled_moved_and_closed_are_told_one_by_one():
    one = session()
    by = keeper(one.structure)
    does(actions.cancel_day, by=by, session=one, day=date(2026, 12, 8), reason="salle occupée")
    does(
        actions.move_day,
        by=by,
        session=one,
        day=date(2026, 12, 15),
        to=date(2026, 12, 16),
        at=time(14),
        place="poste",
        reason="x",
    )
    Closure.objects.create(structure=one.structure, since=date(2026, 12, 22), until=date(2026, 12, 22))
    one.refresh_from_db()
    told = [
        (e["recurrence-id"].dt.date(), e["dtstart"].dt.isoformat(), str(e["status"]))
        for e in events(one)
        if "recurrence-id" in e
    ]
    assert told == [
        (date(2026, 12, 8), "2026-12-08T09:00:00+01:00", "CANCELLED"),
        (date(2026, 12, 15), "2026-12-16T14:00:00+01:00", "CONFIRMED"),
        (date(2026, 12, 22), "2026-12-22T09:00:00+01:00", "CANCELLED"),
    ]
    assert {e["sequence"] for e in events(one)} == {3}
    assert str(events(one)[2]["location"]) == "poste, Tours"


def test_once_it_is_one_event_as_it_is_now():
    one = session(rule="")
    does(actions.cancel_day, by=keeper(one.structure), session=one, day=TUESDAY, reason="neige")
    one.refresh_from_db()
    (event,) = events(one)
    assert (str(event["status"]), "rrule" in event, "recurrence-id" in event) == ("CANCELLED", False, False)
    assert str(event["description"]).startswith("Annulée. neige")


def test_what_is_typed_stays_text():
    one = session(name="Permanence;\x07BEGIN:VEVENT", place="mairie\r\nEND:VCALENDAR", rule="")
    (event,) = events(one)
    assert str(event["summary"]) == "Permanence;BEGIN:VEVENT"
    assert str(event["location"]) == "mairie\nEND:VCALENDAR, Tours"


def test_public_holidays_are_cancelled_days():
    fridays = session(rule="FREQ=WEEKLY;BYDAY=FR", starts_on=date(2026, 12, 4))
    told = [e["recurrence-id"].dt.date() for e in events(fridays) if "recurrence-id" in e]
    assert told == [date(2026, 12, 25), date(2027, 1, 1)]
