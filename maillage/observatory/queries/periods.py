"""Periods of whole months, and those that releases of a source told before and that share months with them."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from maillage.observatory.disclosure import Axis, whole_and_parts


class Window(NamedTuple):
    first: date
    last: date

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m-%d}/{self.last:%Y-%m-%d}"

    def meets(self, other: "Window") -> bool:
        return self.first <= other.last and other.first <= self.last


def last_window(today: date, months: int) -> Window:
    """The months that are over."""
    last = today.replace(day=1) - timedelta(days=1)
    count = last.year * 12 + last.month - months
    return Window(date(count // 12, count % 12 + 1, 1), last)


def joined(window: Window, others: Iterable[Window]) -> list[Window]:
    """This one first, then those that share days with it, or with one that does."""
    found, left = [window], sorted(set(others) - {window})
    while near := [one for one in left if any(one.meets(other) for other in found)]:
        found += near
        left = [one for one in left if one not in near]
    return found


def pieces(windows: list[Window]) -> list[Window]:
    """Without a day in common: every window is the sum of some of them."""
    starts = {one.first for one in windows} | {one.last + timedelta(days=1) for one in windows}
    bounds = sorted(starts)
    cut = [Window(one, other - timedelta(days=1)) for one, other in pairwise(bounds)]
    return [piece for piece in cut if any(piece.meets(one) for one in windows)]


def axis_of(windows: list[Window]) -> Axis:
    parts = pieces(windows)
    whole = {one.key: [piece.key for piece in parts if piece.meets(one)] for one in windows}
    groups = {key: inside for key, inside in whole.items() if inside != [key]}
    hidden = [piece.key for piece in parts if piece.key not in whole]
    return whole_and_parts("period", [piece.key for piece in parts], groups, hidden)
