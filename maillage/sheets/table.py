"""A household file as a table: headers, then rows that can be gone through several times."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from types import TracebackType
from typing import NamedTuple, Self

from maillage.sheets.cells import Cell
from maillage.sheets.mapping import recognise
from maillage.sheets.words import plain, shown


class FileError(ValueError):
    """A file that cannot be read at all. `sentence`: in French, what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Limits:
    """What a file may weigh. Raise them for a file you made yourself, not for one you were sent.

    `bytes` as received; `unpacked_bytes` and `ratio` once unzipped (XLSX); `lines`, `columns` of the table;
    `cells` of the rectangle a spreadsheet spans, which is held in memory (about 30 bytes each);
    `values` of a JSON text, commas and brackets counted.
    """

    bytes: int = 100 * 2**20
    unpacked_bytes: int = 600 * 2**20
    ratio: int = 150
    lines: int = 500_000
    columns: int = 500
    cells: int = 15_000_000
    values: int = 15_000_000
    cell_characters: int = 32_767


class Row(NamedTuple):
    """`line`: as the file's own program numbers it, from 1 (JSON: rank of the item).
    `fault`: a French sentence when the line itself could not be read; `cells` are then a best guess."""

    line: int
    cells: Sequence[Cell]
    fault: str | None = None


@dataclass(frozen=True)
class Table:
    """`headers` are as written in the file; rows are as long as the headers. Close it, or use `with`."""

    headers: tuple[str, ...]
    format: str
    source: Callable[[], Iterator[Row]]
    header_line: int = 0
    close: Callable[[], None] = lambda: None

    def rows(self) -> Iterator[Row]:
        """From the line after the headers, blank lines left out. May be called again."""
        width = len(self.headers)
        for row in self.source():
            if row.line > self.header_line and (row.fault or any(_filled(cell) for cell in row.cells)):
                yield row if len(row.cells) == width else _fitted(row, width)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _filled(cell: Cell) -> bool:
    return cell is not None and cell != "" and not (isinstance(cell, str) and cell.isspace())


def _fitted(row: Row, width: int) -> Row:
    extra = [cell for cell in row.cells[width:] if _filled(cell)]
    fault = row.fault
    if extra and not fault:
        fault = (
            "Cette ligne a plus de cases que la ligne d'en-têtes : un séparateur est dans une case. "
            "Mettez cette case entre guillemets."
        )
    cells = [*row.cells[:width], *[None] * (width - len(row.cells))]
    return Row(row.line, cells, fault)


LOOKED_AT = 20
"""Lines among which the headers are looked for: a title and a date often come first."""


SURE = 2
"""Columns recognised in a line before it is taken for the headers wherever it stands."""


def find_headers(rows: Iterator[Row], limits: Limits) -> tuple[int, tuple[str, ...]]:
    """Line and text of the headers: the line that names most columns, else the first if it is all words."""
    first = [row for row in islice(rows, LOOKED_AT) if any(_filled(cell) for cell in row.cells)]
    if not first:
        raise FileError(
            "Ce fichier ne contient aucune ligne : remplissez le modèle et envoyez-le de nouveau."
        )
    best = max(first, key=recognised)
    if recognised(best) < SURE and _all_words(first[0]) and _width(first[0]) >= _width(best):
        best = first[0]
    if not recognised(best) and not _all_words(best):
        raise FileError(
            "La ligne d'en-têtes manque : la première ligne doit nommer les colonnes, comme dans le modèle."
        )
    return best.line, checked_headers(best.cells, limits)


def recognised(row: Row) -> int:
    return len(
        {code for cell in row.cells if isinstance(cell, str) and len(cell) < 80 and (code := recognise(cell))}
    )


def _width(row: Row) -> int:
    return sum(map(_filled, row.cells))


def _all_words(row: Row) -> bool:
    filled = [cell for cell in row.cells if _filled(cell)]
    return all(isinstance(cell, str) and plain(cell)[:1].isalpha() for cell in filled)


def checked_headers(cells: Sequence[Cell], limits: Limits) -> tuple[str, ...]:
    """Headers as text, none twice; a column without one is named by its place."""
    named = [shown(cell).strip() if _filled(cell) else "" for cell in cells]
    while named and not named[-1]:
        named.pop()
    if len(named) > limits.columns:
        raise FileError(
            f"Ce fichier a {len(named)} colonnes, la limite est {limits.columns} : gardez les utiles."
        )
    headers = tuple(name or f"(colonne {number})" for number, name in enumerate(named, 1))
    _refuse_duplicates(headers)
    return headers


def _refuse_duplicates(headers: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for header in headers:
        key = plain(header) or header
        if key in seen:
            raise FileError(f"Deux colonnes s'appellent « {header} » : renommez ou supprimez l'une des deux.")
        seen[key] = header
