"""Word, Excel and LibreOffice documents: a zip whose parts are read within limits, looked at, and zipped again.

Zipped again, nothing survives before, between or after the parts, and what was measured is what everybody will open.
"""

import io
import zipfile

from maillage.files import refusals
from maillage.files.kinds import MEDIA_TYPES, Kind
from maillage.files.office_parts import check_part, declared_types
from maillage.files.refusals import Refused

MOST_PARTS = 2_000
MOST_UNPACKED = 100_000_000
FREE_OF_RATIO = 10_000_000
MOST_RATIO = 200
CONTENT_TYPES = "[Content_Types].xml"
Parts = dict[str, bytes]


def zipped_again(content: bytes) -> tuple[Kind, bytes]:
    """Raises `Refused` for macros, files within, remote content, a password, a bomb, another format, a broken file."""
    try:
        parts = _read(content)
        kind = _kind(parts)
        for name, part in parts.items():
            check_part(name, part)
        return kind, _written(parts)
    except Refused:
        raise
    except Exception as error:  # a reader given a broken file raises nearly anything
        raise Refused(refusals.BROKEN_OFFICE) from error


def _read(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        _measure(entries, len(content))
        return {entry.filename: _part(archive, entry) for entry in entries if not entry.is_dir()}


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpacked no further than its declared size: `read` without a size unpacks all before it cuts."""
    with archive.open(entry) as stream:
        return stream.read(entry.file_size)


def _measure(entries: list[zipfile.ZipInfo], packed: int) -> None:
    """On declared sizes: a part that is longer than it says has a wrong checksum."""
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise Refused(refusals.SWOLLEN)
    if unpacked > FREE_OF_RATIO and unpacked > MOST_RATIO * packed:
        raise Refused(refusals.SWOLLEN)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(refusals.LOCKED_OFFICE)
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names) or any(map(_leaves_the_archive, names)):
        raise Refused(refusals.BROKEN_OFFICE)


def _leaves_the_archive(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _kind(parts: Parts) -> Kind:
    if CONTENT_TYPES in parts:
        return _openxml_kind(declared_types(parts[CONTENT_TYPES]))
    declared = parts.get("mimetype", b"").strip()
    if declared == MEDIA_TYPES[Kind.ODT].encode() and "content.xml" in parts:
        return _unlocked(parts)
    raise Refused(refusals.OTHER_OFFICE if declared.startswith(b"application/") else refusals.ARCHIVE)


def _openxml_kind(declared: set[str]) -> Kind:
    """A presentation, a model or a document with macros declares another main part."""
    found = [kind for kind in (Kind.DOCX, Kind.XLSX) if f"{MEDIA_TYPES[kind]}.main+xml" in declared]
    if len(found) != 1:
        raise Refused(refusals.OTHER_OFFICE)
    return found[0]


def _unlocked(parts: Parts) -> Kind:
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Refused(refusals.LOCKED_OFFICE)
    return Kind.ODT


def _written(parts: Parts) -> bytes:
    """ODT wants `mimetype` first and not compressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(parts, key=lambda name: name != "mimetype"):
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), parts[name], packing)
    return target.getvalue()
