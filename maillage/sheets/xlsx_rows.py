"""Rows of an XLSX file. Its size is measured before it is opened: a zip may hide anything."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from maillage.sheets.table import LOOKED_AT, FileError, Limits, Row, recognised

PROTECTED = (
    "Ce fichier est protégé ou d'un ancien format (.xls) : enregistrez-le au format .xlsx, sans mot de passe."
)
MOST_COLUMNS = 16_384

_CHUNK = 1 << 20
_FREE_OF_RATIO = 20 * _CHUNK
_OVERLAP = 64
_LINE = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]{0,4}([0-9]{1,9})["']""")
_WIDE_COLUMN = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{2,4})[0-9]""")
_LETTERS = 26
_BROKEN = (
    "Ce fichier Excel est abîmé : ouvrez-le dans votre tableur et enregistrez-le de nouveau au format .xlsx."
)


@dataclass(frozen=True)
class XlsxRows:
    """The sheet is held in memory, packed, and turned into rows as they are asked for."""

    sheet: CalamineSheet

    def __call__(self) -> Iterator[Row]:
        with _broken_file_as_sentence():
            yield from (Row(line, cells) for line, cells in enumerate(self.sheet.iter_rows(), 1))


def open_xlsx(open_binary: Callable[[], BinaryIO], limits: Limits) -> XlsxRows:
    """Raises FileError when the file is too big, broken, protected or without a table."""
    with open_binary() as stream:
        _survey(stream, limits)
    with _broken_file_as_sentence():
        return _best_sheet(open_binary)


@contextmanager
def _broken_file_as_sentence() -> Iterator[None]:
    try:
        yield
    except PasswordError:
        raise FileError(PROTECTED) from None
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise error if isinstance(error, FileError) else FileError(_BROKEN) from None
    except BaseException as error:
        # The Rust reader panics on some broken files, and a panic is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise FileError(_BROKEN) from None


def _survey(stream: BinaryIO, limits: Limits) -> None:
    """Unzip by chunks, only to learn the real size (the declared one may lie) and the sheets' span."""
    try:
        with zipfile.ZipFile(stream) as archive:
            _survey_entries(archive, limits)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
        RuntimeError,
        struct.error,
        OverflowError,
    ) as error:
        raise error if isinstance(error, FileError) else FileError(_BROKEN) from None


def _survey_entries(archive: zipfile.ZipFile, limits: Limits) -> None:
    names = {info.filename for info in archive.infolist()}
    if any(name.startswith("xl/vbaProject") for name in names):
        raise FileError(
            "Ce fichier contient des macros : enregistrez-le au format « Classeur Excel (.xlsx) »."
        )
    if not any(name.startswith("xl/") for name in names):
        raise FileError("Ce fichier n'est pas un classeur Excel : enregistrez-le au format .xlsx ou .csv.")
    budget = limits.unpacked_bytes
    for info in archive.infolist():
        budget -= _survey_entry(archive, info, budget, limits)


def _survey_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: int, limits: Limits) -> int:
    info.file_size = budget + 2 * _CHUNK  # read what is there, not what is declared
    is_sheet = info.filename.startswith("xl/worksheets/")
    size, tail, span = 0, b"", (0, 0)
    with archive.open(info) as entry:
        while chunk := entry.read(_CHUNK):
            size += len(chunk)
            if size > budget or (size > _FREE_OF_RATIO and size > limits.ratio * info.compress_size):
                raise FileError(
                    "Ce fichier Excel est démesuré une fois ouvert : gardez la feuille utile, sans mise en "
                    "forme, ou enregistrez-la en CSV."
                )
            if is_sheet:
                span = _wider(span, tail + chunk, limits)
                tail = chunk[-_OVERLAP:]
    return size


def _wider(span: tuple[int, int], xml: bytes, limits: Limits) -> tuple[int, int]:
    """The last line and column seen so far, refused when the rectangle they span is too big.
    Columns A to Z count as 26: telling them apart would double the time."""
    lines = max(span[0], max(map(int, set(_LINE.findall(xml))), default=0))
    columns = max(span[1], max(map(_column_number, set(_WIDE_COLUMN.findall(xml))), default=_LETTERS))
    if lines > limits.lines or columns > MOST_COLUMNS or lines * columns > limits.cells:
        raise FileError(
            f"La feuille s'étend sur {lines} lignes et {columns} colonnes : supprimez les lignes et les "
            "colonnes vides ou inutiles, ou coupez le fichier en plusieurs."
        )
    return lines, columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _best_sheet(open_binary: Callable[[], BinaryIO]) -> XlsxRows:
    """The first visible sheet with headers we know, else the first that is not empty."""
    with open_binary() as stream, CalamineWorkbook.from_filelike(stream) as book:
        fallback: XlsxRows | None = None
        for name in _visible(book):
            rows = XlsxRows(book.get_sheet_by_name(name))
            if any(recognised(row) >= 2 for row in islice(rows(), LOOKED_AT)):
                return rows
            fallback = fallback or (rows if rows.sheet.height else None)
    if not fallback:
        raise FileError("Ce fichier Excel est vide : remplissez le modèle et envoyez-le de nouveau.")
    return fallback


def open_sheets(open_binary: Callable[[], BinaryIO], limits: Limits) -> dict[str, XlsxRows]:
    """Every visible sheet by its name, for a file whose tables are on several. Raises FileError as `open_xlsx`."""
    with open_binary() as stream:
        _survey(stream, limits)
    with (
        _broken_file_as_sentence(),
        open_binary() as stream,
        CalamineWorkbook.from_filelike(stream) as book,
    ):
        return {name: XlsxRows(book.get_sheet_by_name(name)) for name in _visible(book)}


def _visible(book: CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
    ]
