"""A directory's file as sheets of rows, whatever it is: CSV, JSON, JSON lines, XLSX."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from maillage.directory.exchange.writing import rearm
from maillage.directory.fold import fold
from maillage.sheets.csv_rows import open_csv
from maillage.sheets.table import FileError, Limits
from maillage.sheets.xlsx_rows import open_sheets

LIMITS = Limits(bytes=400 * 2**20)
UNREADABLE = "Ce fichier JSON n’est pas lisible\u00a0: il doit contenir une liste de fiches, ou «\u00a0structures\u00a0» et «\u00a0services\u00a0»."


class Unreadable(ValueError):
    """A file that cannot be read at all; the message says, in French, what is wrong and what to do."""


class Line(NamedTuple):
    """`line`: as the file's own program numbers it, from 1 (JSON: rank of the item); `fault`: why it can't be read."""

    line: int
    cells: dict[str, Any]
    fault: str = ""


class Sheet(NamedTuple):
    """`lines()` may be called again; keys of `cells` are the headers."""

    name: str
    headers: list[str]
    lines: Callable[[], Iterator[Line]]


def open_file(path: Path) -> list[Sheet]:
    """Raises Unreadable. What the file is comes from its content, never from its name."""
    try:
        return _open(path)
    except FileError as error:
        raise Unreadable(error.sentence.replace("'", "’")) from None
    except (OSError, UnicodeDecodeError):
        raise Unreadable(
            "Ce fichier n’est pas lisible\u00a0: enregistrez-le de nouveau et renvoyez-le."
        ) from None


def _open(path: Path) -> list[Sheet]:
    size = path.stat().st_size
    if not size:
        raise Unreadable("Ce fichier est vide\u00a0: vérifiez que vous avez choisi le bon fichier.")
    if size > LIMITS.bytes:
        raise Unreadable(
            f"Ce fichier dépasse {LIMITS.bytes // 2**20} Mo\u00a0: coupez-le en plusieurs fichiers."
        )
    with path.open("rb") as stream:
        head = stream.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"PK"):
        return _of_workbook(path)
    if head[:1] in (b"[", b"{"):
        return _of_json(path.read_text("utf-8-sig"))
    if head[:4] in (b"%PDF", b"\x89PNG", b"\xd0\xcf\x11\xe0") or head[:2] == b"\xff\xd8":
        raise Unreadable(
            "Ce fichier n’est pas un tableau\u00a0: envoyez un fichier CSV, JSON ou Excel (.xlsx)."
        )
    return [_of_csv(path)]


def _opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


def _of_csv(path: Path) -> Sheet:
    rows = open_csv(_opener(path), LIMITS)
    return _sheet("", lambda: ((row.line, list(row.cells), row.fault or "") for row in rows()))


def _of_workbook(path: Path) -> list[Sheet]:
    found = [_sheet(name, _numbered(rows)) for name, rows in open_sheets(_opener(path), LIMITS).items()]
    return [sheet for sheet in found if sheet.headers]


def _numbered(rows: Any) -> Callable[[], Iterator[tuple[int, list[Any], str]]]:
    return lambda: ((row.line, list(row.cells), row.fault or "") for row in rows())


def _sheet(name: str, source: Callable[[], Iterator[tuple[int, list[Any], str]]]) -> Sheet:
    """The first line that is not blank names the columns; of two columns of one name, the second is left out."""
    header_line, headers = 0, []
    for number, cells, _ in source():
        if any(_filled(cell) for cell in cells):
            header_line, headers = number, [_header(cell) for cell in cells]
            break
    kept = [place for place, header in enumerate(headers) if header and header not in headers[:place]]

    def lines() -> Iterator[Line]:
        for number, cells, fault in source():
            if number > header_line and any(_filled(cell) for cell in cells):
                values = {headers[place]: _typed(cells[place]) for place in kept if place < len(cells)}
                yield Line(number, values, fault.replace("'", "’"))

    return Sheet(name, [headers[place] for place in kept], lines)


def _header(cell: Any) -> str:
    """A header that is a date comes from a template whose title was computed: it names the day of the last change."""
    if isinstance(cell, dt.date):
        return "date_maj"
    return " ".join(str(cell or "").split())


def _plain(cell: Any) -> Any:
    """Whole numbers as they are read, dates as dates, texts without the spaces around."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell.strip() if isinstance(cell, str) else cell


def _typed(cell: Any) -> Any:
    """Of a table: without the apostrophe that kept a spreadsheet from running it."""
    value = _plain(cell)
    return rearm(value) if isinstance(value, str) else value


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _of_json(text: str) -> list[Sheet]:
    try:
        told = json.loads(text)
    except RecursionError:
        raise Unreadable(UNREADABLE) from None
    except ValueError:
        told = _json_lines(text)
    if isinstance(told, list):
        return [_of_items("", told)]
    parts = (
        {name: told[name] for name in told if isinstance(told[name], list)} if isinstance(told, dict) else {}
    )
    if not parts:
        raise Unreadable(UNREADABLE)
    return [_of_items(name, items) for name, items in parts.items()]


def _json_lines(text: str) -> list[Any]:
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        raise Unreadable(UNREADABLE) from None


def _of_items(name: str, items: list[Any]) -> Sheet:
    headers = list(dict.fromkeys(key for item in items if isinstance(item, dict) for key in item))

    def lines() -> Iterator[Line]:
        for rank, item in enumerate(items, 1):
            if isinstance(item, dict):
                yield Line(rank, {key: _plain(value) for key, value in item.items()})
            else:
                yield Line(rank, {}, "Cette fiche n’est pas un objet JSON.")

    return Sheet(fold(name), headers, lines)
