"""A quicker lookup of parameters by arrays of keys, with core's own results.

Core builds one Python list item per person at each step of `node[keys].child[keys]`. Here only the distinct
combinations of keys are looked up, and spread by index at the end. `install()` puts it in the place of core's.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.parameters import ParameterNodeAtInstant, VectorialParameterNodeAtInstant

_subnode_function = VectorialParameterNodeAtInstant._get_appropriate_subnode_function
core_lookup = VectorialParameterNodeAtInstant.build_from_node_name
_check_vectorisable = VectorialParameterNodeAtInstant.check_node_vectorisable


class SpreadNode:
    """Distinct nodes, and for each person which of them is theirs."""

    __slots__ = ("_nodes", "_spread")

    def __init__(self, nodes: list[Any], spread: NDArray[np.intp]) -> None:
        self._nodes, self._spread = nodes, spread

    def __getattr__(self, attribute: str) -> Any:
        return self[attribute]

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            return _spread([node[key] for node in self._nodes], self._spread)
        names, codes = _distinct(key)
        pairs, spread = np.unique(self._spread * len(names) + codes, return_inverse=True)
        children = [self._nodes[pair // len(names)][names[pair % len(names)]] for pair in pairs]
        return _spread(children, spread)


def _spread(children: list[Any], spread: NDArray[np.intp]) -> Any:
    if isinstance(children[0], ParameterNodeAtInstant):
        return SpreadNode(children, spread)
    return np.array(children)[spread]


def _distinct(key: Any) -> tuple[list[str], NDArray[np.intp]]:
    """Names of the distinct keys, and the position of each person's key among them."""
    if isinstance(key, EnumArray):
        assert key.possible_values is not None
        items: list[Any] = list(key.possible_values)
        return [item.name for item in items], np.asarray(key).astype(np.intp)
    if len(key) and isinstance(key[0], Enum):
        members: list[Any] = list(type(key[0]).__members__.values())
        codes = np.select([key == item for item in members], range(len(members)))
        return [item.name for item in members], codes.astype(np.intp)
    values, codes = np.unique(key, return_inverse=True)
    return list(values), codes


def _build_from_node_name(node: Any, key: Any) -> Any:
    if not node.__dict__.get("_is_vectorisable"):
        _check_vectorisable(node)
        node.__dict__["_is_vectorisable"] = True
    names, codes = _distinct(key)
    used, spread = np.unique(codes, return_inverse=True)
    name_of = _subnode_function(names[used[0]])
    return _spread([node[name_of(node, names[index])] for index in used], spread)


def install() -> None:
    VectorialParameterNodeAtInstant.build_from_node_name = staticmethod(_build_from_node_name)
