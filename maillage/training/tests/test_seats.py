"""Who has a seat: kept for employers, then shared."""

from hypothesis import given as for_all
from hypothesis import strategies as some

from maillage.training.enums import Turn
from maillage.training.rules.seats import Asking, free, free_for, given

QUOTAS = {1: 2, 2: 1}


def turns(askings, quotas=QUOTAS, seats=4, shared=False):
    found = given(askings, quotas, seats, shared)
    return [(found[one.number].turn.value, found[one.number].position) for one in askings]


def asking(*quotas):
    return [Asking(number, quota) for number, quota in enumerate(quotas, start=1)]


IN, FIRST, SECOND = ("in", 0), ("waiting", 1), ("waiting", 2)


def test_each_employer_has_its_seats_and_the_rest_is_for_all():
    assert turns(asking(1, 1, None, None)) == [IN, IN, IN, FIRST]
    assert turns(asking(2, 2, 2)) == [IN, IN, FIRST]


def test_a_seat_left_free_by_an_employer_waits_for_it_then_goes_to_the_first_who_waits():
    asked = asking(2, 2, None, 2)
    assert turns(asked) == [IN, IN, FIRST, SECOND]
    assert turns(asked, shared=True) == [IN, IN, IN, IN]


def test_a_seat_given_back_goes_at_once_to_the_next_one():
    asked = [Asking(1, 2, holds=False), *(Asking(number, 2) for number in (2, 3, 4))]
    assert turns(asked) == [("out", 0), IN, IN, FIRST]


def test_without_a_number_of_seats_everybody_has_one():
    assert turns(asking(None, 1, 2), {}, None) == [IN, IN, IN]
    assert free(given(asking(1), {}, None, False), None) is None


def test_seats_that_one_more_could_take():
    asked = asking(1)
    assert [free_for(asked, QUOTAS, 4, False, quota) for quota in (1, 2, None)] == [2, 2, 1]
    assert free_for(asked, QUOTAS, 4, True, None) == 3


ASKINGS = some.lists(some.tuples(some.sampled_from([None, 1, 2]), some.booleans()), max_size=12).map(
    lambda told: [Asking(number, *one) for number, one in enumerate(told, start=1)]
)


@for_all(ASKINGS, some.integers(3, 8))
def test_sharing_takes_no_seat_from_anybody_and_fills_the_room(askings, seats):
    kept, shared = (given(askings, QUOTAS, seats, told) for told in (False, True))
    had, has = ({number for number, one in found.items() if one.turn == Turn.IN} for found in (kept, shared))
    assert had <= has
    assert len(has) == min(seats, sum(one.holds for one in askings))
    assert len(had) <= seats


@for_all(ASKINGS, some.integers(3, 8), some.booleans())
def test_who_waits_comes_after_every_one_of_the_same_employer_who_has_a_seat(askings, seats, shared):
    found = given(askings, QUOTAS, seats, shared)
    for one in askings:
        if found[one.number].turn == Turn.WAITING:
            after = [other for other in askings if other.quota == one.quota and other.number > one.number]
            assert all(found[other.number].turn != Turn.IN for other in after)


@for_all(ASKINGS, some.integers(3, 8), some.booleans(), some.randoms())
def test_the_order_of_reading_changes_nothing(askings, seats, shared, chance):
    mixed = list(askings)
    chance.shuffle(mixed)
    assert given(mixed, QUOTAS, seats, shared) == given(askings, QUOTAS, seats, shared)
