"""Who has a place and who waits."""

import pytest

from maillage.events.rules import Asking, free, given

A, B = 10, 20


def told(askings, shares=None, places=None, **how):
    found = given(askings, shares or {}, places, **how)
    return {number: (str(one.turn), one.position) for number, one in found.items()}


def test_first_come_first_served_then_in_their_order():
    askings = [Asking(number) for number in (3, 1, 2, 4)]
    assert told(askings, places=2) == {1: ("in", 0), 2: ("in", 0), 3: ("waiting", 1), 4: ("waiting", 2)}


def test_room_for_all():
    assert told([Asking(1), Asking(2)]) == {1: ("in", 0), 2: ("in", 0)}


def test_each_share_has_its_places_and_its_list():
    askings = [Asking(1, A), Asking(2, A), Asking(3, B), Asking(4, A)]
    expected = {1: ("in", 0), 2: ("waiting", 1), 3: ("in", 0), 4: ("waiting", 2)}
    assert told(askings, {A: 1, B: 1}) == expected


def test_a_place_given_back_goes_to_the_next_one():
    askings = [Asking(1, withdrawn=True), Asking(2), Asking(3)]
    assert told(askings, places=1) == {1: ("withdrawn", 0), 2: ("in", 0), 3: ("waiting", 1)}


def test_what_is_not_confirmed_takes_nobody_s_place():
    askings = [Asking(1, confirmed=False), Asking(2)]
    assert told(askings, places=1) == {1: ("unconfirmed", 0), 2: ("in", 0)}


def test_by_lot_nobody_has_a_place_before_then_ranks_say():
    askings = [Asking(1, rank=3), Asking(2, rank=1), Asking(3, rank=2)]
    assert {turn for turn, _ in told(askings, places=1, by_lot=True).values()} == {"draw"}
    expected = {2: ("in", 0), 3: ("waiting", 1), 1: ("waiting", 2)}
    assert told(askings, places=1, by_lot=True, drawn=True) == expected


@pytest.mark.parametrize(("most", "left"), [(None, None), (1, 0), (3, 1)])
def test_places_left(most, left):
    askings = [Asking(1), Asking(2), Asking(3, withdrawn=True)]
    assert free(given(askings, {}, most), askings, None, most) == left
