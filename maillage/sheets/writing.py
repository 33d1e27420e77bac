"""Writing tables: every text cell is disarmed, so that no spreadsheet takes it for a formula.

Workbooks are built in memory: personal data never goes through a temporary file.
"""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import TextIOWrapper
from typing import BinaryIO, Literal, TypeAlias, TypeVar

import xlsxwriter  # type: ignore[import-untyped]

from maillage.sheets.columns import CATALOGUE, Column, Kind, Scope
from maillage.sheets.mapping import code_for, split_code
from maillage.sheets.records import HouseholdRecord, LineError, LineWarning, MemberRecord
from maillage.sheets.words import ACTIVE

Plain = str | int | float | bool | Decimal | dt.date | None
FileFormat = Literal["xlsx", "csv"]
Cells = Mapping[str, Plain]
"""A row: column code (`budget.wage 2026-08` for one month) → value."""

Book: TypeAlias = xlsxwriter.Workbook
Worksheet: TypeAlias = xlsxwriter.worksheet.Worksheet
Format: TypeAlias = xlsxwriter.format.Format

REPORT_HEADERS = ("ligne", "nature", "colonne", "valeur", "ce qu'il faut faire")

_Written = TypeVar("_Written")
_BY_KIND_AND_FACT = {(column.scope, column.fact): column for column in CATALOGUE}


def neutralise(cell: _Written) -> _Written | str:
    """The cell, with an apostrophe before a text that a spreadsheet would run. For every export."""
    return f"'{cell}" if isinstance(cell, str) and ACTIVE.match(cell) else cell


def write_report(
    errors: Iterable[LineError | LineWarning], target: BinaryIO, file_format: FileFormat = "xlsx"
) -> None:
    """What was refused and why, line by line, ready to be corrected."""
    write_table(REPORT_HEADERS, map(_report_row, errors), target, file_format, sheet="Lignes à corriger")


def _report_row(error: LineError | LineWarning) -> tuple[Plain, ...]:
    nature = "refusée" if isinstance(error, LineError) else "à vérifier"
    return error.line, nature, error.column, error.value, error.sentence


def write_households(
    households: Sequence[HouseholdRecord], target: BinaryIO, file_format: FileFormat = "xlsx"
) -> None:
    """Households in the shape of the template, one column per budget line and month that any of them has."""
    rows = [row for household in households for row in household_rows(household)]
    codes = [code for column in CATALOGUE for code in _codes_of(column, rows)]
    headers = [header_of(code) for code in codes]
    cells = ([in_words(code, row.get(code)) for code in codes] for row in rows)
    write_table(headers, cells, target, file_format, sheet="Foyers")


def _codes_of(column: Column, rows: Sequence[Cells]) -> Sequence[str]:
    if not column.monthly:
        return [column.code]
    return sorted({code for row in rows for code in row if code.startswith(f"{column.code} ")})


def header_of(code: str) -> str:
    """`salaire_net 2026-08` for `budget.wage 2026-08`."""
    column, month = split_code(code)
    return f"{column.header} {month}" if month else column.header


def household_rows(household: HouseholdRecord) -> Iterator[Cells]:
    """One row per member; what belongs to the household is on the first."""
    shared: dict[str, Plain] = _facts(household, Scope.HOUSEHOLD)
    for member in household.members:
        yield {
            "household.ref": household.ref,
            **shared,
            **_facts(member, Scope.MEMBER),
            **_amounts(household, member),
        }
        shared = {}


def _facts(record: HouseholdRecord | MemberRecord, scope: Scope) -> dict[str, Plain]:
    return {column.code: getattr(record, column.fact) for column in CATALOGUE if column.scope is scope}


def _amounts(household: HouseholdRecord, member: MemberRecord) -> dict[str, Plain]:
    return {
        code_for(_BY_KIND_AND_FACT[Scope.BUDGET, line.kind], line.month): line.amount
        for line in household.budget
        if line.member == member.ref
    }


def in_words(code: str, value: Plain) -> Plain:
    """The value as a person writes it: `locataire HLM`, `oui`."""
    column, _ = split_code(code)
    if value is None:
        return None
    if column.kind is Kind.CHOICE:
        return column.choices[str(value)][0]
    if column.kind is Kind.YES_NO:
        return "oui" if value else "non"
    return value


def write_table(
    headers: Sequence[str],
    rows: Iterable[Sequence[Plain]],
    target: BinaryIO,
    file_format: FileFormat,
    sheet: str = "Données",
) -> None:
    """A table as XLSX, or as CSV as French spreadsheets open it: UTF-8 with its mark, `;`, decimal comma."""
    if file_format == "csv":
        _write_csv(headers, rows, target)
        return
    with open_workbook(target) as book:
        worksheet = book.add_worksheet(sheet)
        styles = Styles(book)
        write_header(worksheet, headers, styles)
        for line, row in enumerate(rows, 1):
            write_row(worksheet, line, row, styles)


def _write_csv(headers: Sequence[str], rows: Iterable[Sequence[Plain]], target: BinaryIO) -> None:
    text = TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(map(neutralise, headers))
    writer.writerows([_as_text(cell) for cell in row] for row in rows)
    text.flush()
    text.detach()


def _as_text(cell: Plain) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, dt.date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, Decimal | float):
        return format(cell, "f").replace(".", ",")
    return str(neutralise(cell))


def open_workbook(target: BinaryIO) -> Book:
    return Book(target, {"in_memory": True})


class Styles:
    """The few formats of our workbooks."""

    def __init__(self, book: Book) -> None:
        self.header: Format = book.add_format(
            {"bold": True, "bg_color": "#E7ECEF", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.date: Format = book.add_format({"num_format": "dd/mm/yyyy"})
        self.text: Format = book.add_format({"num_format": "@"})
        self.prose: Format = book.add_format({"text_wrap": True, "valign": "top"})


def write_header(worksheet: Worksheet, headers: Sequence[str], styles: Styles) -> None:
    for column, header in enumerate(headers):
        worksheet.write_string(0, column, neutralise(header), styles.header)
        worksheet.set_column(column, column, max(12, min(30, len(header) + 2)))
    worksheet.freeze_panes(1, 0)


def write_row(worksheet: Worksheet, line: int, row: Sequence[Plain], styles: Styles) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, bool):
            worksheet.write_string(line, column, "oui" if cell else "non")
        elif isinstance(cell, int | float | Decimal):
            worksheet.write_number(line, column, cell)
        elif isinstance(cell, dt.date):
            worksheet.write_datetime(line, column, cell, styles.date)
        elif cell is not None:
            worksheet.write_string(line, column, neutralise(cell), styles.text)
