"""A drill: the disk of the database takes no more while somebody writes. `./run bench full_disk`, as root (it mounts a small disk).

A demonstration on a disk of 700 MB in memory; Claire writes notes, a file fills the disk to its last byte, she goes on writing
for a minute, then there is room again. Told: what she was answered and how long she waited, what `/sante/` said, how long
after the room was made a note was taken, how many notes are there, whether the journal follows.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import requests

DISK, MINUTE, STEP = "700m", 60, 1 << 20
BEFORE, SAVED = 10, 302
READY = "Maillage est prêt"
COUNT = "SELECT count(*) FROM support_note WHERE person_id = %s"


class Sent(NamedTuple):
    """What was answered to a form that is opened, or to a note that is sent; `given_back`: with what was typed."""

    what: str
    status: int
    seconds: float
    given_back: bool


def run(arguments: list[str]) -> None:
    if os.geteuid() != 0:
        print("Il faut être root pour monter un petit disque.", file=sys.stderr)
        return
    with _small_disk() as disk, _demonstration(disk / "data") as address:
        from tests.e2e.test_cut_connections import Claire

        claire = Claire(address)
        there = _notes(disk / "data", claire.person)
        before = [_write(claire) for _ in range(BEFORE)]
        _fill(disk / "ballast")
        during = _for_a_minute(claire, address)
        (disk / "ballast").unlink()
        waited, after = _until_taken(claire)
        taken = sum(one.status == SAVED for one in (*before, *during, after))
        print(f"une note prise {waited:.1f} s après la place faite ; {_said(address)}")
        print(f"notes acquittées : {taken} ; notes de plus : {_notes(disk / 'data', claire.person) - there}")
        print(_maillage(disk / "data", "verify-journal").strip())


@contextmanager
def _small_disk() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=755", "tmpfs", folder], check=True)
        Path(folder).chmod(0o755)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def _demonstration(data: Path) -> Iterator[str]:
    from tests.e2e.installation import free_port

    port = free_port()
    command = [*_COMMAND, "demo", "--port", str(port), "--data", str(data)]
    with (data.parent / "said").open("w") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=_environment())
    try:
        while READY not in (data.parent / "said").read_text():
            assert process.poll() is None, (data.parent / "said").read_text()
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


_COMMAND = [sys.executable, "-P", "-m", "maillage"]


def _environment() -> dict[str, str]:
    kept = {name: one for name, one in os.environ.items() if not name.startswith(("DATABASE_", "MAILLAGE_"))}
    return kept | {"PYTHONPATH": str(Path(__file__).parents[1])}


def _maillage(data: Path, *words: str) -> str:
    done = subprocess.run(
        [*_COMMAND, *words],
        env=_environment() | {"MAILLAGE_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def _fill(ballast: Path) -> None:
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(STEP))
    with suppress(OSError), ballast.open("ab", buffering=0) as file:
        while file.write(bytes(512)):
            continue


def _write(claire: Any) -> Sent:
    began = time.monotonic()
    form = claire.read(claire.form)
    if form.status_code != 200:
        return Sent("formulaire", form.status_code, time.monotonic() - began, False)
    answer = claire.send(claire.form, claire.note(form.text))
    given_back = "Point fait.</textarea>" in answer.text
    return Sent("note", answer.status_code, time.monotonic() - began, given_back)


def _for_a_minute(claire: Any, address: str) -> list[Sent]:
    until, found = time.monotonic() + MINUTE, []
    while time.monotonic() < until:
        found.append(_write(claire))
    told = Counter(f"{one.what} {one.status}{', texte rendu' * one.given_back}" for one in found)
    print(f"disque plein, une minute : {dict(told)}, au plus {max(one.seconds for one in found):.1f} s")
    print(_said(address))
    return found


def _said(address: str) -> str:
    told = []
    for probe in ("vivant", "pret"):
        try:
            told.append(f"{probe} : {requests.get(f'{address}/sante/{probe}', timeout=30).text.strip()}")
        except requests.RequestException as error:
            told.append(f"{probe} : {type(error).__name__}")
    return " ; ".join(told)


def _until_taken(claire: Any) -> tuple[float, Sent]:
    began = time.monotonic()
    while True:
        found = _write(claire)
        if found.status == SAVED:
            return time.monotonic() - began, found
        assert time.monotonic() - began < 120, found
        time.sleep(0.5)


def _notes(data: Path, person: str) -> int:
    import psycopg

    from maillage.config.installation import Installation

    with psycopg.connect(Installation(data).cluster.urls()["superuser"], dbname="maillage") as server:
        (count,) = server.execute(COUNT, [person]).fetchone() or (0,)
    return int(count)
