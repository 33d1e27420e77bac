"""A national export brought in: tried, written in one swap, tried again (nothing to do), taken back.

`./run bench directory_import [SERVICES …]` (10,000 and 100,000 unless told). One process, one connection; the database is
the quick one of the tests (no fsync). A structure for four services, on real communes. Memory: the highest of the
process, not of PostgreSQL.
"""

import csv
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.caseload import scratch_database
from benchmarks.imports import forget_peak, peak

SIZES = (10_000, 100_000)
COLUMNS = ("dépôt", "essai", "écriture", "2e essai", "annulation")


def run(arguments: list[str]) -> None:
    sizes = [int(one) for one in arguments] or list(SIZES)
    with scratch_database(), TemporaryDirectory() as folder:
        from django.conf import settings

        settings.MAILLAGE_FILES = Path(folder) / "files"
        print(f"{'services':>9} {'Mo':>5} " + " ".join(f"{one:>10}" for one in COLUMNS) + f" {'Mo mém.':>8}")
        for size in sizes:
            _report(size, *_measure(size, Path(folder)))


def _report(size: int, spent: dict[str, float], megabytes: float, memory: float) -> None:
    cells = " ".join(f"{spent[one]:>8.1f} s" for one in COLUMNS)
    print(f"{size:>9} {megabytes:>5.1f} {cells} {memory:>8,.0f}", flush=True)


def _measure(size: int, folder: Path) -> tuple[dict[str, float], float, float]:
    from maillage.accounts.enums import Role
    from maillage.accounts.tests.factories import actor_of, make_member
    from maillage.directory.actions import imports
    from maillage.permissions.context import acting

    by, spent = actor_of(make_member(role=Role.ANIMATOR)), {}
    with acting(by):
        source = imports.add_source(by=by, code=f"mesure-{size}", name="Mesure")
    structures, services = write_files(size, folder)
    forget_peak()
    _bring_in(by, source, structures, {})
    with _timed(spent, "dépôt"):
        file = _drop(by, source, services)
    with _timed(spent, "essai"):
        _work(by, file, "check_file")
    with _timed(spent, "écriture"):
        _work(by, file, "write", whole=True)
    memory = peak()
    again = _drop(by, source, services)
    with _timed(spent, "2e essai"):
        _work(by, again, "check_file")
    _expect(file, again, size)
    with _timed(spent, "annulation"):
        _work(by, file, "undo")
    return spent, services.stat().st_size / 2**20, memory


@contextmanager
def _timed(spent: dict[str, float], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    spent[name] = time.perf_counter() - began


def _bring_in(by: Any, source: Any, path: Path, spent: dict[str, float]) -> None:
    file = _drop(by, source, path)
    _work(by, file, "check_file")
    _work(by, file, "write", whole=True)


def _drop(by: Any, source: Any, path: Path) -> Any:
    from django.core.files import File

    from maillage.directory.actions import imports
    from maillage.permissions.context import acting

    with path.open("rb") as stream, acting(by):
        return imports.drop(by=by, source=source, upload=File(stream, path.name))


def _work(by: Any, file: Any, name: str, **arguments: Any) -> None:
    """Ask, then do what the worker does."""
    from maillage.directory.actions import importing, imports
    from maillage.jobs.actions import run as run_job
    from maillage.permissions.context import acting

    works = {"check_file": importing.try_file, "write": importing.write, "undo": importing.undo}
    with acting(by):
        file.refresh_from_db()
        job_id = getattr(imports, name)(by=by, file=file, **arguments)
    run_job(lambda job: works[name](job, by=by, import_id=file.pk), by=by, job_id=job_id)
    file.refresh_from_db()


def _expect(file: Any, again: Any, size: int) -> None:
    again.refresh_from_db()
    told = file.counts.get("service"), again.counts.get("service")
    if told != ({"created": size}, {"unchanged": size}):
        raise SystemExit(f"attendu {size} créés puis inchangés, trouvé {told}")


def write_files(size: int, folder: Path) -> tuple[Path, Path]:
    from maillage.directory.enums import PUBLICS, THEMES
    from maillage.directory.models import Territory

    places = list(
        Territory.objects.communes().current().order_by("code").values_list("code", "name", "lat", "lon")[::7]
    )
    themes, publics = list(THEMES), list(PUBLICS)
    structures, services = folder / f"structures-{size}.csv", folder / f"services-{size}.csv"
    with structures.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(
            [
                "id",
                "nom",
                "date_maj",
                "description",
                "commune",
                "code_insee",
                "latitude",
                "longitude",
                "telephone",
                "reseaux_porteurs",
            ]
        )
        for number in range(size // 4):
            code, name, lat, lon = places[number % len(places)]
            writer.writerow(
                [f"s{number}", f"Maison commune {number}", "2026-03-02", "Un lieu d’accueil et d’information.", name,
                 code, lat, lon, f"02 47 {number % 100:02} 00 {number // 100 % 100:02}", "ccas-cias"]
            )  # fmt: skip
    with services.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(
            [
                "id",
                "structure_id",
                "nom",
                "date_maj",
                "description",
                "thematiques",
                "publics",
                "modes_accueil",
                "zone_eligibilite",
                "commune",
                "code_insee",
                "latitude",
                "longitude",
                "telephone",
                "horaires_accueil",
            ]
        )
        for number in range(size):
            code, name, lat, lon = places[number // 4 % len(places)]
            writer.writerow(
                [f"v{number}", f"s{number // 4}", f"Permanence sans rendez-vous {number}", "2026-03-02",
                 "Un entretien pour faire le point et préparer ses démarches, seul ou accompagné. " * 4,
                 f"{themes[number % 69]},{themes[number * 7 % 69]}", publics[number % 14], "en-presentiel", code,
                 name, code, lat, lon, "02 47 00 00 00", "Mo-Fr 09:00-12:00,14:00-17:00"]
            )  # fmt: skip
    return structures, services
