"""Records written as CSV, JSON or XLSX, and read back the same. A spreadsheet runs no cell of ours: what it would take
for a formula gets an apostrophe, which `reading` takes off again."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from maillage.sheets.words import ACTIVE
from maillage.sheets.writing import open_workbook

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def disarm(text: str) -> str:
    return f"'{text}" if ACTIVE.match(text) else text


def rearm(text: str) -> str:
    """What `disarm` was given."""
    return text[1:] if text.startswith("'") and ACTIVE.match(text[1:]) else text


def as_csv(fields: Sequence[str], records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Comma, point, no mark: the format of open data."""
    writer = csv.writer(_Passed())
    yield writer.writerow(fields)
    for record in records:
        yield writer.writerow([_cell(record[name]) for name in fields])


class _Passed:
    """What a CSV writer writes, handed on line by line."""

    def write(self, text: str) -> str:
        return text


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return disarm(value) if isinstance(value, str) else "" if value is None else value


def as_json(lists: Mapping[str, Iterable[Mapping[str, Any]]]) -> Iterator[str]:
    """{"structures": […], "services": […]}, a record a line."""
    before = "{\n"
    for name, records in lists.items():
        yield f"{before}{json.dumps(name)}: ["
        between = "\n"
        for record in records:
            yield between + json.dumps(record, ensure_ascii=False)
            between = ",\n"
        yield "\n]"
        before = ",\n"
    yield "\n}\n"


def as_xlsx(lists: Mapping[str, tuple[Sequence[str], Iterable[Mapping[str, Any]]]]) -> bytes:
    """A sheet a list."""
    target = BytesIO()
    with open_workbook(target) as book:
        for name, (fields, records) in lists.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, fields)
            for line, record in enumerate(records, 1):
                for column, field in enumerate(fields):
                    _write(sheet, line, column, _cell(record[field]))
    return target.getvalue()


def _write(sheet: Any, line: int, column: int, value: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(line, column, value)
    elif value is not None:
        sheet.write_number(line, column, value)
