from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from maillage.matching.lottery import drawn, ticket


def test_the_rule_that_is_printed_is_the_one_that_is_followed():
    """« SHA-256 of seed:number, from the smallest to the largest »: what a page tells, done by hand."""
    by_hand = sorted(range(1, 8), key=lambda number: sha256(f"7 12 31:{number}".encode()).hexdigest())
    assert drawn("7 12 31", range(1, 8)) == by_hand
    assert ticket("7 12 31", 3) == sha256(b"7 12 31:3").hexdigest()


@given(st.text(min_size=1, max_size=20), st.sets(st.integers(1, 5000), max_size=40))
def test_everybody_is_drawn_once_whatever_the_order_they_came_in(seed, numbers):
    order = drawn(seed, numbers)
    assert sorted(order) == sorted(numbers)
    assert drawn(seed, reversed(order)) == order
