"""An ordered list of wishes, changed one gesture at a time: each takes the list as it is and gives it as it becomes."""

from collections.abc import Callable, Mapping, Sequence

Change = Callable[[Sequence[int]], list[int]]


def added(place: int) -> Change:
    return lambda listed: [*listed] if place in listed else [*listed, place]


def removed(place: int) -> Change:
    return lambda listed: [one for one in listed if one != place]


def moved(place: int, step: int) -> Change:
    """`step`: -1 up, 1 down; past an end, it stays there."""

    def change(listed: Sequence[int]) -> list[int]:
        if place not in listed:
            return [*listed]
        at = listed.index(place)
        rest = [one for one in listed if one != place]
        return [*rest[: max(at + step, 0)], place, *rest[max(at + step, 0) :]]

    return change


def reordered(ranks: Mapping[int, int]) -> Change:
    """Each place goes to the rank typed for it: one that goes up comes before what was there, one that goes down, after."""

    def change(listed: Sequence[int]) -> list[int]:
        now = {place: rank for rank, place in enumerate(listed, 1)}
        told = {place: ranks.get(place, now[place]) for place in listed}

        def place(one: int) -> tuple[int, int, int]:
            return told[one], (told[one] > now[one]) - (told[one] < now[one]), now[one]

        return sorted(listed, key=place)

    return change
