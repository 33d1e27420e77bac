"""Sessions unrolled: changes, closures, public holidays, the hour that changes; what writes them and what guards it."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from maillage.audit.models import Entry
from maillage.directory.actions import sessions as actions
from maillage.directory.models import Attendance, Closure, OutreachSession, SessionChange
from maillage.directory.queries.attendance import summary
from maillage.directory.queries.sessions import State, next_sessions, occurrences
from maillage.directory.rules.recurrence import Recurrence, Rhythm, written
from maillage.directory.tests.factories import commune, structure
from maillage.directory.tests.ground_factories import ODD_TUESDAYS, TUESDAY, TUESDAYS, does, keeper, session
from maillage.permissions import ANONYMOUS, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
DECEMBER = (date(2026, 12, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def places(territories):
    """Communes."""


def told(one):
    return [(o.starts.date(), o.state.value) for o in occurrences([one], *DECEMBER)]


def test_every_tuesday_of_a_month():
    assert told(session()) == [(date(2026, 12, day), "held") for day in (1, 8, 15, 22, 29)]


def test_one_day_cancelled_another_moved_out_of_the_month():
    one = session()
    by = keeper(one.structure)
    does(actions.cancel_day, by=by, session=one, day=date(2026, 12, 8), reason="salle occupée")
    does(
        actions.move_day,
        by=by,
        session=one,
        day=date(2026, 12, 29),
        to=date(2027, 1, 6),
        at=time(14),
        place="",
        reason="fêtes",
    )
    assert told(one) == [
        (date(2026, 12, 1), "held"),
        (date(2026, 12, 8), "cancelled"),
        (date(2026, 12, 15), "held"),
        (date(2026, 12, 22), "held"),
    ]
    january = occurrences([one], date(2027, 1, 1), date(2027, 1, 10))
    assert [(o.starts.strftime("%d/%m %H:%M"), o.state, o.day) for o in january] == [
        ("05/01 09:00", State.HELD, date(2027, 1, 5)),
        ("06/01 14:00", State.MOVED, date(2026, 12, 29)),
    ]


def test_a_day_put_back_is_as_the_rule_says():
    one = session()
    by = keeper(one.structure)
    does(actions.cancel_day, by=by, session=one, day=TUESDAY, reason="neige")
    does(actions.restore_day, by=by, session=one, day=TUESDAY)
    does(actions.restore_day, by=by, session=one, day=TUESDAY)
    one.refresh_from_db()
    assert (SessionChange.objects.count(), one.version) == (0, 3)


def test_a_closure_of_the_place_or_of_the_team_closes_the_session():
    team, hall = structure(), structure("Mairie de Tours")
    one = session(team, host=hall)
    Closure.objects.create(structure=hall, since=date(2026, 12, 7), until=date(2026, 12, 8), reason="travaux")
    Closure.objects.create(structure=team, since=date(2026, 12, 22), until=date(2026, 12, 31))
    assert [state for _, state in told(one)] == ["held", "closed", "held", "closed", "closed"]


@pytest.mark.parametrize(("code", "holiday"), [("37261", False), ("67482", True)])
def test_public_holidays_are_those_of_the_departement(code, holiday):
    """26 December is one in Strasbourg and not in Tours."""
    saturdays = written(Recurrence(Rhythm.WEEKLY, (5,)))
    one = session(commune=commune(code), rule=saturdays, starts_on=date(2026, 12, 26))
    (found,) = occurrences([one], *DECEMBER)
    assert (found.holiday, found.state) == (holiday, State.HOLIDAY if holiday else State.HELD)


def test_a_session_may_be_held_on_public_holidays_and_says_so():
    one = session(rule="", starts_on=date(2026, 12, 25), on_holidays=True)
    (found,) = occurrences([one], *DECEMBER)
    assert (found.holiday, found.held) == (True, True)


def test_nine_o_clock_stays_nine_o_clock_when_the_hour_changes():
    """29 March 2026 in France; a day of 23 hours."""
    one = session(
        rule=written(Recurrence(Rhythm.WEEKLY, (6,))), starts_on=date(2026, 3, 22), starts_at=time(1, 30)
    )
    found = occurrences([one], date(2026, 3, 20), date(2026, 4, 6))
    assert [o.starts.utcoffset() for o in found] == [
        timedelta(hours=1),
        timedelta(hours=1),
        timedelta(hours=2),
    ]
    assert {o.starts.strftime("%H:%M") for o in found} == {"01:30"}
    assert [o.ends.strftime("%H:%M") for o in found] == ["03:30", "04:30", "03:30"]


def test_overseas_the_clock_is_the_one_of_the_place():
    one = session(commune=commune("97411"), rule="")
    (found,) = occurrences([one], *DECEMBER)
    assert found.starts == datetime.fromisoformat("2026-12-01T09:00:00+04:00")


def near(**asked):
    found = next_sessions(ANONYMOUS, TUESDAY, days=0, **asked)
    return [(one.occurrence.session.place, one.kilometres and round(one.kilometres)) for one in found]


def test_the_next_ones_near_a_commune():
    team = structure()
    for place, code in (("Tours", "37261"), ("Chinon", "37072"), ("Lille", "59350")):
        session(team, place=place, commune=commune(code))
    assert near() == [("Tours", None), ("Chinon", None), ("Lille", None)]
    assert near(commune=commune(), kilometres=10) == [("Tours", 0)]
    assert near(commune=commune(), kilometres=50) == [("Tours", 0), ("Chinon", 42)]


def test_by_theme_those_for_any_need_come_too():
    team = structure()
    session(team, place="santé", categories=["sante"])
    session(team, place="numérique", categories=["numerique"])
    session(team, place="tout")
    assert [place for place, _ in near(category="sante")] == ["santé", "tout"]


def test_the_public_never_sees_what_is_for_professionals():
    team, hidden = structure(), structure("Cachée", visibility="professionals")
    session(team, place="tous")
    session(team, place="pros", visibility="professionals")
    session(hidden, place="structure cachée")
    assert near() == [("tous", None)]
    seen = next_sessions(keeper(team), TUESDAY, days=0)
    assert len(seen) == 3


def test_a_number_of_sessions_is_unrolled_in_three_queries(django_assert_num_queries):
    team = structure()
    for _ in range(4):
        session(team)
    with django_assert_num_queries(3):
        next_sessions(ANONYMOUS, TUESDAY)


# What writes them


def values(**fields):
    told = {
        "kind": "outreach", "name": "Permanence", "place": "mairie", "commune": commune(), "starts_on": date(2026, 11, 30),
        "starts_at": time(9), "minutes": 60, "rule": ODD_TUESDAYS, "until": None,
    }  # fmt: skip
    return {**told, **fields}


def test_the_first_day_becomes_the_first_that_the_rule_gives():
    team = structure()
    added = does(actions.add_session, by=keeper(team), structure=team, values=values())
    assert added.starts_on == date(2026, 12, 1)
    with become("maintenance"):
        assert Entry.objects.filter(verb="session_added").count() == 1


def test_a_session_that_never_happens_is_refused():
    team = structure()
    with pytest.raises(Forbidden, match="Aucun jour ne correspond"):
        does(actions.add_session, by=keeper(team), structure=team, values=values(until=date(2026, 11, 30)))


def test_only_its_team_and_the_animator_plan_a_session():
    team, other = structure(), structure("Autre")
    for by in (ANONYMOUS, keeper(other), keeper(team, "reception")):
        with pytest.raises(Forbidden):
            does(actions.add_session, by=by, structure=team, values=values())
    does(actions.add_session, by=keeper(other, "animator"), structure=team, values=values())
    assert OutreachSession.objects.count() == 1


def test_who_saves_second_is_told():
    one = session()
    by = keeper(one.structure)
    does(actions.correct_session, by=by, session=one, version=1, values=values(name="Première"))
    with pytest.raises(Forbidden, match="Quelqu’un vient de changer"):
        does(actions.correct_session, by=by, session=one, version=1, values=values(name="Seconde"))
    one.refresh_from_db()
    assert (one.name, one.version) == ("Première", 2)


def test_a_length_out_of_bounds_is_refused():
    team = structure()
    with pytest.raises(ValidationError):
        does(actions.add_session, by=keeper(team), structure=team, values=values(minutes=3))


def test_a_day_that_the_rule_does_not_give_is_not_cancelled():
    one = session()
    with pytest.raises(Forbidden, match="n’a pas lieu ce jour-là"):
        does(actions.cancel_day, by=keeper(one.structure), session=one, day=date(2026, 12, 2), reason="x")


def test_a_day_is_not_moved_onto_another_of_the_same_session():
    one = session()
    told = {"to": date(2026, 12, 8), "at": time(9), "place": "", "reason": "x"}
    with pytest.raises(Forbidden, match="déjà lieu ce jour-là"):
        does(actions.move_day, by=keeper(one.structure), session=one, day=TUESDAY, **told)


def test_stopped_once_and_for_all():
    one = session()
    by = keeper(one.structure)
    does(actions.stop_session, by=by, session=one, last=date(2026, 12, 8))
    does(actions.stop_session, by=by, session=one, last=date(2026, 12, 20))
    one.refresh_from_db()
    assert (one.until, one.version) == (date(2026, 12, 8), 2)


# Who came


def count(one, version=0, day=date(2026, 11, 24), **fields):
    by = keeper(one.structure)
    with acting(by):
        told = {"came": 12, "new": 5, "asked": {"sante": 7, "numerique": 0}}
        actions.count_attendance(by=by, session=one, day=day, version=version, **{**told, **fields})
        return Attendance.objects.get(session=one, day=day)


@pytest.fixture
def past():
    return session(starts_on=date(2026, 11, 3), rule=TUESDAYS)


def test_who_came_is_counts_alone(past):
    assert count(past).asked == {"sante": 7}
    assert {field.name for field in Attendance._meta.fields} == {
        "id", "session", "day", "came", "new", "asked", "version",
    }  # fmt: skip


def test_counted_twice_the_second_is_told(past):
    count(past)
    with pytest.raises(Forbidden, match="Quelqu’un vient de compter"):
        count(past)
    assert count(past, version=1, came=13).came == 13


def test_a_day_to_come_is_not_counted(past):
    with pytest.raises(Forbidden, match="pas encore venu"):
        count(past, day=date(2027, 1, 5))


def test_a_theme_asked_by_fewer_than_five_is_not_told(past):
    rows = [
        count(past),
        count(past, day=date(2026, 11, 17), asked={"sante": 1, "numerique": 4, "mobilite": 5}),
    ]
    told = summary(rows)
    assert (told.days, told.came, told.new) == (2, 24, "10")
    assert told.asked == [("Santé", "8"), ("Mobilité", "5"), ("Numérique", "moins de 5")]


def test_the_database_hides_attendance_from_whoever_is_not_at_work(past):
    count(past)
    with acting(ANONYMOUS):
        assert Attendance.objects.count() == 0
