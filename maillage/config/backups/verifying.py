"""Read a backup from one end to the other, without putting anything back: every chunk, every part, the whole dump."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from maillage.config.backups.contents import DATABASE, END, Member, reading
from maillage.config.backups.inventory import Inventory
from maillage.config.backups.programs import program, writing_to


@dataclass(frozen=True)
class Told:
    """What a backup says of itself. `octets`: of the documents; `size`: of the backup."""

    manifest: dict[str, Any]
    end: dict[str, Any]
    size: int

    @property
    def inventory(self) -> Inventory:
        return Inventory(
            **{name: self.manifest[name] for name in ("tables", "definitions", "sequences", "heads")}
        )

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest["made_at"])

    @property
    def migrations(self) -> set[tuple[str, str]]:
        return {(app, name) for app, name in self.manifest["migrations"]}


def verify(path: Path, keys: Mapping[str, bytes]) -> Told:
    """Raises `BackupError` for whatever would prevent a restore: a chunk, a part missing, a dump that pg_restore refuses."""
    members = reading(path, keys)
    manifest = next(members).told
    reader = program("pg_restore", manifest["server"], manifest["program"])
    with writing_to([reader.path, "--file=/dev/null"], {}) as given:
        end = _given(members, given.write)
    return Told(manifest, end, path.stat().st_size)


def _given(members: Iterator[Member], write: Callable[[bytes], object]) -> dict[str, Any]:
    last: dict[str, Any] = {}
    for member in members:
        if member.kind == DATABASE:
            write(member.content)
        last = member.told if member.kind == END else last
    return last
