"""Plain values: where a call is to the second, which calls fall on each other, a budget as people type it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.calls.enums import Phase
from maillage.calls.rules import Reach, Times, is_open, overlap, phase, read_budget, short_form, total

OPENS, CLOSES = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, 16, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LETTER, JOINT = date(2026, 3, 10), date(2026, 3, 20)


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (OPENS - SECOND, Phase.COMING),
        (OPENS, Phase.LETTER),
        (datetime(2026, 3, 11, tzinfo=UTC), Phase.JOINT),
        (datetime(2026, 3, 21, tzinfo=UTC), Phase.FILE),
        (CLOSES - SECOND, Phase.FILE),
        (CLOSES, Phase.READING),
    ],
)
def test_a_call_is_where_its_dates_say_to_the_second(now, found):
    assert phase(Times(OPENS, OPENS, CLOSES, LETTER, JOINT), now, now.date()) == found


def test_without_its_publication_nothing_begins_and_the_discussion_comes_after():
    assert phase(Times(None, OPENS, CLOSES), OPENS + SECOND, LETTER) == Phase.PREPARED
    discussed = Times(OPENS, OPENS, CLOSES, collegial_at=OPENS)
    assert phase(discussed, CLOSES, JOINT) == Phase.COLLEGIAL
    assert not is_open(Phase.COMING)


def reach(themes=("sante",), zones=(), around=None, starts=None, ends=None):
    named = frozenset(zones)
    return Reach(frozenset(themes), named, frozenset(around or zones), starts, ends)


CHINON = reach(zones=["commune:37072"], around=["commune:37072", "departement:37"])
TOURAINE, CHER = reach(zones=["departement:37"]), reach(zones=["departement:18"])


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (CHINON, TOURAINE, {"sante"}),
        (TOURAINE, CHINON, {"sante"}),
        (CHINON, CHER, set()),
        (CHER, reach(), {"sante"}),
        (reach(["sante", "famille"]), reach(["famille"]), {"famille"}),
        (reach(ends=LETTER), reach(starts=JOINT), set()),
        (reach(ends=JOINT), reach(starts=JOINT), {"sante"}),
    ],
)
def test_calls_fall_on_each_other_by_theme_place_and_time(one, other, found):
    assert set(overlap(one, other)) == set(overlap(other, one)) == found


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.sampled_from(["Salaires", "Bus : essence", "Thé"]), st.integers(0, 10**7)), max_size=9
    )
)
def test_a_budget_typed_is_read_back(lines):
    typed = "\n".join(f"{label} : {cents // 100},{cents % 100:02}" for label, cents in lines)
    read, unread = read_budget(typed)
    assert unread == []
    assert read == [(label, Decimal(cents) / 100) for label, cents in lines]
    assert total(read) == sum((Decimal(cents) / 100 for _, cents in lines), Decimal(0))


def test_what_is_no_amount_is_said():
    assert read_budget("Salaires : 12 000 €\nbeaucoup")[1] == ["beaucoup"]
    assert read_budget("Salaires : 12\u00a0000 €")[0] == [("Salaires", Decimal(12000))]


def test_the_short_form_goes_up_to_its_threshold():
    assert short_form(Decimal(5000), Decimal(5000))
    assert not short_form(Decimal(5001), Decimal(5000))
    assert not short_form(None, Decimal(5000))
