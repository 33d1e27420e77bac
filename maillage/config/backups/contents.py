"""What a backup holds, one member after another: a tar, sealed. Written and read once, in order, never unsealed on a disk."""

import io
import json
import tarfile
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from maillage.config.backups.errors import BackupError
from maillage.config.backups.sealed_stream import SealedReader, SealedWriter

FORMAT = 1
PART = 4 * 1024 * 1024
MANIFEST, DATABASE, FILE, ERASURES, END = "manifest.json", "database", "files", "erasures", "end.json"
NEWER = "Cette sauvegarde a été faite par une version plus récente de Maillage\u00a0: mettez d’abord Maillage à jour."
NOT_WHOLE = "Cette sauvegarde s’ouvre, mais il y manque quelque chose ({})\u00a0: elle ne peut pas servir."


class Member(NamedTuple):
    kind: str
    name: str
    content: bytes

    @property
    def told(self) -> dict[str, Any]:
        """Of the manifest and of the end."""
        found: dict[str, Any] = json.loads(self.content)
        return found


class Writer:
    """Adds members; counts what it is given, which the end will say."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self.parts = self.files = self.octets = 0

    def manifest(self, told: Mapping[str, Any]) -> None:
        self._add(MANIFEST, _json({**told, "format": FORMAT}))

    def database(self, dump: BinaryIO) -> None:
        while part := dump.read(PART):
            self.parts += 1
            self._add(f"{DATABASE}/{self.parts:06}", part)

    def file(self, key: str, content: bytes) -> None:
        self.files += 1
        self.octets += len(content)
        self._add(f"{FILE}/{key}", content)

    def erasures(self, content: bytes) -> None:
        self._add(ERASURES, content)

    def end(self, told: Mapping[str, Any]) -> None:
        self._add(END, _json({**told, "parts": self.parts, "files": self.files, "octets": self.octets}))

    def _add(self, name: str, content: bytes) -> None:
        told = tarfile.TarInfo(name)
        told.size, told.mode = len(content), 0o600
        self._archive.addfile(told, io.BytesIO(content))
        cast(Any, self._archive).members.clear()  # it would remember each of them


@contextmanager
def writing(target: BinaryIO, name: str, key: bytes) -> Iterator[Writer]:
    """Sealed under `key`, which readers will know by its name."""
    sealed = SealedWriter(target, name, key)
    with tarfile.open(fileobj=cast(Any, sealed), mode="w|", bufsize=PART) as archive:
        yield Writer(archive)
    sealed.close()


def reading(path: Path, keys: Mapping[str, bytes]) -> Generator[Member, None, None]:
    """Each member in turn, the manifest first, the end last. Raises `BackupError`: also after the last one, so that
    nothing is whole before this has ended."""
    with _opened(path) as source:
        sealed = SealedReader(source, keys)
        yield from _in_order(_members(sealed))
        sealed.read_to_the_end()


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise BackupError(
            f"Cette sauvegarde ne peut pas être lue\u00a0: {path} ({error.strerror})."
        ) from None


def _members(sealed: SealedReader) -> Iterator[Member]:
    try:
        with tarfile.open(fileobj=cast(Any, sealed), mode="r|", bufsize=PART) as archive:
            for told in archive:
                content = archive.extractfile(told)
                kind, _, name = told.name.partition("/")
                yield Member(kind, name, content.read() if content else b"")
                cast(Any, archive).members.clear()
    except tarfile.TarError:
        raise BackupError(NOT_WHOLE.format("son contenu")) from None


def _in_order(members: Iterator[Member]) -> Iterator[Member]:
    """A manifest of a known form, parts one after another, and as much of each as the end says."""
    first = next(members, None)
    if first is None or first.kind != MANIFEST:
        raise BackupError(NOT_WHOLE.format(MANIFEST))
    if first.told["format"] > FORMAT:
        raise BackupError(NEWER)
    yield first
    parts = files = octets = 0
    last = first
    for last in members:
        parts += last.kind == DATABASE
        if last.kind == DATABASE and int(last.name) != parts:
            raise BackupError(NOT_WHOLE.format(DATABASE))
        files += last.kind == FILE
        octets += len(last.content) if last.kind == FILE else 0
        yield last
    _check_end(last, {"parts": parts, "files": files, "octets": octets})


def _check_end(last: Member, counted: Mapping[str, int]) -> None:
    if last.kind != END:
        raise BackupError(NOT_WHOLE.format(END))
    for name, count in counted.items():
        if last.told[name] != count:
            raise BackupError(NOT_WHOLE.format(name))


def _json(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
