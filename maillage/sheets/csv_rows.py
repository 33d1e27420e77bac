"""Rows of a CSV file, read as a stream: encoding and separator are found by looking at the content."""

import codecs
import csv
import io
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from maillage.sheets.table import LOOKED_AT, FileError, Limits, Row, recognised

DELIMITERS = (";", ",", "\t", "|")
LONGEST_RECORD = 50
"""Physical lines that one quoted record may span; beyond, its quotation mark was never closed."""

_CHUNK = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UNCLOSED = "Un guillemet est ouvert et n'est pas fermé sur cette ligne : fermez-le ou supprimez-le."
_HUGE = "Une case de cette ligne est démesurée : un guillemet est sans doute mal fermé."
_CUT = "Le fichier semble coupé au milieu de cette ligne : exportez-le de nouveau."


@dataclass(frozen=True)
class CsvRows:
    """`open_binary` gives the file from its start, every time it is called."""

    open_binary: Callable[[], BinaryIO]
    limits: Limits
    encoding: str
    delimiter: str
    ends_with_newline: bool

    def __call__(self) -> Iterator[Row]:
        return self._checked(_records(self._lines(), self.delimiter, self.limits.cell_characters))

    def _lines(self) -> Iterator[str]:
        with io.TextIOWrapper(self.open_binary(), encoding=self.encoding, newline="") as text:
            while line := text.readline(self.limits.cell_characters * 8):
                yield line

    def _checked(self, rows: Iterator[Row]) -> Iterator[Row]:
        width = 0
        previous: Row | None = None
        for row in rows:
            if previous:
                yield previous
            width = max(width, len(row.cells))
            previous = row
        if previous:
            cut = not self.ends_with_newline and 1 < len(previous.cells) < width and not previous.fault
            yield previous._replace(fault=_CUT) if cut else previous


def open_csv(open_binary: Callable[[], BinaryIO], limits: Limits) -> CsvRows:
    """Raises FileError when this is no text, or too long a text."""
    encoding, ends_with_newline = _survey(open_binary, limits)
    guesses = [
        CsvRows(open_binary, limits, encoding, delimiter, ends_with_newline) for delimiter in DELIMITERS
    ]
    return max(guesses, key=_likelihood)


def _likelihood(rows: CsvRows) -> tuple[int, int]:
    """Columns recognised in the best line, then cells of the first lines."""
    first = list(islice(rows(), LOOKED_AT))
    return max(map(recognised, first), default=0), sum(len(row.cells) for row in first)


def _survey(open_binary: Callable[[], BinaryIO], limits: Limits) -> tuple[str, bool]:
    """The encoding that fits all the bytes, and whether the last line is ended."""
    with open_binary() as stream:
        encoding = _guess_encoding(stream.read(4096))
    try:
        return encoding, _survey_as(encoding, open_binary, limits)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise _not_text() from None
    try:
        return "cp1252", _survey_as("cp1252", open_binary, limits)
    except UnicodeDecodeError:
        raise _not_text() from None


def _survey_as(encoding: str, open_binary: Callable[[], BinaryIO], limits: Limits) -> bool:
    """One pass over the bytes. UnicodeDecodeError: another encoding should be tried."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, last, ascii_only = 0, "", True
    with open_binary() as stream:
        for chunk in iter(lambda: stream.read(_CHUNK), b""):
            text = decoder.decode(chunk)
            lines, last = _counted(text, lines, last, limits)
            ascii_only = ascii_only and text.isascii()
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        if ascii_only:
            raise
        raise FileError("Ce fichier est coupé au milieu d'une lettre : exportez-le de nouveau.") from None
    return last in "\r\n"


def _counted(text: str, lines: int, last: str, limits: Limits) -> tuple[int, str]:
    if "\0" in text:
        raise _not_text()
    lines += text.count("\n")
    if lines > limits.lines:
        raise FileError(f"Ce fichier dépasse {limits.lines} lignes : coupez-le en plusieurs fichiers.")
    return lines, text[-1:] or last


def _guess_encoding(head: bytes) -> str:
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    zeros = head[0::2].count(0), head[1::2].count(0)
    if max(zeros) * 4 > len(head) and min(zeros) * 8 < max(zeros):
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    return "utf-8"


def _not_text() -> FileError:
    return FileError(
        "Ce fichier n'est pas un texte lisible : enregistrez-le depuis votre tableur au format "
        "« CSV UTF-8 » ou « Excel (.xlsx) »."
    )


def _records(lines: Iterator[str], delimiter: str, longest: int) -> Iterator[Row]:
    """Records of the lines. A quotation mark that is never closed spoils its own line, not those after."""
    waiting: deque[str] = deque()
    number = 0
    while line := _next(waiting, lines):
        number += 1
        if '"' not in line:
            yield _row(number, line.rstrip("\r\n").split(delimiter), longest)
            continue
        taken = [line]
        cells = _parse(taken, delimiter)
        while cells is None and len(taken) < LONGEST_RECORD and (following := _next(waiting, lines)):
            taken.append(following)
            cells = _parse(taken, delimiter) if '"' in following else None
        if cells:
            yield _row(number, cells, longest)
            number += len(taken) - 1
        else:
            yield Row(number, _lenient(line, delimiter), _UNCLOSED)
            waiting.extendleft(reversed(taken[1:]))


def _row(number: int, cells: list[str], longest: int) -> Row:
    if max(map(len, cells)) > longest:
        return Row(number, [cell[:80] for cell in cells], _HUGE)
    return Row(number, cells)


def _next(waiting: deque[str], lines: Iterator[str]) -> str:
    return waiting.popleft() if waiting else next(lines, "")


def _parse(taken: list[str], delimiter: str) -> list[str] | None:
    """The cells; an empty list when they are wrongly quoted; None when the quotation goes on."""
    try:
        return next(csv.reader(taken, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return None if "unexpected end" in str(error) else []


def _lenient(line: str, delimiter: str) -> list[str]:
    return [cell.strip('"') for cell in line.rstrip("\r\n").split(delimiter)]
