"""From the headers of a file to the columns of the catalogue."""

import re
from collections.abc import Iterator, Mapping, Sequence

from maillage.sheets.columns import BY_CODE, CATALOGUE, Column
from maillage.sheets.words import MONTH_BY_NAME, plain

_YEAR_FIRST = re.compile(r"^(.+?) (?P<year>20[0-9]{2}) ?(?P<month>0?[1-9]|1[0-2])$")
_MONTH_FIRST = re.compile(r"^(.+?) (?P<month>0?[1-9]|1[0-2]) (?P<year>20[0-9]{2})$")
_MONTH_NAMED = re.compile(r"^(.+?) (?:de |d )?(?P<name>[a-z]+) (?P<year>(?:20)?[0-9]{2})$")
_MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")


def _names(column: Column) -> Iterator[str]:
    yield from (column.code, column.header, *column.synonyms)


_BY_NAME = {plain(name): column for column in reversed(CATALOGUE) for name in _names(column)}


def code_for(column: Column, month: str | None = None) -> str:
    """`budget.wage`, or `budget.wage 2026-08` for the column of one month."""
    return f"{column.code} {month}" if month else column.code


def split_code(code: str) -> tuple[Column, str | None]:
    """The column and the month a mapping names. KeyError: not a code of the catalogue."""
    name, _, month = code.partition(" ")
    column = BY_CODE[name]
    if month and not (column.monthly and _MONTH.fullmatch(month)):
        raise KeyError(code)
    return column, month or None


def split_month(header: str) -> tuple[str, str] | None:
    """`salaire net août 2026` → (`salaire net`, `2026-08`)."""
    words = plain(header)
    if found := _YEAR_FIRST.match(words) or _MONTH_FIRST.match(words):
        return found[1], f"{found['year']}-{int(found['month']):02d}"
    found = _MONTH_NAMED.match(words)
    if found and (number := MONTH_BY_NAME.get(found["name"])):
        return found[1], f"20{found['year'][-2:]}-{number:02d}"
    return None


def recognise(header: str) -> str | None:
    """The code of the column this header names, if any."""
    if column := _BY_NAME.get(plain(header)):
        return column.code
    if (split := split_month(header)) and (column := _BY_NAME.get(plain(split[0]))) and column.monthly:
        return code_for(column, split[1])
    return None


def suggest_mapping(headers: Sequence[str]) -> dict[str, str | None]:
    """Header → column code, or None when nothing fits. Two headers never get the same code:
    the one spelled as in the template wins, then the first."""
    found = {header: recognise(header) for header in headers}
    keeper = _keepers(found)
    return {header: code if code and keeper[code] == header else None for header, code in found.items()}


def _keepers(found: Mapping[str, str | None]) -> dict[str, str]:
    keeper: dict[str, str] = {}
    for header, code in found.items():
        if code and (code not in keeper or _is_template_header(header, code)):
            keeper[code] = header
    return keeper


def _is_template_header(header: str, code: str) -> bool:
    return plain(header) in {plain(split_code(code)[0].header), plain(code)}
