"""Tables drawn at random, and somebody who attacks what is told of them, written apart from the control: over the smallest
entries alone, each cell that is told being the sum of those it counts."""

from itertools import product

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from maillage.observatory.disclosure import Axis, Cube, flat, whole_and_parts


def territories(draw, communes=6, levels=("commune", "epci")):
    """Communes in intercommunalités in a département; those whose level is not told are hidden."""
    leaves = [f"c{n}" for n in range(communes)]
    towns = np.array_split(draw.permutation(leaves), max(2, communes // 3))
    groups = {f"e{n}": [str(one) for one in town] for n, town in enumerate(towns)}
    hidden = [] if "commune" in levels else leaves
    return whole_and_parts("territory", leaves, {**groups, "whole": leaves}, hidden)


def leaves_of(axis: Axis) -> dict[int, set[int]]:
    """The smallest entries that each entry counts."""
    parts = dict.fromkeys(range(len(axis.nodes)))
    found: dict[int, set[int]] = {}
    sums = {}
    for whole, inside in axis.sums:
        sums[whole] = inside

    def under(rank):
        if rank not in found:
            found[rank] = set().union(*map(under, sums[rank])) if rank in sums else {rank}
        return found[rank]

    for rank in parts:
        under(rank)
    return found


def counted(axes, people, **more):
    """`people`: rows (a leaf of each axis…, person, structure), as names. A cube of what they add up to."""
    shape = tuple(len(axis.nodes) for axis in axes)
    holders = []
    for axis in axes:
        inside = leaves_of(axis)
        holders.append(
            {leaf: [w for w, leaves in inside.items() if leaf in leaves] for leaf in range(len(axis.nodes))}
        )
    rows, persons, structures = {}, {}, {}
    for *at, person, structure in people:
        for cell in product(*(holders[n][axes[n].rank(one)] for n, one in enumerate(at))):
            rows[cell] = rows.get(cell, 0) + 1
            persons.setdefault(cell, set()).add(person)
            structures.setdefault(cell, {}).setdefault(structure, 0)
            structures[cell][structure] += 1
    empty = np.zeros(shape, dtype=int)
    counts, whom, where, top = empty.copy(), empty.copy(), empty.copy(), empty.copy()
    for cell, number in rows.items():
        counts[cell], whom[cell] = number, len(persons[cell])
        where[cell], top[cell] = len(structures[cell]), max(structures[cell].values())
    no = np.zeros(shape, dtype=bool)
    told = {"asked": ~no, "known": no, "changed": no, "before": no, **more}
    return Cube(tuple(axes), counts, whom, where, top, **told)


def people_at_random(draw, axes, number, structures=4):
    """Uneven, as people are: some entries hold most of them."""
    leaves = [[r for r in range(len(a.nodes)) if r not in {w for w, _ in a.sums}] for a in axes]
    odds = [draw.dirichlet(np.full(len(one), 0.7)) for one in leaves]
    columns = [
        [axes[n].nodes[r] for r in draw.choice(leaves[n], number, p=odds[n])] for n in range(len(axes))
    ]
    where = draw.choice(structures, number, p=draw.dirichlet(np.full(structures, 3)))
    return [(*at, person, s) for person, (*at, s) in enumerate(zip(*columns, where, strict=True))]


def table_at_random(seed):
    draw = np.random.default_rng(seed)
    axes = [territories(draw, int(draw.integers(3, 5)))]
    axes.append(flat("kind", [f"k{n}" for n in range(2 + seed % 2)], sensitive=bool(seed % 2)))
    if seed % 10 == 0:
        axes.append(flat("answer", ["late", "on time"]))
    return counted(axes, people_at_random(draw, axes, int(draw.integers(20, 400))))


class Attacker:
    """Knows `told` (cell → number), that counts are not negative, what counts what. Nothing else."""

    def __init__(self, axes, told):
        self.axes = axes
        self.inside = [leaves_of(axis) for axis in axes]
        smallest = [sorted({leaf for leaves in one.values() for leaf in leaves}) for one in self.inside]
        self.rank = {atom: n for n, atom in enumerate(product(*smallest))}
        self.matrix = sparse.csr_matrix(np.array([self.line(cell) for cell in told]).reshape(len(told), -1))
        self.totals = np.array(list(told.values()), dtype=float)

    def line(self, cell):
        found = np.zeros(len(self.rank))
        for atom in product(*(self.inside[n][one] for n, one in enumerate(cell))):
            found[self.rank[atom]] = 1
        return found

    def bounds(self, cells):
        """The least and the most each can be, all at once: a programme made of copies of the table, two a cell."""
        aims = [sign * self.line(cell) for cell in cells for sign in (1, -1)]
        if not aims:
            return []
        many = sparse.block_diag([self.matrix] * len(aims), format="csr") if len(self.totals) else None
        totals = np.tile(self.totals, len(aims)) if len(self.totals) else None
        answer = linprog(np.concatenate(aims), A_eq=many, b_eq=totals, bounds=(0, 10_000), method="highs")
        assert answer.status == 0, answer.message
        values = [aim @ part for aim, part in zip(aims, np.split(answer.x, len(aims)), strict=True)]
        return [(low, -high) for low, high in zip(values[::2], values[1::2], strict=True)]


def told_of(cube, published):
    return {tuple(cell): int(cube.counts[tuple(cell)]) for cell in np.argwhere(published | cube.known)}


def recovered(cube, published, guarded=None):
    """(masked cells that an attacker finds to a unit, masked small cells known within less than ten, all those masked)."""
    attacker = Attacker(cube.axes, told_of(cube, published))
    masked = [tuple(c) for c in np.argwhere(cube.asked & ~published & ~cube.known)]
    small = {tuple(c) for c in np.argwhere(cube.alone != 0)} if guarded is None else guarded
    bounds = dict(zip(masked, attacker.bounds(masked), strict=True))
    found = [cell for cell, (low, high) in bounds.items() if high - low < 0.5]
    near = [cell for cell, (low, high) in bounds.items() if cell in small and high - low < 10 - 1e-4]
    return found, near, masked
