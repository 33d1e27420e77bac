"""Opening a household file: what it is comes from its content, never from its name."""

import io
from collections.abc import Callable
from contextlib import suppress
from os import PathLike
from pathlib import Path
from typing import BinaryIO, cast

from maillage.sheets.csv_rows import open_csv
from maillage.sheets.json_rows import open_json
from maillage.sheets.table import FileError, Limits, Table, find_headers
from maillage.sheets.xlsx_rows import PROTECTED, open_xlsx

_FOREIGN = (
    (b"%PDF", "un PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"<!DO", "une page web"),
    (b"<htm", "une page web"),
    (b"<?xm", "un fichier XML"),
    (b"{\\rtf", "un document Word"),
    (b"Rar!", "une archive"),
    (b"7z\xbc\xaf", "une archive"),
    (b"\x1f\x8b", "une archive"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"

Opener = Callable[[], BinaryIO]


def open_table(
    file: str | PathLike[str] | BinaryIO, filename: str = "", limits: Limits | None = None
) -> Table:
    """The table of a CSV, XLSX or JSON file given by its path or as an open binary file.

    A path is read as a stream (CSV); an open file is first taken into memory, within `limits.bytes`.
    `filename` only appears in messages. Raises FileError.
    """
    limits = limits or Limits()
    opener = _opener(file, filename or "ce fichier", limits)
    with opener() as stream:
        head = stream.read(4096)
    _refuse_foreign(head)
    if head.startswith(b"PK"):
        xlsx = open_xlsx(opener, limits)
        line, headers = find_headers(xlsx(), limits)
        return Table(headers, "xlsx", xlsx, line)
    if _looks_like_json(head):
        with opener() as stream:
            json_rows = open_json(stream.read(), limits)
        return Table(json_rows.headers, "json", json_rows)
    csv_rows = open_csv(opener, limits)
    line, headers = find_headers(csv_rows(), limits)
    return Table(headers, "csv", csv_rows, line)


def _opener(file: str | PathLike[str] | BinaryIO, name: str, limits: Limits) -> Opener:
    if isinstance(file, str | PathLike):
        return _path_opener(Path(file), limits)
    with suppress(OSError, ValueError, AttributeError):
        file.seek(0)
    data = file.read(limits.bytes + 1)
    _check_size(len(data), limits)
    return lambda: io.BytesIO(data)


def _path_opener(path: Path, limits: Limits) -> Opener:
    try:
        if not path.is_file():
            raise FileError(f"« {path.name} » n'est pas un fichier que l'on peut lire : vérifiez son nom.")
        _check_size(path.stat().st_size, limits)
        path.open("rb").close()
    except (OSError, ValueError) as error:
        raise (
            error
            if isinstance(error, FileError)
            else FileError(
                f"« {path.name} » ne peut pas être ouvert : vérifiez son nom et vos droits de lecture."
            )
        ) from None
    return lambda: cast(BinaryIO, path.open("rb"))


def _check_size(size: int, limits: Limits) -> None:
    if not size:
        raise FileError("Ce fichier est vide : vérifiez que vous avez choisi le bon fichier.")
    if size > limits.bytes:
        raise FileError(f"Ce fichier dépasse {limits.bytes // 2**20} Mo : coupez-le en plusieurs fichiers.")


def _refuse_foreign(head: bytes) -> None:
    if head.startswith(_OLD_OFFICE):
        raise FileError(PROTECTED)
    for mark, what in _FOREIGN:
        if head[:4].lower().startswith(mark.lower()):
            raise FileError(
                f"Ce fichier est {what}, pas un tableau : envoyez un fichier Excel (.xlsx), CSV ou JSON."
            )


def _looks_like_json(head: bytes) -> bool:
    text = (
        head.removeprefix(b"\xef\xbb\xbf")
        .replace(b"\0", b"")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
    )
    return text.lstrip()[:1] in {b"[", b"{"}
