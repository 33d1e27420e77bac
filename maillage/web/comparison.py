"""What changed between two texts, word by word."""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple


class Piece(NamedTuple):
    changed: bool
    text: str


def compare(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Two lists of pieces that, joined, give back each text exactly."""
    old, new = (re.findall(r"\w+\s*|[^\w\s]\s*|\s+", text) for text in (before, after))
    left: list[Piece] = []
    right: list[Piece] = []
    for operation, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        changed = operation != "equal"
        left += [Piece(changed, "".join(old[i:j]))] if j > i else []
        right += [Piece(changed, "".join(new[k:m]))] if m > k else []
    return left, right
