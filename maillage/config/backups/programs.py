"""pg_dump and pg_restore: which ones, and how what they write or read goes through a pipe, never through a file."""

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from maillage.config.backups.errors import BackupError
from maillage.config.server_programs import ProgramsMissing, client_program

PACKAGED = Path("/usr/lib/postgresql")
"""Where Debian and Ubuntu put each major version."""
LATER_PARAMETERS = 17
ENOUGH_SAID = 4000


class Found(NamedTuple):
    path: str
    major: int


def program(name: str, server: int, archive: int = 0) -> Found:
    """The one of the server's major version (18, say), or else the nearest after it: an older one cannot read it.

    `archive`: the major version of the program that wrote what is to be read.
    """
    found = [one for one in map(_versioned, _places(name)) if one]
    least = max(server, archive)
    able = [one for one in found if one.major >= least and _fits(one, server)]
    if not able:
        raise BackupError(_missing(name, least, found))
    return min(able, key=lambda one: one.major)


def _fits(one: Found, server: int) -> bool:
    """From 17 on, they set a parameter that former servers don't know, and write what former programs don't read."""
    return server >= LATER_PARAMETERS or one.major < LATER_PARAMETERS


def _places(name: str) -> Iterator[str]:
    with suppress(ProgramsMissing):
        yield client_program(name)
    yield from map(str, PACKAGED.glob(f"*/bin/{name}"))
    if on_path := shutil.which(name):
        yield on_path


def _versioned(path: str) -> Found | None:
    with suppress(OSError):
        done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
        if said := re.search(r"\(PostgreSQL\) (\d+)", done.stdout):
            return Found(path, int(said[1]))
    return None


def _missing(name: str, least: int, found: list[Found]) -> str:
    seen = ", ".join(f"{one.path} ({one.major})" for one in found)
    beside = f" Trouvés, d’une version qui ne convient pas\u00a0: {seen}." if seen else ""
    return (
        f"Le programme {name} de PostgreSQL {least} est introuvable.{beside} Installez le paquet "
        f"«\u00a0postgresql-client-{least}\u00a0», ou mettez son dossier dans PATH."
    )


def libpq(url: str, **changed: str) -> tuple[str, dict[str, str]]:
    """What a program takes as its --dbname, and its environment: a password never shows among the processes."""
    parts = {**conninfo_to_dict(url), **changed}
    password = str(parts.pop("password", None) or "")
    return make_conninfo("", **parts), {**os.environ, "PGPASSWORD": password}


@contextmanager
def reading_from(command: list[str], environment: dict[str, str]) -> Iterator[BinaryIO]:
    """What the program writes. Raises `BackupError` with its words when it fails."""
    with _running(command, environment, gives=True) as process:
        yield cast(BinaryIO, process.stdout)


@contextmanager
def writing_to(command: list[str], environment: dict[str, str]) -> Iterator[BinaryIO]:
    """Where to write what the program reads; it has done its work when this ends. Raises `BackupError` too."""
    with _running(command, environment, gives=False) as process:
        given = cast(BinaryIO, process.stdin)
        try:
            yield given
            given.close()
        except BrokenPipeError:
            if process.wait() == 0:
                raise BackupError(f"{Path(command[0]).name} s’est arrêté avant la fin.") from None


@contextmanager
def _running(
    command: list[str], environment: dict[str, str], *, gives: bool
) -> Iterator[subprocess.Popen[bytes]]:
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    stdin, stdout = (nothing, pipe) if gives else (pipe, nothing)
    process = subprocess.Popen(command, env=environment, stdin=stdin, stdout=stdout, stderr=pipe)
    said: list[bytes] = []
    listener = threading.Thread(target=lambda: said.append(cast(BinaryIO, process.stderr).read()))
    listener.start()
    try:
        yield process
        process.wait()
    except BaseException:
        process.kill()
        raise
    finally:
        _put_away(process, listener)
    if process.returncode:
        raise BackupError(_said(command, b"".join(said)))


def _put_away(process: subprocess.Popen[bytes], listener: threading.Thread) -> None:
    process.wait()
    listener.join()
    for end in (process.stdin, process.stdout, process.stderr):
        with suppress(BrokenPipeError):
            if end:
                end.close()


def _said(command: list[str], words: bytes) -> str:
    told = words.decode(errors="replace").strip()[-ENOUGH_SAID:]
    return f"{Path(command[0]).name} a échoué\u00a0:\n{told}"
