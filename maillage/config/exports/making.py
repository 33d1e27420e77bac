"""Write everything out, as it is at one moment, in a folder that is read without Maillage: whole, or not at all.

`tables/*.jsonl` (a line of JSON for each row, sealed texts opened), `documents/` (opened), `documents.jsonl` (which they are),
`schema.json`, `LISEZMOI.txt`, `SOMMES.sha256`. Nothing of it is sealed.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from psycopg import sql

from maillage.audit.actions import record_through
from maillage.config.backups.inventory import file_keys
from maillage.config.backups.making import SNAPSHOT, check_role, version
from maillage.config.exports.errors import ExportError
from maillage.config.exports.schema import HISTORY, LEFT_OUT, Connection, Table, exported, withheld
from maillage.files import storage
from maillage.jobs.actions import MAINTENANCE
from maillage.permissions import Actor
from maillage.vault.sealing import Unreadable, keys_of, unseal
from maillage.whole_files import erase, sync

FORMAT = 1
ROWS_AT_ONCE = 500
COMMAND = Actor(label="export complet par la ligne de commande")
SETTINGS = """
SET LOCAL search_path = pg_catalog; SET LOCAL "TimeZone" = 'UTC'; SET LOCAL "DateStyle" = 'ISO, YMD'; SET LOCAL row_security = off
"""
FORMER = """jsonb_set(to_jsonb(the_row), '{{former}}', the_row.former - ARRAY(
    SELECT jsonb_array_elements_text(coalesce({}::jsonb -> the_row."table", '[]'))))::text"""
READ_ME = """Export complet d'une installation de Maillage, fait le {made_at} (UTC).

ATTENTION : rien ici n'est chiffré. Noms, notes, budgets, documents s'y lisent en clair. Gardez ce dossier sur un support
chiffré, remettez-le à qui doit le reprendre, puis détruisez-le.

schema.json       les tables et leurs colonnes, en français : type, liste des valeurs, table à laquelle chacune renvoie
tables/*.jsonl    une ligne de JSON (UTF-8) par ligne de la table
documents/        les documents, tels qu'ils ont été déposés ; documents.jsonl dit la taille et l'empreinte de chacun
SOMMES.sha256     pour vérifier : sha256sum --check SOMMES.sha256

{tables} tables, {rows} lignes, {documents} documents. Ce qui n'y est pas est dit dans schema.json (« ecartees », « illisibles »).
"""


class Exported(NamedTuple):
    tables: int
    rows: int
    documents: int
    unreadable: int
    lost: int


class Folder:
    """Where files are written; remembers the sum of each."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sums: dict[str, str] = {}

    @contextmanager
    def file(self, name: str) -> Iterator["_Summed"]:
        path = self.path / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            summed = _Summed(file)
            yield summed
            file.flush()
            os.fsync(file.fileno())
        self.sums[name] = summed.digest.hexdigest()

    def write(self, name: str, content: bytes) -> None:
        with self.file(name) as file:
            file.write(content)


class _Summed:
    def __init__(self, file: Any) -> None:
        self._file, self.digest = file, sha256()

    def write(self, content: bytes) -> None:
        self.digest.update(content)
        self._file.write(content)


def export(target: Path, url: str) -> Exported:
    """`url`: the role that reads everything. Raises `ExportError`; whatever it raises leaves `target` as it was."""
    _check_target(target)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    erase(unfinished)
    try:
        unfinished.mkdir(mode=0o700)
        with psycopg.connect(url, autocommit=True) as connection:
            done = _write(Folder(unfinished), connection)
        unfinished.replace(target)
    except BaseException:
        erase(unfinished)
        raise
    sync(target.parent)
    return done


def _check_target(target: Path) -> None:
    if not target.parent.is_dir():
        raise ExportError(f"Le dossier {target.parent} n’existe pas.")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ExportError(
            f"{target} n’est pas un dossier vide\u00a0: donnez un dossier vide ou qui n’existe pas."
        )


def _write(folder: Folder, connection: Connection) -> Exported:
    check_role(connection)
    record_through(MAINTENANCE, COMMAND, "exported_whole", "installation")
    connection.execute(SNAPSHOT)
    connection.execute(SETTINGS)
    tables = exported(connection)
    secrets = json.dumps(withheld(tables))
    counted = {table.name: _write_table(folder, connection, table, secrets) for table in tables}
    lost, unreadable_files, documents = _write_documents(folder, sorted(file_keys(connection)))
    connection.execute("COMMIT")
    unreadable = sum(hidden for _, hidden in counted.values()) + unreadable_files
    done = Exported(len(tables), sum(rows for rows, _ in counted.values()), documents, unreadable, len(lost))
    _write_about(folder, tables, counted, lost, done)
    return done


def _write_table(folder: Folder, connection: Connection, table: Table, secrets: str) -> tuple[int, int]:
    """How many rows, and how many texts of theirs nobody can open any more."""
    rows = unreadable = 0
    with folder.file(table.file) as file, connection.cursor(name="export") as cursor:
        cursor.itersize = ROWS_AT_ONCE
        cursor.execute(_statement(table, secrets))
        while chunk := cursor.fetchmany(ROWS_AT_ONCE):
            lines, hidden = _opened(table, chunk)
            file.write("".join(f"{line}\n" for line in lines).encode())
            rows, unreadable = rows + len(chunk), unreadable + hidden
    return rows, unreadable


def _statement(table: Table, secrets: str) -> sql.Composed:
    """The row as JSON, but its sealed columns; its key; then what is sealed."""
    sealed = table.sealed
    hidden = [*table.withheld, *(one.name for one in sealed)]
    row = sql.SQL("(to_jsonb(the_row) - {}::text[])::text").format(hidden)
    if table.name == HISTORY:
        row = sql.SQL(FORMER).format(secrets)
    asked = [row, *(sql.Identifier("the_row", one.name) for one in (*table.key, *sealed))]
    return sql.SQL("SELECT {} FROM {} AS the_row").format(sql.SQL(", ").join(asked), table.identifier)


def _opened(table: Table, chunk: list[tuple[Any, ...]]) -> tuple[list[str], int]:
    sealed = table.sealed
    if not sealed:
        return [row[0] for row in chunk], 0
    keys = keys_of((bytes(value) for row in chunk for value in row[2:] if value), using=MAINTENANCE)
    lines, unreadable = [], 0
    for body, key, *values in chunk:
        texts = {
            one.name: _text(value, f"{table.place}.{one.name}:{key}", keys)
            for one, value in zip(sealed, values, strict=True)
        }
        unreadable += sum(
            texts[one.name] is None and value is not None for one, value in zip(sealed, values, strict=True)
        )
        lines.append(_joined(body, texts))
    return lines, unreadable


def _text(value: bytes | None, place: str, keys: dict[UUID, bytes]) -> str | None:
    if not value:
        return None if value is None else ""
    try:
        return unseal(bytes(value), place=place, keys=keys)
    except Unreadable:
        return None


def _joined(body: str, texts: Mapping[str, str | None]) -> str:
    """PostgreSQL's text is kept as it is: numbers stay exact."""
    return f"{body[:-1]}, {json.dumps(texts, ensure_ascii=False)[1:]}"


def _write_documents(folder: Folder, keys: Iterable[str]) -> tuple[list[str], int, int]:
    """Those that are lost, how many can't be opened any more, how many are written."""
    lost, unreadable, written = [], 0, 0
    with folder.file("documents.jsonl") as index:
        for key in keys:
            try:
                content = storage.read(key, using=MAINTENANCE)
            except storage.FileLost:
                lost.append(key)
            except Unreadable:
                unreadable += 1
            else:
                name = f"documents/{key}"
                folder.write(name, content)
                written += 1
                index.write(_json({"cle": key, "octets": len(content), "sha256": folder.sums[name]}) + b"\n")
    return lost, unreadable, written


def _write_about(
    folder: Folder,
    tables: list[Table],
    counted: Mapping[str, tuple[int, int]],
    lost: list[str],
    done: Exported,
) -> None:
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    told = {
        table.name: table.told
        | {"fichier": table.file, "lignes": counted[table.name][0], "illisibles": counted[table.name][1]}
        for table in tables
    }
    about = {
        "format": FORMAT,
        "version": version(),
        "fait_le": made_at,
        "tables": told,
        "ecartees": LEFT_OUT,
        "documents": {"ecrits": done.documents, "absents_du_disque": lost},
        "illisibles": done.unreadable,
    }
    folder.write("schema.json", json.dumps(about, ensure_ascii=False, indent=1).encode())
    folder.write("LISEZMOI.txt", READ_ME.format(made_at=made_at, **done._asdict()).encode())
    folder.write(
        "SOMMES.sha256", "".join(f"{total}  {name}\n" for name, total in folder.sums.items()).encode()
    )


def _json(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()
