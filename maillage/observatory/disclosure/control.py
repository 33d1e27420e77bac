"""Mask, then attack one's own table, and mask again until the attack finds nothing. The same table gives the same masks."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from maillage.observatory.disclosure.attack import Attack, Found
from maillage.observatory.disclosure.companions import add_companions
from maillage.observatory.disclosure.cube import Cube, Reason

NOT_ALONE = 1.0
"""A cell masked for the sake of others must not be found either: it would have been masked for nothing."""


class Protection(NamedTuple):
    """`rounds`: attacks until nothing was found; `solved`: linear programmes; `guarded`: cells that may not be told."""

    published: np.ndarray
    reasons: np.ndarray
    rounds: int
    solved: int
    guarded: int


def protect(cube: Cube, on_attack: Callable[[], None] = lambda: None) -> Protection:
    """`on_attack`: called after each attack that found something; what it raises stops all."""
    guarded = ((cube.alone != Reason.TOLD) & ~cube.known).ravel()
    published = (cube.asked & ~cube.hidden).ravel() & ~guarded
    attack, rounds = Attack(cube.sums, cube.truth), 0
    add_companions(cube, published, guarded)
    while found := attack.found(_missing(cube, published), _needed(cube, published, guarded)):
        rounds += 1
        on_attack()
        if not _mask(cube, published, found):
            published[:] = False
            break
        add_companions(cube, published, guarded)
    told = published.reshape(cube.shape)
    return Protection(told, _reasons(cube, told), rounds + 1, attack.solved, int(guarded.sum()))


def _missing(cube: Cube, published: np.ndarray) -> np.ndarray:
    missing: np.ndarray = ~(published | cube.known.ravel())
    return missing


def _needed(cube: Cube, published: np.ndarray, guarded: np.ndarray) -> np.ndarray:
    """How uncertain each cell must stay: 0 for what nobody asks about."""
    companions = cube.asked.ravel() & ~published & ~guarded & ~cube.known.ravel()
    return np.where(guarded, cube.margin, np.where(companions, NOT_ALONE, 0.0))


def _mask(cube: Cube, published: np.ndarray, found: list[Found]) -> bool:
    """One more cell in the sums that told of each; those already mended in this round wait for the next attack."""
    mended: set[int] = set()
    free = published & ~cube.known.ravel()
    for one in found:
        if mended & set(one.sums.tolist()):
            continue
        chosen = _chosen(cube, one, free)
        if chosen is not None:
            published[chosen] = free[chosen] = False
            mended |= set(cube.sums.tocsc()[:, [chosen]].indices.tolist())
    return bool(mended)


def _chosen(cube: Cube, found: Found, free: np.ndarray) -> int | None:
    """The smallest part of a sum that told, else a whole; else the smallest of all that is told near it."""
    for lines in (found.sums, cube.sums.tocsc()[:, [found.cell]].indices):
        signs = cube.sums[lines]
        cells = np.unique(signs.indices)
        cells = cells[free[cells]]
        if cells.size:
            whole = np.asarray(signs[:, cells].maximum(0).sum(axis=0)).ravel()
            return int(cells[np.lexsort((cells, cube.truth[cells], whole))[0]])
    left = np.flatnonzero(free)
    return int(left[np.argmin(cube.truth[left])]) if left.size else None


def _reasons(cube: Cube, published: np.ndarray) -> np.ndarray:
    found = np.where(cube.alone != Reason.TOLD, cube.alone, Reason.COMPANION).astype(np.int8)
    found[~cube.asked | cube.hidden] = Reason.HIDDEN
    found[published] = Reason.TOLD
    return found
