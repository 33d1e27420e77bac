"""What the control of published tables costs, as they grow: `./run bench observatory [CELLS …]` (100, 1,000 and 10,000 unless told).

Territories × a dimension × an answer, uneven as people are. Beside it a floor: one attack on the same table masked by the rules alone,
without anything masked beside. Prints how many cells may be told, and fails if an attack of the result finds one.
"""

import os
import time

import numpy as np

from maillage.observatory.disclosure import Cube, flat, protect, whole_and_parts
from maillage.observatory.disclosure.attack import Attack

SIZES = (100, 1_000, 10_000)
PERSONS_A_CELL = 12
STRUCTURES = 12
ANSWERS = ("in_time", "late", "waiting")


def run(arguments: list[str]) -> None:
    print(f"charge de la machine au départ : {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs")
    print(
        f"{'cellules':>9} {'à dire':>7} {'dites':>7} {'attaques':>9} {'programmes':>11} {'contrôle s':>11} {'base s':>8}"
    )
    for size in [int(one) for one in arguments] or SIZES:
        _measure(table(size))


def table(size: int) -> Cube:
    """About so many cells, margins included."""
    draw = np.random.default_rng(size)
    zones = max(3, round((size / 4) ** 0.5))
    kinds = max(2, round(size / 4 / zones) - 1)
    leaves = [f"e{n}" for n in range(zones)]
    axes = (
        whole_and_parts("territory", leaves, {"": leaves}),
        flat("kind", [f"k{n}" for n in range(kinds)]),
        flat("answer", ANSWERS),
    )
    odds = [draw.dirichlet(np.full(n, 0.8)) for n in (zones, kinds, len(ANSWERS))]
    shape = (zones, kinds, len(ANSWERS), STRUCTURES)
    spread = np.einsum("i,j,k,l->ijkl", *odds, draw.dirichlet(np.full(STRUCTURES, 3)))
    each = draw.multinomial(size * PERSONS_A_CELL, spread.ravel()).reshape(shape)
    return _cube(axes, _with_margins(each))


def _with_margins(each: np.ndarray) -> np.ndarray:
    """Wholes first, on each axis but that of structures; territories have theirs first too."""
    for axis in range(3):
        each = np.concatenate([each.sum(axis=axis, keepdims=True), each], axis=axis)
    return each


def _cube(axes: tuple, each: np.ndarray) -> Cube:
    counts, no = each.sum(axis=-1), np.zeros(each.shape[:-1], dtype=bool)
    structures, top = (each > 0).sum(axis=-1), each.max(axis=-1)
    return Cube(axes, counts, counts, structures, top, ~no, no, no, no)


def _measure(cube: Cube) -> None:
    alone = (cube.alone != 0).ravel()
    floor = _timed(lambda: Attack(cube.sums, cube.truth).found(alone, np.where(alone, cube.margin, 0.0)))
    told, seconds = _result(cube)
    masked = ~told.published.ravel()
    found = Attack(cube.sums, cube.truth).found(masked, np.where(alone, cube.margin, 0.0))
    print(
        f"{cube.counts.size:>9,} {int((~alone).sum()):>7} {int(told.published.sum()):>7} {told.rounds:>9}"
        f" {told.solved:>11} {seconds:>11.1f} {floor:>8.1f}",
        flush=True,
    )
    if found:
        raise SystemExit(f"{len(found)} cellules retrouvées")


def _result(cube: Cube) -> tuple:
    began = time.perf_counter()
    told = protect(cube)
    return told, time.perf_counter() - began


def _timed(act: object) -> float:
    began = time.perf_counter()
    act()  # type: ignore[operator]
    return time.perf_counter() - began
