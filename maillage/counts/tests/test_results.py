"""What a night says: counted once, doubles out, estimated apart, hidden when few."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.counts import report_words as words
from maillage.counts.actions import sightings
from maillage.counts.enums import Stratum
from maillage.counts.queries import doubles
from maillage.counts.queries.nights import former, lines
from maillage.counts.queries.report import told
from maillage.counts.queries.results import results
from maillage.counts.rules import in_order
from maillage.counts.tests.factories import (
    Counted,
    make_border,
    make_double,
    make_line,
    make_night,
    make_sector,
    make_team,
    rounds_of,
    walk,
)
from maillage.permissions.context import acting

pytestmark = pytest.mark.django_db


def result_of(counted):
    with acting(counted.actor):
        return results(counted.actor, counted.night)


def likely(counted):
    with acting(counted.actor):
        return doubles.likely(counted.night, list(lines(counted.actor, counted.night)))


@pytest.fixture
def counted():
    return Counted()


def test_persons_by_sector_household_and_age(counted):
    dense, sparse = counted.rounds
    make_line(dense, persons=4, minors=3, shape="family", age="adult")
    make_line(dense, contact="asleep")
    make_line(sparse, persons=2, shape="couple", age="older")
    make_line(sparse, struck_at=counted.night.starts_at, struck_why="x")
    found = result_of(counted)
    assert (found.persons, found.households) == (7, 3)
    assert found.shapes == {"alone": 1, "couple": 2, "family": 4, "group": 0, "unknown": 0}
    assert found.contacts == {"met": 6, "refused": 0, "asleep": 1, "seen": 0}
    assert found.answers["age"] == {"minors": 3, "young": 0, "adult": 1, "older": 2, "": 1}
    assert [one.persons for one in found.sectors] == [5, 2, 0]


def test_sectors_not_walked_are_told_from_the_others(counted):
    """Three dense sectors of which two were walked in whole (6 and 0), one sparse: 9 and 2, not 8."""
    make_sector(counted.night)
    for _ in range(6):
        make_line(counted.rounds[0])
    make_line(counted.rounds[1], persons=2, shape="couple")
    walk(*counted.rounds, counted.other_round)
    found = result_of(counted)
    assert found.persons == 8
    assert found.estimate.total == pytest.approx(3 * 3 + 2)
    assert found.estimate.low == 8
    assert found.estimate.high > 20
    report = told(found, hide=False)
    assert words.estimated(report).startswith("Environ 10\u00a0personnes, entre 5 et ")
    assert words.coverage(report) == "3\u00a0secteurs parcourus en entier sur 4."


def test_a_sector_partly_walked_counts_and_is_not_multiplied(counted):
    make_line(counted.rounds[0])
    walk(counted.rounds[0], how="partly")
    walk(counted.rounds[1], counted.other_round)
    found = result_of(counted)
    assert found.persons == 1
    assert found.covered(Stratum.DENSE) == (2, 1)
    assert found.estimate.low is None
    assert "sans que l’on puisse dire" in words.estimated(told(found, hide=False))


def test_nothing_is_estimated_of_a_stratum_that_nobody_walked(counted):
    walk(counted.rounds[0])
    assert result_of(counted).estimate is None
    assert words.estimated(told(result_of(counted), hide=False)).startswith("Aucune estimation")


def test_alike_lines_of_two_teams_are_shown_and_nothing_goes_without_a_human(counted):
    first = make_line(counted.rounds[0], edge=True)
    second = make_line(counted.other_round, ago=timedelta(minutes=40))
    make_line(counted.other_round, ago=timedelta(hours=2, minutes=5))
    make_line(counted.other_round, persons=2, shape="couple")
    make_line(counted.rounds[1])
    assert [(one.first, one.second, one.same) for one in likely(counted)] == [(first, second, None)]
    assert result_of(counted).persons == 6
    with acting(counted.actor):
        sightings.decide(by=counted.actor, first=second, second=first, same=True)
    assert [one.same for one in likely(counted)] == [True]
    assert result_of(counted).persons == 5
    with acting(counted.actor):
        sightings.decide(by=counted.actor, first=first, second=second, same=False)
    assert result_of(counted).persons == 6


def test_a_household_that_was_not_told_may_be_any(counted):
    make_line(counted.rounds[0], persons=2, shape="unknown", contact="seen")
    make_line(counted.other_round, persons=2, shape="couple", edge=True, age="young", gender="woman")
    assert len(likely(counted)) == 1


@pytest.mark.parametrize(
    "told",
    [{"edge": False}, {"age": "older"}, {"gender": "man"}, {"persons": 2, "minors": 1, "shape": "family"}],
)
def test_what_differs_is_not_a_double(counted, told):
    like = {"edge": True, "age": "young", "gender": "woman"}
    make_line(counted.rounds[0], **like | {"edge": False})
    make_line(counted.other_round, **like | told)
    assert likely(counted) == []


def test_a_second_pass_measures_and_adds_nothing(counted):
    sector = counted.sectors[0]
    (again,) = rounds_of(make_team(counted.night, again=[sector]))
    first = [make_line(counted.rounds[0]) for _ in range(8)]
    second = [make_line(again, ago=timedelta(minutes=5)) for _ in range(7)]
    for one, other in zip(first[:5], second[:5], strict=True):
        make_double(one, other, counted.keeper.user)
    make_double(first[5], second[0], counted.keeper.user)
    walk(*counted.rounds, counted.other_round, again)
    found = result_of(counted)
    assert found.persons == 8
    (capture,) = found.captures
    assert capture[:3] == (8, 7, 5)
    assert capture.estimate.total == pytest.approx(9 * 8 / 6 - 1)
    assert words.seen_in_hundred(told(found, hide=True)).endswith("environ 70\u00a0% des rencontres.")


def test_a_double_whose_first_line_is_struck_counts(counted):
    first, second = make_line(counted.rounds[0]), make_line(counted.other_round)
    make_double(first, second, counted.keeper.user)
    with acting(counted.actor):
        sightings.strike(by=counted.actor, sighting=first, why="x")
    assert result_of(counted).persons == 1


def test_what_is_published_hides_the_few(counted):
    for _ in range(12):
        make_line(counted.rounds[0])
    make_line(counted.other_round, persons=2, shape="couple")
    make_line(counted.rounds[1], persons=6, shape="group")
    report = counted.publish().report
    assert report["persons"] == 20
    assert [count for *_, count in report["sectors"]] == [12, None, None]
    assert words.sector_rows(report)[0][2:] == ["rien n’a été dit", "12"]
    shapes = dict(report["tables"][0]["rows"])
    assert (shapes["couple sans enfant"], shapes["groupe"], shapes["personne seule"]) == (None, None, 12)
    assert report["households"] is None
    assert report["captures"] == []


def test_what_nobody_walked_is_not_zero(counted):
    walk(counted.rounds[0])
    report = counted.publish().report
    assert [row[3] for row in words.sector_rows(report)] == ["0", "non compté", "non compté"]
    assert [row[2] for row in words.table(report) if row[0] == "Secteurs"] == [0, None, None]
    assert len(words.figures(report)[0]["rows"]) == 1


def test_numbers_in_names_count_as_numbers():
    assert sorted(["10. Zone", "2. Halles", "Quai", "2. halles bis"], key=in_order) == [
        "2. Halles",
        "2. halles bis",
        "10. Zone",
        "Quai",
    ]


def test_a_whole_night_of_few_is_hidden(counted):
    make_line(counted.rounds[0], persons=3, shape="group")
    report = counted.publish().report
    assert report["persons"] is None
    assert report["households"] is None
    assert words.table(report)[0] == ["Ensemble", "Personnes comptées", "masqué", None]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=3, max_size=3))
def test_no_small_number_of_a_published_table_can_be_worked_out(persons):
    from django.db import transaction

    with transaction.atomic():
        counted = Counted()
        for one, many in zip([*counted.rounds, counted.other_round], persons, strict=True):
            if many:
                make_line(one, persons=many, shape="group" if many > 1 else "alone")
        report = told(result_of(counted), hide=True)
        transaction.set_rollback(True)
    for rows in (
        [row[3] if row[3] != "" else 0 for row in report["sectors"]],
        *([row[1] for row in one["rows"]] for one in report["tables"]),
    ):
        assert not any(count and count < 5 for count in rows if count is not None)
        shown = sum(count for count in rows if count is not None)
        if None in rows and report["persons"] is not None:
            assert sum(persons) - shown >= 5
            assert rows.count(None) > 1 or len([one for one in rows if one]) == 0


def test_the_night_before_of_the_same_territory():
    old, new = Counted(starts=timedelta(days=-300)), None
    for _ in range(6):
        make_line(old.rounds[0], ago=timedelta(days=300))
    walk(*old.rounds, old.other_round)
    old.publish()
    new = Counted()
    other = make_night(new.keeper.structure)
    with acting(new.actor):
        assert former(new.actor, new.night) == old.night
        assert former(new.actor, other) == old.night
    report = told(result_of(new), hide=True)
    with acting(new.actor):
        before = former(new.actor, new.night).report
    assert words.against(report, before)[0] == ["Personnes comptées", "0", "6"]
    assert words.moved(report, before).startswith("Les deux nuits ne se comparent pas")


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        ([50, 40, 60], [65, 55, 75], "se recouvrent"),
        ([50, 40, 60], [90, 80, 100], "moins de personnes"),
        ([120, 110, 130], [90, 80, 100], "plus de personnes"),
        ([50, None, None], [90, 80, 100], "ne se comparent pas"),
        (None, [90, 80, 100], "ne se comparent pas"),
    ],
)
def test_what_is_said_of_a_difference(ours, theirs, said):
    assert said in words.moved({"estimate": ours}, {"estimate": theirs})


def test_borders_are_asked_once_whatever_the_lines(counted, django_assert_num_queries):
    make_border(counted.sectors[1], counted.beside)
    for _ in range(3):
        make_line(counted.rounds[0])
        make_line(counted.other_round)
    with acting(counted.actor):
        known = list(lines(counted.actor, counted.night))
        with django_assert_num_queries(2):
            doubles.likely(counted.night, known)
