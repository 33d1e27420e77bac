"""The engine against every possible sharing out of small cases; loads; the same seed, the same answer."""

from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.matching.assignment import assigned, shared_out

NUMBERS = st.integers(0, 30)
COSTS = st.integers(1, 4).flatmap(
    lambda lines: st.integers(lines, 5).flatmap(
        lambda columns: st.lists(
            st.lists(NUMBERS, min_size=columns, max_size=columns), min_size=lines, max_size=lines
        )
    )
)


@settings(max_examples=25)
@given(COSTS)
def test_no_other_assignment_costs_less(costs):
    found = assigned(costs)
    assert len(set(found)) == len(costs)
    cheapest = min(
        sum(line[column] for line, column in zip(costs, tried, strict=True))
        for tried in permutations(range(len(costs[0])), len(costs))
    )
    assert sum(line[column] for line, column in zip(costs, found, strict=True)) == cheapest


PLACES = ["droits", "métiers", "parcours"]
WISHES = st.lists(st.lists(st.sampled_from(PLACES), max_size=3, unique=True), min_size=1, max_size=5)


def even(given):
    loads = [given.count(place) for place in PLACES]
    return max(loads) - min(loads) <= 1


@settings(max_examples=25)
@given(WISHES, st.integers(0, 1000))
def test_loads_are_even_and_no_even_sharing_gives_better_wishes(wishes, seed):
    takers = [f"t{number}" for number in range(len(wishes))]
    found = shared_out(dict(zip(takers, wishes, strict=True)), PLACES, seed)
    places = [found[one].place for one in takers]
    assert even(places)
    assert _weight(wishes, places) == min(
        _weight(wishes, tried) for tried in product(PLACES, repeat=len(wishes)) if even(tried)
    )


def _weight(wishes, given):
    slots = len(given) // 3 * 3 + (3 if len(given) % 3 else 0)
    return sum(
        (list(wanted).index(place) + 1) if place in wanted else slots + 1
        for wanted, place in zip(wishes, given, strict=True)
    )


def test_it_says_who_has_what_was_wanted_more():
    wishes = {"Cher": ["droits"], "Loiret": ["droits", "métiers"], "Indre": ["parcours"]}
    found = shared_out(wishes, PLACES, 7)
    assert found["Indre"] == ("parcours", 1, ())
    assert found["Cher"] == ("droits", 1, ())
    assert found["Loiret"] == ("métiers", 2, (("droits", ("Cher",)),))


def test_a_seed_decides_between_equals_and_the_order_of_takers_does_not():
    takers = [f"t{number}" for number in range(6)]
    wanted = {one: ["droits"] for one in takers}
    draws = {tuple(shared_out(wanted, PLACES, seed)[one].place for one in takers) for seed in range(12)}
    assert len(draws) > 1
    backwards = {one: ["droits"] for one in reversed(takers)}
    assert shared_out(backwards, PLACES, 3) == shared_out(wanted, PLACES, 3)


@pytest.mark.parametrize(("wishes", "places"), [({}, PLACES), ({"Cher": ["droits"]}, [])])
def test_nothing_to_share_or_nobody_to_share_with(wishes, places):
    assert shared_out(wishes, places, 1) == {}
