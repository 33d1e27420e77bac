"""What is counted of a source, with what was told of it before, laid out for the control of what may be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from maillage.observatory.catalogue import Entry, entry
from maillage.observatory.disclosure import Axis, Cube, Reason, flat
from maillage.observatory.disclosure.cube import PERSONS
from maillage.observatory.models import Release
from maillage.observatory.queries.periods import Window, axis_of, joined, pieces
from maillage.observatory.queries.zones import Zones, node, zones
from maillage.observatory.sources import SOURCES, Source
from maillage.permissions.definer import rows_of


@dataclass(frozen=True)
class Counted:
    cube: Cube
    zones: Zones
    window: Window


def count(told: Entry, window: Window, day: date) -> Counted:
    """As the job that counts: nobody else is given a number. Everything a release of this source told of the same days is beside."""
    source = SOURCES[told.source]
    before = list(Release.objects.filter(source=source.code, confirmed_at__isnull=False).order_by("sequence"))
    windows = joined(window, [Window(one.first, one.last) for one in before])
    rows = {
        one: rows_of(f"tally_{source.code}(%s::date, %s::date, %s::date)", *one, day)
        for one in sorted({*windows, *pieces(windows)})
    }
    where = zones({row.code for listed in rows.values() for row in listed if row.level == "part"})
    axes = (where.axis, *_dimensions(source, rows), axis_of(windows))
    cube = _laid(axes, rows)
    cube["asked"][_scope(axes, told, window)] = True
    for one in before:
        if Window(one.first, one.last) in windows:
            _remember(cube, axes, one, window)
    return Counted(Cube(axes, **cube), where, window)


def _dimensions(source: Source, rows: dict[Window, list[Any]]) -> list[Axis]:
    """The values that were met: of one that nobody was counted under, nothing is told, and whoever attacks may know it."""
    found = []
    for dimension, name in zip(source.dimensions, ("one", "two"), strict=False):
        met = {getattr(row, name) for listed in rows.values() for row in listed} - {""}
        found.append(flat(dimension.code, sorted(met), dimension.sensitive))
    return found


def _laid(axes: tuple[Axis, ...], rows: dict[Window, list[Any]]) -> dict[str, np.ndarray]:
    shape = tuple(len(axis.nodes) for axis in axes)
    told = {name: np.zeros(shape, dtype=int) for name in ("counts", "persons", "structures", "top")}
    told |= {name: np.zeros(shape, dtype=bool) for name in ("asked", "known", "changed", "before")}
    ranks = [{one: rank for rank, one in enumerate(axis.nodes)} for axis in axes]
    for window, listed in rows.items():
        for row in listed:
            at = _at(ranks, row.level, row.code, row.one, row.two, window)
            if at is not None:
                for name, value in zip(_NUMBERS, _numbers(row), strict=True):
                    told[name][at] = value
    return told


_NUMBERS = ("counts", "persons", "structures", "top")


def _numbers(row: Any) -> tuple[int, int, int, int]:
    return row.counted, row.persons, row.structures, row.most


def _at(
    ranks: list[dict[str, int]], level: str, code: str, one: str, two: str, window: Window
) -> tuple[int, ...] | None:
    """Where a cell is; None for a territory or a value that is told no longer."""
    names = [node(level, code), *(one, two)[: len(ranks) - 2], window.key]
    found = tuple(rank.get(name, -1) for rank, name in zip(ranks, names, strict=True))
    return None if -1 in found else found


def _scope(axes: tuple[Axis, ...], told: Entry, window: Window) -> tuple[Any, ...]:
    """The cells that an indicator tells: all territories, the whole of the dimensions that it leaves out, its period."""
    inside = [list(range(len(axis.nodes))) if axis.name in told.dimensions else [0] for axis in axes[1:-1]]
    return np.ix_(range(len(axes[0].nodes)), *inside, [axes[-1].rank(window.key)])


def _remember(cube: dict[str, np.ndarray], axes: tuple[Axis, ...], release: Release, window: Window) -> None:
    """What a release told: still true, it is known; a little different, it would tell of those who were added."""
    ranks = [{one: rank for rank, one in enumerate(axis.nodes)} for axis in axes]
    its = Window(release.first, release.last)
    told = np.zeros_like(cube["known"])
    for level, code, one, two, number in release.table or ():
        at = _at(ranks, level, code, one, two, its)
        if at is None:
            continue
        told[at] = True
        gap = abs(int(cube["counts"][at]) - number)
        cube["known"][at] = gap == 0
        cube["changed"][at] |= 0 < gap < PERSONS
    if its == window:
        masked = np.zeros_like(told)
        masked[_scope(axes, entry(release.indicator.code), window)] = True
        cube["before"] |= masked & ~told


def cells(counted: Counted, reasons: np.ndarray) -> Iterable[list[Any]]:
    """The cells that a release may tell, and those it masks with why: what `Snapshot.cells` keeps."""
    cube, period = counted.cube, counted.cube.axes[-1].rank(counted.window.key)
    for level, code in counted.zones.names:
        if node(level, code) not in cube.axes[0].nodes:
            yield [level, code, "", "", 0, 0, 0, 0, int(Reason.FEW)]
            continue
        rank = cube.axes[0].rank(node(level, code))
        for at in np.argwhere(cube.asked[rank, ..., period]):
            place = (rank, *at.tolist(), period)
            values = [axis.nodes[n] for axis, n in zip(cube.axes[1:-1], at, strict=True)]
            numbers = [int(getattr(cube, name)[place]) for name in _NUMBERS]
            yield [level, code, *values, *[""] * (2 - len(values)), *numbers, int(reasons[place])]
