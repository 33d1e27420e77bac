"""An attacker written apart finds no masked cell: alone, month after month, through territories inside one another. Masking small
numbers alone, it finds most of them."""

import numpy as np
import pytest

from maillage.observatory.disclosure import Axis, Reason, flat, protect, whole_and_parts
from maillage.observatory.tests.tables import (
    counted,
    leaves_of,
    people_at_random,
    recovered,
    table_at_random,
    territories,
)
from tests.depth import count, deep

TABLES, AT_ONCE = deep(50, 500), 50


@pytest.mark.parametrize("start", range(0, TABLES, AT_ONCE))
def test_nothing_is_found_in_tables_drawn_at_random(start):
    masked = told = 0
    for seed in range(start, start + AT_ONCE):
        cube = table_at_random(seed)
        published = protect(cube).published
        found, near, hidden = recovered(cube, published)
        assert (seed, found, near) == (seed, [], [])
        masked, told = masked + len(hidden), told + int(published.sum())
        rule = (cube.persons >= 11) & (cube.structures >= 2) & (cube.top <= 0.85 * cube.counts)
        assert rule[published].all()
    count("tableaux", AT_ONCE)
    assert masked > 500
    assert told > 200


def test_masking_small_numbers_alone_gives_them_back():
    """The control broken on purpose: cells under five are masked, and nothing else is."""
    found = masked = 0
    for seed in range(40):
        cube = table_at_random(seed)
        broken = (cube.counts >= 5) | (cube.counts == 0)
        pinned, _, hidden = recovered(cube, broken)
        found, masked = found + len(pinned), masked + len(hidden)
    assert masked > 100
    assert found / masked > 0.5


def test_without_companions_the_attack_finds_cells():
    """The control broken on purpose: every cell masked by itself, none beside it."""
    found = sum(
        len(recovered(cube, cube.alone == Reason.TOLD)[0]) for cube in map(table_at_random, range(40))
    )
    assert found > 10


def months(draw, number):
    """Two years of months that share eleven: rolled on by one month."""
    leaves = ["old", "common", "new"]
    axis = whole_and_parts("period", leaves, {"before": ["old", "common"], "now": ["common", "new"]}, leaves)
    axes = [territories(draw, 4, levels=("epci",)), flat("kind", ["k0", "k1"]), axis]
    people = people_at_random(draw, axes, number)
    rare = [one for one in people if one[2] == "common" or draw.random() < 0.25]
    return axes, rare


@pytest.mark.parametrize("seed", range(40))
def test_nothing_is_found_from_one_month_to_the_next(seed):
    draw = np.random.default_rng(seed)
    axes, people = months(draw, int(draw.integers(80, 900)))
    period = axes[-1]
    first = asking(axes, people, period.rank("before"))
    told = protect(first).published
    second = asking(axes, people, period.rank("now"), known=told)
    published = protect(second).published
    for cube in (first, second):
        guarded = {tuple(c) for c in np.argwhere(cube.alone != Reason.TOLD)}
        both = told | published
        everything = counted(axes, people, known=both)
        found, near, masked = recovered(everything, both, guarded)
        assert (set(found) & guarded, near) == (set(), [])
    assert masked


def asking(axes, people, period, known=None):
    asked = np.zeros([len(axis.nodes) for axis in axes], dtype=bool)
    asked[..., period] = True
    return counted(axes, people, asked=asked, **({} if known is None else {"known": known}))


def test_two_releases_that_are_safe_alone_are_not_together():
    """Why the past is audited: the year is told after its first eleven months, what is left is the last one."""
    axis = whole_and_parts("period", ["eleven", "last"], {"year": ["eleven", "last"]}, ["last"])
    axes = [flat("kind", ["k0", "k1"]), axis]
    people = [(f"k{n % 2}", "eleven", n, n % 3) for n in range(120)]
    people += [("k1", "last", 200 + n, n % 3) for n in range(3)]
    before = protect(asking(axes, people, axis.rank("eleven"))).published
    alone = protect(asking(axes, people, axis.rank("year"))).published
    assert recovered(counted(axes, people, known=before | alone), before | alone)[0]
    after = protect(asking(axes, people, axis.rank("year"), known=before)).published
    guarded = {tuple(c) for c in np.argwhere(counted(axes, people).alone != Reason.TOLD)}
    found, near, _ = recovered(counted(axes, people, known=before | after), before | after, guarded)
    assert (set(found) & guarded, near) == (set(), [])


def test_territories_across_others_are_sums_all_the_same():
    """An intercommunalité of two départements."""
    leaves = ["a", "b1", "b2", "c"]
    axis = whole_and_parts(
        "t", leaves, {"b": ["b1", "b2"], "d1": ["a", "b1"], "d2": ["b2", "c"], "": leaves}, ["b1", "b2"]
    )
    inside = leaves_of(axis)
    for name, under in (("b", {"b1", "b2"}), ("d1", {"a", "b1"}), ("", set(leaves))):
        assert {axis.nodes[one] for one in inside[axis.rank(name)]} == under
    people = [
        (leaf, n, n % 3) for leaf, many in zip(leaves, (40, 3, 30, 50), strict=True) for n in range(many)
    ]
    cube = counted([axis], [(leaf, f"{leaf}{n}", s) for leaf, n, s in people])
    found, near, _ = recovered(cube, protect(cube).published)
    assert (found, near) == ([], [])


def test_the_same_table_is_masked_the_same_way():
    for seed in range(5):
        one, other = protect(table_at_random(seed)), protect(table_at_random(seed))
        assert (one.reasons == other.reasons).all()


@pytest.mark.parametrize(
    ("persons", "structures", "told"),
    [(11, [6, 5], True), (10, [5, 5], False), (40, [40], False), (40, [35, 5], False), (40, [34, 6], True)],
)
def test_a_number_is_told_by_the_rules_and_no_other(persons, structures, told):
    where = [s for s, many in enumerate(structures) for _ in range(many)]
    cube = counted([Axis("t", ("",))], [("", n, where[n]) for n in range(persons)])
    assert protect(cube).published.all() == told


def test_that_all_were_refused_is_not_told():
    axes = [flat("t", ["a", "b"]), flat("answer", ["refused", "accepted"], sensitive=True)]
    people = [("a", "refused", n, n % 3) for n in range(60)]
    people += [("b", ("refused", "accepted")[n % 2], 100 + n, n % 3) for n in range(80)]
    cube = counted(axes, people)
    result = protect(cube)
    at = (axes[0].rank("a"), axes[1].rank("refused"))
    assert not result.published[at]
    assert Reason(cube.alone[at]) == Reason.ALIKE
    assert recovered(cube, result.published)[:2] == ([], [])
