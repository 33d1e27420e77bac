"""The ways a table is counted by: territories, a dimension, periods; which of their entries are the sum of which."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

WHOLE = ""
"""The entry that counts everything, on any axis."""


class Axis(NamedTuple):
    """`sums`: (whole, parts), by rank in `nodes`. `hidden`: ranks of what is never told by itself (a period between two others).
    `sensitive`: that all those of a group share an entry must not be told (a refusal)."""

    name: str
    nodes: tuple[str, ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...] = ()
    hidden: frozenset[int] = frozenset()
    sensitive: bool = False

    def rank(self, node: str) -> int:
        return self.nodes.index(node)


def flat(name: str, leaves: Iterable[str], sensitive: bool = False) -> Axis:
    """Entries side by side, and their whole."""
    listed = tuple(leaves)
    return Axis(
        name,
        (WHOLE, *listed),
        ((0, tuple(range(1, len(listed) + 1))),) if listed else (),
        sensitive=sensitive,
    )


def whole_and_parts(
    name: str, leaves: Iterable[str], groups: Mapping[str, Iterable[str]], hidden: Iterable[str] = ()
) -> Axis:
    """`groups`: name → the leaves in it. They may be inside one another, or overlap (an intercommunalité of two départements, two
    years that share months). A group is the sum of the largest groups inside it that don't meet, and of the leaves left."""
    listed = tuple(leaves)
    inside = {key: frozenset(parts) for key, parts in groups.items()}
    order = sorted(inside, key=lambda key: (-len(inside[key]), key))
    nodes = (*order, *listed)
    rank = {node: number for number, node in enumerate(nodes)}
    sums = tuple(
        (rank[key], tuple(rank[part] for part in _parts(key, inside, order[place + 1 :])))
        for place, key in enumerate(order)
        if inside[key]
    )
    return Axis(name, nodes, sums, frozenset(rank[node] for node in hidden))


def _parts(key: str, inside: Mapping[str, frozenset[str]], smaller: list[str]) -> list[str]:
    left, found = set(inside[key]), []
    for other in smaller:
        if inside[other] and inside[other] <= left and inside[other] != inside[key]:
            found.append(other)
            left -= inside[other]
    return [*found, *sorted(left)]
