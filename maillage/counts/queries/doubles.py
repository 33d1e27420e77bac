"""Lines of two teams that may be the same people; a human decides."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from maillage.counts.enums import Shape
from maillage.counts.models import Border, Double, Night, Sighting

NEAR = timedelta(hours=1)


@dataclass(frozen=True)
class Likely:
    """`again`: two passes of one sector, where being seen twice is what is looked for."""

    first: Sighting
    second: Sighting
    again: bool
    same: bool | None = None


def likely(row: Night, lines: list[Sighting]) -> list[Likely]:
    """As many persons and nothing told that differs; within an hour, in one sector or on both sides of a border when a team
    said « au bord du secteur »; or in the two passes of a sector, whenever it was."""
    decided = decisions(row)
    touching = set(Border.objects.filter(one__night=row, other__night=row).values_list("one_id", "other_id"))
    found = [
        Likely(first, second, first.round.again != second.round.again, decided.get((first.pk, second.pk)))
        for first, second in _pairs(lines)
        if (first.pk, second.pk) in decided or _may_be(first, second, touching)
    ]
    return sorted(found, key=lambda one: (one.same is not None, one.again, one.first.seen_at))


def undecided(row: Night, lines: list[Sighting]) -> int:
    return sum(one.same is None for one in likely(row, lines))


def decisions(row: Night) -> dict[tuple[int, int], bool]:
    rows = Double.objects.filter(first__round__team__night=row)
    return {(one.first_id, one.second_id): one.same for one in rows}


def _pairs(lines: list[Sighting]) -> Iterator[tuple[Sighting, Sighting]]:
    alike: dict[int, list[Sighting]] = defaultdict(list)
    for one in sorted((one for one in lines if not one.struck_at), key=lambda one: one.pk):
        yield from (
            (before, one) for before in alike[one.persons] if before.round.team_id != one.round.team_id
        )
        alike[one.persons].append(one)


def _may_be(first: Sighting, second: Sighting, touching: set[tuple[int, int]]) -> bool:
    if not _agree(first, second):
        return False
    places = sorted((first.round.sector_id, second.round.sector_id))
    if places[0] == places[1]:
        return first.round.again != second.round.again or _near(first, second)
    beside = (places[0], places[1]) in touching and (first.edge or second.edge)
    return beside and _near(first, second)


def _agree(first: Sighting, second: Sighting) -> bool:
    """What was not told agrees with anything."""
    told = [(getattr(first, name), getattr(second, name)) for name in ("shape", "age", "gender")]
    same = all(one == other or {one, other} & {"", Shape.UNKNOWN} for one, other in told)
    return same and first.minors == second.minors


def _near(first: Sighting, second: Sighting) -> bool:
    return abs(first.seen_at - second.seen_at) <= NEAR
