"""A table that was told, read: what is whole, what is a part of it, over which territories and values; what it is sealed by."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from maillage.observatory.catalogue import Entry
from maillage.observatory.enums import Level
from maillage.observatory.sources import SOURCES, Dimension

Cell = tuple[str, str, str, str]
WHOLE: tuple[str, str] = (str(Level.COUNTRY), "")


class Figure(NamedTuple):
    """`number`: None when it is masked. `part`: of those, for an indicator that is a share."""

    number: float | None = None
    part: float | None = None
    is_share: bool = False

    @property
    def told(self) -> float | None:
        """What the indicator is about: the share, in per cent, or the number."""
        if not self.is_share:
            return self.number
        both = self.number is not None and self.part is not None and self.number > 0
        return 100 * self.part / self.number if both else None  # type: ignore[operator]


class Figures:
    def __init__(self, entry: Entry, table: Iterable[list[Any]]) -> None:
        self.entry = entry
        self.table: dict[Cell, float] = {(row[0], row[1], row[2], row[3]): row[4] for row in table}

    def at(self, level: str, code: str, value: str = "") -> Figure:
        """`value`: of the dimension told beside territories."""
        whole = self.table.get(self._cell(level, code, value))
        if not self.entry.part:
            return Figure(whole)
        parts = [self.table.get(self._cell(level, code, value, part)) for part in self.entry.part]
        known = [one for one in parts if one is not None]
        return Figure(whole, sum(known) if len(known) == len(parts) else None, True)

    def _cell(self, level: str, code: str, value: str, part: str = "") -> Cell:
        if self.entry.declared:
            return level, code, value, ""
        codes = {one.code: "" for one in SOURCES[self.entry.source].dimensions}
        beside, shared = self.beside, self.shared
        if beside:
            codes[beside.code] = value
        if shared:
            codes[shared.code] = part
        one, two = [*codes.values(), ""][:2]
        return level, code, one, two

    @property
    def shared(self) -> Dimension | None:
        """The dimension whose values are parts of a share."""
        return _dimension(self.entry, self.entry.dimensions[-1]) if self.entry.part else None

    @property
    def beside(self) -> Dimension | None:
        """The dimension that is told beside territories."""
        left = self.entry.dimensions[: -1 if self.entry.part else None]
        return _dimension(self.entry, left[0]) if left and not self.entry.declared else None

    @property
    def headline(self) -> Figure:
        if not self.entry.declared:
            return self.at(*WHOLE)
        order = list(Level)
        wide = sorted(
            (cell for cell in self.table if cell[2] == ""),
            key=lambda cell: (order.index(Level(cell[0])), cell[1]),
        )
        return Figure(self.table[wide[0]]) if wide else Figure()

    def values(self) -> dict[str, str]:
        """Of the dimension beside territories: code → words."""
        if self.entry.declared:
            return {value: value for value in sorted({cell[2] for cell in self.table} - {""})}
        return self.beside.values() if self.beside else {}


def _dimension(entry: Entry, code: str) -> Dimension:
    return next(one for one in SOURCES[entry.source].dimensions if one.code == code)


def content(release: Any, table: list[list[Any]]) -> dict[str, Any]:
    """All that a release tells, as anybody may take it away; its digest is made from this."""
    return {
        "indicateur": release.indicator.code,
        "version": release.version,
        "du": release.first.isoformat(),
        "au": release.last.isoformat(),
        "recit": release.narrative,
        "ne_dit_pas": release.unsaid,
        "methode": release.method,
        "corrige": release.corrects.version if release.corrects else None,
        "ce_qui_change": release.changes,
        "cellules": [[level, code, one, two, number] for level, code, one, two, number in table],
    }


def digest(told: dict[str, Any]) -> str:
    """SHA-256 of that content as JSON: keys in order, no space, UTF-8."""
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
