"""`maillage screen FILE`: the rights of the households of a file, without server, account or database.

Reads a CSV, XLSX or JSON file of the documented template as a stream, writes a table, a CSV or a JSON as a stream.
Lines that cannot be used are told on the standard error, in French, and the rest goes on.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TextIO

from maillage.sheets import (
    FileError,
    HouseholdRecord,
    LineError,
    open_table,
    read_households,
    suggest_mapping,
)

DONE, SOME_REFUSED, UNUSABLE = 0, 1, 2
EARLIEST = "2021-01"  # the published cases that we agree with begin there (docs/reference/published-cases.md)
CHECKED_FROM = "2025-01"
FORMATS = ("table", "csv", "json")
CSV_HEADERS = (
    "foyer", "mois", "prestation", "etat", "montant", "montant_estime", "au_moins", "au_plus",
    "premier_trimestre", "percu", "ecart", "manque", "suppose", "convention", "versions",
)  # fmt: skip


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        print(f"Cette commande n'est pas comprise.\n{USAGE}", file=sys.stderr)
        raise SystemExit(UNUSABLE)

    def format_help(self) -> str:
        return USAGE


USAGE = """Usage : maillage screen FICHIER --month 2026-11 [--format table|csv|json] [-o SORTIE]

  FICHIER      foyers, en CSV, XLSX ou JSON (docs/reference/household-facts.md)
  --month      mois du droit, par exemple 2026-11 (ce mois-ci par défaut)
  --format     table (par défaut) : les droits possibles, à lire ; csv ou json : tout, pour un programme
  -o SORTIE    fichier à écrire (l'écran par défaut)

Un montant sans mois vaut pour chacun des quatre mois qui précèdent. Rien n'est envoyé.
Code de sortie : 0, tout est lu ; 1, des lignes sont refusées ; 2, fichier ou demande inutilisable.
"""


def main(argv: list[str]) -> int:
    """Run the command; the process's exit code."""
    parser = _Parser(prog="maillage screen")
    parser.add_argument("file")
    parser.add_argument("--month", default=f"{date.today():%Y-%m}")
    parser.add_argument("--format", choices=FORMATS, default="table")
    parser.add_argument("-o", "--output")
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else UNUSABLE
    try:
        _check_month(arguments.month)
        return _run(arguments.file, arguments.month, arguments.format, arguments.output)
    except (FileError, _Refused) as refusal:
        print(refusal, file=sys.stderr)
        return UNUSABLE


class _Refused(Exception):
    """What was asked cannot be done; the message says why, in French."""


def _check_month(month: str) -> None:
    from maillage.rights.engine.months import month_number

    try:
        month_number(month)
    except ValueError as error:
        raise _Refused(str(error)) from None
    today = date.today()
    latest = f"{today.year + today.month // 12}-{today.month % 12 + 1:02d}"
    if not EARLIEST <= month <= latest:
        raise _Refused(f"Les barèmes sont connus de {EARLIEST} à {latest} : choisissez un de ces mois.")
    if month < CHECKED_FROM:
        print(
            f"Avant {CHECKED_FROM}, les barèmes sont ceux d’OpenFisca-France, sans vérification de notre part.",
            file=sys.stderr,
        )


def _run(file: str, month: str, file_format: str, output: str | None) -> int:
    source = _Source(file, month)
    screened = _screened(source, month)
    if output is None:
        _write(screened, sys.stdout, month, file_format)
    else:
        _write_file(screened, Path(output), month, file_format)
    if source.refused:
        print(f"{source.refused} foyer(s) refusé(s), {source.read} calculé(s).", file=sys.stderr)
    return SOME_REFUSED if source.refused else DONE


def _write_file(screened: Iterable[Any], path: Path, month: str, file_format: str) -> None:
    """Written beside, then put in place: a stop in the middle leaves what was there."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open(
            "w", encoding="utf-8-sig" if file_format == "csv" else "utf-8", newline=""
        ) as target:
            _write(screened, target, month, file_format)
        beside.replace(path)
    except OSError as error:
        raise _Refused(f"« {path} » ne peut pas être écrit : {error.strerror}.") from None
    finally:
        beside.unlink(missing_ok=True)


class _Source:
    """Households of a file for the engine; refusals go to the standard error as they come."""

    def __init__(self, file: str, month: str) -> None:
        self.read = self.refused = 0
        table = open_table(file)
        mapping = suggest_mapping(table.headers)
        self._told: dict[tuple[int, ...], set[tuple[int, str, str, str]]] = {}
        self._records = read_households(table, mapping, reference_months(month))
        for header, code in mapping.items():
            if code is None and header.strip():
                print(
                    f"Colonne « {header} » : elle n'est pas reconnue, elle est laissée de côté.",
                    file=sys.stderr,
                )

    def __iter__(self) -> Iterator[HouseholdRecord]:
        for record in self._records:
            if isinstance(record, LineError):
                self._refuse(record)
                continue
            for warning in record.warnings:
                _tell(warning.line, warning.column, warning.value, f"à vérifier. {warning.sentence}")
            self.read += 1
            yield record

    def _refuse(self, error: LineError) -> None:
        """The reasons of one household come together; the same one, of each of its members, is told once."""
        if error.lines not in self._told:
            self.refused += 1
            self._told = {error.lines: set()}
        told = (error.line, error.column, error.value, error.sentence)
        if told not in self._told[error.lines]:
            self._told[error.lines].add(told)
            _tell(*told)


def _tell(line: int, column: str, value: str, sentence: str) -> None:
    where = f", colonne « {column} »" if column else ""
    what = f" ({value})" if value else ""
    print(f"Ligne {line}{where}{what} : {sentence}", file=sys.stderr)


def reference_months(month: str) -> list[str]:
    """The four months before: those that RSA and prime d'activité look at, and the last one known."""
    serial = int(month[:4]) * 12 + int(month[5:]) - 1
    return [f"{one // 12}-{one % 12 + 1:02d}" for one in range(serial - 4, serial)]


def _screened(source: _Source, month: str) -> Iterator[Any]:
    from maillage.rights import engine

    return engine.screen((_household(record) for record in source), month)


def _household(record: HouseholdRecord) -> Any:
    from maillage.rights.engine import BudgetLine, Household, Member

    budget = tuple(
        BudgetLine(line.member, line.month, line.kind, float(line.amount)) for line in record.budget
    )
    members = tuple(
        Member(**{name: _plain(getattr(one, name)) for name in _slots(one)}) for one in record.members
    )
    facts = ("commune", "housing", "rent", "flat_share", "union", "reference_income")
    return Household(record.ref, members, budget, **{name: _plain(getattr(record, name)) for name in facts})


def _slots(record: Any) -> tuple[str, ...]:
    return tuple(record.__dataclass_fields__)


def _plain(value: Any) -> Any:
    from decimal import Decimal

    return float(value) if isinstance(value, Decimal) else value


def _write(screened: Iterable[Any], target: TextIO, month: str, file_format: str) -> None:
    {"table": _write_table, "csv": _write_csv, "json": _write_json}[file_format](screened, target, month)


def _write_json(screened: Iterable[Any], target: TextIO, month: str) -> None:
    """{"month", "versions", "households": [{"ref", "convention", "benefits": [...]}]}, one household a line."""
    from maillage.rights.engine import versions

    head = json.dumps({"month": month, "versions": versions()}, ensure_ascii=False)
    target.write(f'{head[:-1]}, "households": [')
    for rank, one in enumerate(screened):
        benefits = [_benefit(result) for result in one.benefits]
        line = {"ref": one.ref, "month": month, "convention": one.convention, "benefits": benefits}
        target.write(("," if rank else "") + "\n" + json.dumps(line, ensure_ascii=False))
    target.write("\n]}\n")


def _benefit(result: Any) -> dict[str, Any]:
    names = ("code", "status", "amount", "estimate", "low", "high", "first_quarter", "received", "gap")
    facts = {name: [fact.code for fact in getattr(result, name)] for name in ("missing", "assumed")}
    return {name: getattr(result, name) for name in names} | facts


def _write_csv(screened: Iterable[Any], target: TextIO, month: str) -> None:
    from maillage.rights.engine import versions
    from maillage.sheets import neutralise

    writer = csv.writer(target, delimiter=";")
    writer.writerow(CSV_HEADERS)
    stamp = ", ".join(f"{name} {number}" for name, number in versions().items())
    for one in screened:
        for result in one.benefits:
            cells = [one.ref, month, *_benefit(result).values(), one.convention, stamp]
            writer.writerow([neutralise(_cell(cell)) for cell in cells])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(value)
    return f"{value:.2f}".replace(".", ",") if isinstance(value, float) else str(value)


def _write_table(screened: Iterable[Any], target: TextIO, month: str) -> None:
    """What a person reads: the rights that may be opened, household by household."""
    from maillage.rights.engine import BENEFIT

    found = 0
    for one in screened:
        target.write(f"\nFoyer {one.ref}\n")
        shown = [result for result in one.benefits if result.status in ("entitled", "range", "missing")]
        found += len(shown)
        for result in shown:
            target.write(
                f"  {BENEFIT[result.code].name:<52} {_how_much(result):<28} {_why(result)}".rstrip() + "\n"
            )
        if not shown:
            target.write("  Aucun droit de plus avec ce qui est noté.\n")
    target.write(
        f"\n{found} droit(s) possible(s) en {month}. Ce sont des estimations : l'organisme décide.\n"
    )


def _how_much(result: Any) -> str:
    from maillage.rights.engine import BENEFIT, estimate

    unit = {"month": "€ par mois", "year": "€ par an", "right": ""}[BENEFIT[result.code].unit]
    if result.status == "missing":
        return "à calculer"
    if not unit:
        return "droit probable" if result.status == "entitled" else "à préciser"
    if result.status == "range":
        low, high = (estimate(result.code, bound) for bound in (result.low, result.high))
        return f"de {low:.0f} à {high:.0f} {unit}"
    return f"environ {result.estimate:.0f} {unit}"


def _why(result: Any) -> str:
    return f"il manque {', '.join(fact.label for fact in result.missing)}" if result.missing else ""
