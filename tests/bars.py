"""`./run bar NAME`: one thing that must hold, tried as far as it goes; `./run bar all`: each of them.

A bar is some tests and a floor. Its last line says how many were tried and how many failed; under the floor, or with one
failure, it ends with 1. All of them are run three by three, the longest first: on two processors, none of which waits.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from maillage.config.cluster import Cluster

ROOT = Path(__file__).resolve().parents[1]
BROWSER = "tests/e2e/"


class Bar(NamedTuple):
    """`tests`: what pytest is given. `counted`: what these tests count (`tests.depth.count`), else tests themselves;
    `floor`: fewer than that is not a proof."""

    says: str
    tests: tuple[str, ...]
    floor: int
    counted: str = "vérifications"
    more: tuple[tuple[str, str], ...] = ()


WAYS = tuple(
    f"{BROWSER}test_{name}.py"
    for name in (
        "caseload", "colleagues", "commission", "deliberation", "demonstration", "directory_cards", "directory_ground", "directory_territory", "first_journey",
        "follow_up", "import", "taking_part", "under_way", "what_if",
    )
)  # fmt: skip
SECURITY, REFERRALS = "tests/security/", "maillage/referrals/tests/"
BARS = {
    "matrix": Bar("chaque adresse, chaque rôle, chaque objet", ("tests/matrix",), 20_000, "demandes"),
    "files": Bar("les fichiers, par qui peut les lire", ("maillage/support/tests/test_documents.py", "maillage/files/tests/test_serving.py", "maillage/files/tests/test_storage.py"), 40),
    "oracle": Bar("la sécurité par ligne, seule, égale un oracle", (SECURITY + "test_oracle.py",), 200, "organisations"),
    "revocation": Bar("rien après un retrait, sur neuf canaux", (SECURITY + "test_revocation.py",), 9),
    "sql": Bar("la sécurité par ligne attaquée en SQL", (SECURITY + "test_sql_attempts.py", SECURITY + "test_sql_moved_rows.py", SECURITY + "test_sql_partner.py", SECURITY + "test_enumeration.py"), 60),
    "canaries": Bar("un mot caché nulle part où il ne doit pas, en-têtes compris", (SECURITY + "test_canaries.py",), 4_000, "réponses"),
    "controls": Bar("les contrôles qui valent partout", (SECURITY + "test_controls.py",), 8),
    "requests": Bar("des demandes déformées", ("tests/fuzz",), 20_000, "demandes"),
    "uploads": Bar("des fichiers déformés", ("maillage/files/tests/test_mutations.py",), 10_000, "fichiers"),
    "database-killed": Bar("la base arrêtée net", ("maillage/config/tests/test_killed_server.py",), 50, "arrêts"),
    "web-killed": Bar("le serveur web arrêté net en commission", (BROWSER + "test_killed_commission.py",), 50, "arrêts", (("MAILLAGE_KILLS", "50"),)),
    "cut": Bar("les connexions à la base coupées pendant qu’on écrit", (BROWSER + "test_cut_connections.py",), 30, "coupures"),
    "races": Bar("ceux qui écrivent en même temps", (REFERRALS + "test_case_races.py", REFERRALS + "test_place_races.py"), 4_000, "essais"),
    "journal": Bar("le journal altéré", ("maillage/audit/tests/test_journal.py",), 20),
    "retention": Bar("illisible, puis perdu pour de bon", ("maillage/support/tests/test_retention.py", "maillage/support/tests/test_erasing.py"), 30),
    "sign-in": Bar("entrer sans y avoir droit", ("maillage/accounts/tests",), 100),
    "tokens": Bar("des réponses de ProConnect forgées", ("maillage/accounts/tests/test_proconnect_forged.py",), 200, "réponses"),
    "backup": Bar(
        "une sauvegarde rendue telle quelle, ou refusée", ("maillage/config/tests/test_backups.py", "maillage/config/tests/test_backup_refusals.py", "maillage/config/tests/test_sealed_stream.py"), 15
    ),
    "pages": Bar("axe, largeurs, console et clavier, page par page", (BROWSER + "test_whole_site.py",), 150, "pages"),
    "journeys": Bar("des parcours au clavier, sans JavaScript et au téléphone", WAYS, 45),
    "supply": Bar("des paquets verrouillés, vérifiés, de licences compatibles", (SECURITY + "test_supply_chain.py",), 90, "paquets"),
    "mutation": Bar("des contrôles cassés exprès, que les tests voient", ("tests/mutation",), 40, "fautes"),
    "guides": Bar("les guides, suivis jusqu’au bout dans un navigateur", ("tests/pictures",), 40, "images"),
    "statistics": Bar("des cases masquées retrouvées", ("maillage/observatory/tests/test_disclosure.py",), 500, "tableaux"),
}  # fmt: skip


LANES = 3
LONGEST = (
    "mutation",
    "requests",
    "matrix",
    "journeys",
    "web-killed",
    "pages",
    "canaries",
    "races",
    "oracle",
    "backup",
    "guides",
)


def main(names: Sequence[str]) -> int:
    if list(names) == ["all"]:
        return run_all()
    unknown = [name for name in names if name not in BARS]
    if unknown or not names:
        print(f"Dites laquelle : all, {', '.join(BARS)}.", file=sys.stderr)
        return 2
    return 0 if all([run(name) for name in names]) else 1


def run_all() -> int:
    """In one process each, on one server."""
    began, order = time.monotonic(), [*LONGEST, *(name for name in BARS if name not in LONGEST)]
    with Cluster(ROOT / "var" / "bars", fast=True) as server, ThreadPoolExecutor(LANES) as lanes:
        held = list(lanes.map(partial(run, server=str(server.directory)), order))
    missed = [name for name, one in zip(order, held, strict=True) if not one]
    print(
        f"all : {len(held)} barres, {len(missed)} manquées {missed or ''}, {time.monotonic() - began:.0f} s"
    )
    return 1 if missed else 0


def run(name: str, server: str = "") -> bool:
    """Whether it holds. `server`: where the database of its tests is, when other bars run beside it: what it prints is then told
    at its end."""
    bar, began = BARS[name], time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        counts, report = Path(folder) / "counts", Path(folder) / "report"
        environment = _environment(bar, counts, report) | (
            {"MAILLAGE_TEST_CLUSTER": server} if server else {}
        )
        done = subprocess.run(
            _command(bar, alone=not server),
            env=environment,
            cwd=ROOT,
            check=False,
            text=True,
            capture_output=bool(server),
        )
        tried = _added_up(counts)[bar.counted] if counts.exists() else 0
        tried = tried or _passed(report)
    held = done.returncode == 0 and tried >= bar.floor
    verdict = "0 faute" if held else "en échec" if done.returncode else "sous le plancher"
    told = f"{bar.says}. {tried} {bar.counted} (plancher {bar.floor}), {verdict}, {time.monotonic() - began:.0f} s"
    print(f"{done.stdout or ''}{done.stderr or ''}{name} : {told}", flush=True)
    return held


def _command(bar: Bar, *, alone: bool) -> list[str]:
    shared = alone and not any(one.startswith((BROWSER, "tests/pictures")) for one in bar.tests)
    together = ["-n", "2", "--dist", "worksteal"] if shared else ["-n", "0"]
    return [sys.executable, "-m", "pytest", "-p", "tests.bars_report", *together, *bar.tests]


def _environment(bar: Bar, counts: Path, report: Path) -> dict[str, str]:
    told = {"MAILLAGE_DEPTH": "whole", "MAILLAGE_BAR_COUNTS": str(counts), "MAILLAGE_BAR_REPORT": str(report)}
    return {**os.environ, **told, **dict(bar.more)}


def _added_up(counts: Path) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in counts.read_text(encoding="utf-8").splitlines():
        what, _, how_many = line.partition("\t")
        found[what] += int(how_many)
    return found


def _passed(report: Path) -> int:
    return int(report.read_text(encoding="utf-8")) if report.exists() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
