"""A file of households brought in: dropped, tried, written, taken out again, beside two floors.

`./run bench imports [SIZE …]` (500, 5,000 and 50,000 households unless told), XLSX then CSV. One process, one connection,
under the row security of a social worker; the database is the quick one of the tests (no fsync). Households have one,
two, two and four persons in turn; each adult has two amounts, each standing for four months. Floors: the file read to
its last cell and nothing else; the same rows by COPY, without row security. Memory: the highest of the process
(not of PostgreSQL) during trial and writing.
"""

import io
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.caseload import fill, scratch_database

SIZES = (500, 5_000, 50_000)
KINDS = ("xlsx", "csv")
TABLES = ("household", "person", "attachment", "householdmember", "budgetline")
COLUMNS = ("lire seul", "COPY seul", "dépôt", "essai", "écriture", "annulation")
HEADERS = (
    "foyer", "role", "prenom", "nom", "date_naissance", "commune", "logement", "loyer", "activite", "nationalite",
    "salaire_net", "chomage",
)  # fmt: skip
NAMES = ("Awa", "Léo", "Rosa", "Jean", "Inès", "Paul", "Fatou", "Louis", "Ana", "Omar", "Zoé", "Ali", "Eva")


def run(arguments: list[str]) -> None:
    sizes = [int(one) for one in arguments] or list(SIZES)
    with scratch_database(), TemporaryDirectory() as folder:
        from django.conf import settings

        settings.MAILLAGE_FILES = Path(folder) / "files"
        print(
            f"{'foyers':>8} {'':>5} {'Mo':>5} "
            + " ".join(f"{one:>10}" for one in COLUMNS)
            + f" {'Mo mém.':>8}"
        )
        for size in sizes:
            for kind in KINDS:
                _report(size, kind, *_measure(size, kind, Path(folder) / f"{size}.{kind}"))


def _report(size: int, kind: str, spent: dict[str, float], megabytes: float, memory: float) -> None:
    cells = " ".join(f"{spent[one]:>8.1f} s" for one in COLUMNS)
    print(f"{size:>8} {kind:>5} {megabytes:>5.1f} {cells} {memory:>8,.0f}", flush=True)


def _measure(size: int, kind: str, path: Path) -> tuple[dict[str, float], float, float]:
    """Seconds of each step, megabytes of the file, megabytes of memory."""
    actor, spent = fill(0), {}
    maker = multiprocessing.get_context("fork").Process(target=write_file, args=(size, kind, path))
    maker.start()
    maker.join()
    with _timed(spent, "lire seul"):
        read_alone(path)
    source = _drop(actor, path, spent)
    forget_peak()
    with _timed(spent, "essai"):
        _check(actor, source)
    with _timed(spent, "écriture"):
        _work(actor, source, "write", twice=False)
    memory = peak()
    rows = {table: _copied_out(table) for table in TABLES}
    _expect(size, rows)
    with _timed(spent, "annulation"):
        _work(actor, source, "undo")
    _expect(0, {table: _copied_out(table) for table in TABLES})
    with _timed(spent, "COPY seul"):
        _copy_in(rows)
    return spent, path.stat().st_size / 2**20, memory


@contextmanager
def _timed(spent: dict[str, float], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    spent[name] = time.perf_counter() - began


def write_file(size: int, kind: str, path: Path) -> None:
    from maillage.sheets import write_table

    with path.open("wb") as target:
        write_table(HEADERS, _rows(size), target, kind)  # type: ignore[arg-type]


def _rows(size: int) -> Iterator[list[Any]]:
    for number in range(size):
        count = (1, 2, 2, 4)[number % 4]
        for rank in range(count):
            yield _row(number, rank, adult=rank == 0 or (rank == 1 and number % 2 == 1))


def _row(number: int, rank: int, adult: bool) -> list[Any]:
    role = "demandeur" if rank == 0 else "conjoint" if adult else "enfant"
    born = (
        date(1950 + number % 50, 1 + number % 12, 1 + number % 28)
        if adult
        else date(2012 + rank, 5, 1 + number % 28)
    )
    identity = [f"F{number}", role, NAMES[(number + rank) % len(NAMES)], f"Mesure {number % 9973}", born]
    home = ["37261", "locataire HLM", 300 + number % 400] if rank == 0 else [None] * 3
    facts = ["en emploi", "française", 900 + number % 1000, 0] if adult else [None, "française", None, None]
    return [*identity, *home, *facts]


def read_alone(path: Path) -> None:
    from maillage.sheets import open_table

    with open_table(path) as table:
        for row in table.rows():
            for _ in row.cells:
                pass


def _drop(actor: Any, path: Path, spent: dict[str, float]) -> Any:
    from django.core.files import File

    from maillage.people.actions import imports
    from maillage.permissions.context import acting

    with path.open("rb") as stream, _timed(spent, "dépôt"), acting(actor):
        return imports.drop(by=actor, upload=File(stream, path.name))


def _check(actor: Any, source: Any) -> None:
    from maillage.sheets import suggest_mapping

    _work(actor, source, "check_file", mapping=suggest_mapping(source.headers), last_month=date(2026, 10, 1))


def _work(actor: Any, source: Any, name: str, **arguments: Any) -> None:
    """Ask, then do what the worker does."""
    from maillage.jobs.actions import run as run_job
    from maillage.people.actions import importing, imports, undoing
    from maillage.permissions.context import acting

    works = {"check_file": importing.check, "write": importing.write, "undo": undoing.undo}
    with acting(actor):
        source.refresh_from_db()
        job_id = getattr(imports, name)(by=actor, file=source, **arguments)
    run_job(lambda job: works[name](job, by=actor, import_id=source.pk), by=actor, job_id=job_id)


def _copied_out(table: str) -> bytes:
    from django.db import connections

    target = io.BytesIO()
    with connections["maintenance"].cursor() as cursor, cursor.copy(f"COPY people_{table} TO STDOUT") as copy:
        for block in copy:
            target.write(block)
    return target.getvalue()


def _expect(households: int, rows: dict[str, bytes]) -> None:
    found = {table: block.count(b"\n") for table, block in rows.items()}
    persons = sum((1, 2, 2, 4)[number % 4] for number in range(households))
    wanted = {"household": households, "person": persons, "householdmember": persons}
    if not found.items() >= {**wanted, "attachment": households + persons}.items():
        raise SystemExit(f"attendu {wanted}, trouvé {found}")


def _copy_in(rows: dict[str, bytes]) -> None:
    """The same rows as their owner would load them: one COPY a table, constraints and indexes on."""
    from django.db import connections, transaction

    with transaction.atomic("maintenance"), connections["maintenance"].cursor() as cursor:
        for table, block in rows.items():
            # The import itself is still there: nothing points at a row that is missing.
            with cursor.copy(f"COPY people_{table} FROM STDIN") as copy:
                copy.write(block)


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """Megabytes of memory at the most since `forget_peak`."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024
