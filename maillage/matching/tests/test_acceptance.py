"""The guarantees of the first round, on cases drawn at random, all lists tried, and against another library."""

import warnings
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching.games import HospitalResident

from maillage.matching.acceptance import Asked, Step, Verdict, in_order, matched

SEED = "une graine"


@st.composite
def cases(draw, takers=6, places=4):
    """Wishes, seats, bands, whom each place takes first and what is closed to whom; nothing is in order."""
    some, sites = draw(st.integers(1, takers)), draw(st.integers(1, places))
    listed = st.lists(st.integers(0, sites - 1), max_size=sites, unique=True)
    wishes = {one: draw(listed) for one in range(some)}
    capacities = {place: draw(st.integers(0, 3)) for place in range(sites)}
    bands = {one: (draw(st.integers(0, 1)), -draw(st.integers(1, 3))) for one in range(some)}
    persons = st.frozensets(st.integers(0, some - 1))
    favoured = {place: draw(persons) for place in range(sites)}
    barred = {one: dict.fromkeys(draw(listed), "règle") for one in range(some)}
    return wishes, capacities, bands, favoured, barred


def run(wishes, capacities, bands, favoured, barred, seed=SEED):
    return matched(Asked(wishes, capacities, bands, in_order(bands, seed), favoured, barred))


def open_wishes(case, one):
    wishes, _, _, _, barred = case
    return [place for place in wishes[one] if place not in barred[one]]


def key(found, place, one):
    asked = found.asked
    return (one not in asked.favoured[place], asked.order.index(one))


def rank(wanted, place):
    return wanted.index(place) if place in wanted else len(wanted)


@settings(max_examples=200)
@given(cases())
def test_nobody_is_passed_at_a_place_they_wanted_more_by_somebody_who_comes_after_them(case):
    found = run(*case)
    for one in case[0]:
        wanted = open_wishes(case, one)
        for place in wanted[: rank(wanted, found.places[one])]:
            holders = found.holders.get(place, [])
            assert len(holders) == case[1][place]
            assert all(key(found, place, other) < key(found, place, one) for other in holders)


@settings(max_examples=200)
@given(cases())
def test_a_place_is_held_by_whom_it_is_open_to_who_asked_and_never_above_its_number(case):
    found = run(*case)
    assert all(len(takers) <= case[1][place] for place, takers in found.holders.items())
    for one, place in found.places.items():
        assert place is None or place in open_wishes(case, one)
    free = {place: n - len(found.holders.get(place, ())) for place, n in case[1].items()}
    assert found.left() == {place: n for place, n in free.items() if n}


@settings(max_examples=60, deadline=None)
@given(cases(takers=4, places=3), st.data())
def test_no_other_list_gives_more_than_the_true_one(case, data):
    wishes = case[0]
    one = data.draw(st.sampled_from(sorted(wishes)))
    truth = open_wishes(case, one)
    honest = rank(truth, run(*case).places[one])
    for length in range(len(case[1]) + 1):
        for lie in permutations(case[1], length):
            got = run({**wishes, one: list(lie)}, *case[1:]).places[one]
            assert rank(truth, got) >= honest


@settings(max_examples=100)
@given(cases(), st.data())
def test_a_longer_list_never_hurts(case, data):
    wishes = case[0]
    one = data.draw(st.sampled_from(sorted(wishes)))
    short = data.draw(st.integers(0, len(wishes[one])))
    cut = run({**wishes, one: wishes[one][:short]}, *case[1:]).places[one]
    assert rank(wishes[one], run(*case).places[one]) <= rank(wishes[one], cut)


@settings(max_examples=100)
@given(cases(), st.randoms())
def test_rows_come_in_any_order_and_a_replay_says_the_same(case, random):
    def shuffled(rows):
        return dict(random.sample(sorted(rows.items()), len(rows)))

    found, again = run(*case), run(*(shuffled(rows) for rows in case))
    assert (again.places, again.holders) == (found.places, found.holders)
    assert {one: list(again.trace(one)) for one in case[0]} == {
        one: list(found.trace(one)) for one in case[0]
    }


@settings(max_examples=100)
@given(cases())
def test_each_wish_says_what_became_of_it(case):
    found = run(*case)
    for one, wanted in case[0].items():
        steps = list(found.trace(one))
        mine = found.places[one]
        assert [step.place for step in steps] == wanted[
            : len(wanted) if mine is None else wanted.index(mine) + 1
        ]
        for step in steps:
            closed = step.place in case[4][one]
            assert step.verdict is (
                Verdict.BARRED if closed else Verdict.HELD if step.place == mine else Verdict.FULL
            )
            if step.verdict is Verdict.FULL:
                assert sum(step.before.values()) == case[1][step.place]


def oracle(case):
    """The same case told to the library `matching`, that knows neither bands nor closed places."""
    wishes, capacities, bands, favoured, _ = case
    order = in_order(bands, SEED)
    asked = {one: [p for p in open_wishes(case, one) if capacities[p]] for one in wishes}
    asked = {one: wanted for one, wanted in asked.items() if wanted}
    ranked = {
        place: sorted(
            (one for one in asked if place in asked[one]),
            key=lambda one: (one not in favoured[place], order.index(one)),
        )
        for place in capacities
    }
    ranked = {place: takers for place, takers in ranked.items() if takers}
    if not asked:
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        game = HospitalResident.create_from_dictionaries(
            {f"t{one}": [f"p{p}" for p in wanted] for one, wanted in asked.items()},
            {f"p{p}": [f"t{one}" for one in takers] for p, takers in ranked.items()},
            {f"p{p}": capacities[p] for p in ranked},
        )
        solved = game.solve(optimal="resident")
    return {
        int(place.name[1:]): sorted(int(one.name[1:]) for one in takers) for place, takers in solved.items()
    }


@settings(max_examples=150, deadline=None)
@given(cases(takers=8, places=5))
def test_another_library_finds_the_same(case):
    expected = {place: takers for place, takers in oracle(case).items() if takers}
    assert run(*case).holders == expected


@pytest.mark.parametrize(
    ("first", "second", "favoured", "criterion"),
    [
        ((1, -1), (0, -3), {1}, 0),
        ((0, -1), (1, -3), set(), 1),
        ((0, -3), (0, -2), set(), 2),
    ],
)
def test_why_a_place_is_full_is_said_by_the_first_criterion_that_tells_them_apart(
    first, second, favoured, criterion
):
    found = run({1: [7], 2: [7]}, {7: 1}, {1: first, 2: second}, {7: frozenset(favoured)}, {})
    assert list(found.trace(1)) == [Step(7, Verdict.HELD)]
    assert list(found.trace(2)) == [Step(7, Verdict.FULL, before={criterion: 1})]


def test_the_lottery_alone_separates_equals_and_another_seed_may_say_otherwise():
    case = {1: [7], 2: [7]}, {7: 1}, {1: (0, 0), 2: (0, 0)}, {}, {}
    winners = {run(*case, seed=str(n)).holders[7][0] for n in range(20)}
    assert winners == {1, 2}
    found = run(*case)
    loser = next(one for one, place in found.places.items() if place is None)
    assert list(found.trace(loser)) == [Step(7, Verdict.FULL, before={3: 1})]


def test_a_chain_of_three_thousand_refusals_needs_no_recursion():
    """Each one holds the place of the same number until the last comer, whom the first place prefers, moves them all."""
    many = 3000
    last = many
    wishes = {one: [one, one + 1] for one in range(many)} | {last: [0]}
    favoured = {place: frozenset({last if place == 0 else place - 1}) for place in range(many + 1)}
    found = run(wishes, dict.fromkeys(range(many + 1), 1), {one: (one,) for one in wishes}, favoured, {})
    assert found.places == {one: one + 1 for one in range(many)} | {last: 0}
