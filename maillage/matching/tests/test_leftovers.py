"""The second round against every possible sharing out of small cases."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.matching.leftovers import shared

COSTS = st.dictionaries(
    st.integers(0, 4), st.dictionaries(st.integers(10, 13), st.integers(0, 90), max_size=4), max_size=5
)
SEATS = st.dictionaries(st.integers(10, 13), st.integers(0, 2), max_size=4)


def every(open_to, seats):
    """Each way of giving places, with nobody twice and no place above its number."""
    takers = sorted(open_to)
    for tried in product(*([None, *open_to[one]] for one in takers)):
        if all(tried.count(place) <= seats.get(place, 0) for place in set(tried) - {None}):
            yield {one: place for one, place in zip(takers, tried, strict=True) if place is not None}


def worth(given_places, open_to):
    return (-len(given_places), sum(open_to[one][place] for one, place in given_places.items()))


@settings(max_examples=150, deadline=None)
@given(COSTS, SEATS)
def test_the_most_are_placed_then_at_the_least_cost_and_only_where_it_is_open(open_to, seats):
    found = shared(open_to, seats, "graine")
    assert all(place in open_to[one] for one, place in found.items())
    assert found in list(every(open_to, seats))
    assert worth(found, open_to) == min(worth(tried, open_to) for tried in every(open_to, seats))


@settings(max_examples=80, deadline=None)
@given(COSTS, SEATS, st.randoms())
def test_rows_come_in_any_order(open_to, seats, random):
    def shuffled(rows):
        return dict(random.sample(sorted(rows.items()), len(rows)))

    again = shared(
        {one: shuffled(places) for one, places in shuffled(open_to).items()}, shuffled(seats), "graine"
    )
    assert again == shared(open_to, seats, "graine")


def test_between_equals_the_seed_decides():
    winners = {next(iter(shared({1: {7: 5}, 2: {7: 5}}, {7: 1}, str(n)))) for n in range(20)}
    assert winners == {1, 2}
