"""`maillage scales`: how old the scale of each benefit is, for whoever keeps the law up to date. No server, no account."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from datetime import date
from typing import Any, NoReturn, TextIO

FRESH, SOME_STALE, UNUSABLE = 0, 1, 2
HEADERS = ("prestation", "nom", "en_vigueur_depuis", "verifie_au", "etat", "a_savoir", "parametre")
USAGE = """Usage : maillage scales [--month 2026-11] [--format table|csv|json]

  --month      mois du droit (ce mois-ci par défaut)
  --format     table (par défaut), à lire ; csv ou json, pour un programme

Dit, prestation par prestation, depuis quand vaut le barème et s'il a manqué sa dernière revalorisation.
Code de sortie : 0, tout est à jour ; 1, un barème au moins est en retard ; 2, demande inutilisable.
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        print(f"Cette commande n'est pas comprise.\n{USAGE}", file=sys.stderr)
        raise SystemExit(UNUSABLE)

    def format_help(self) -> str:
        return USAGE


def main(argv: list[str]) -> int:
    """Run the command; the process's exit code."""
    parser = _Parser(prog="maillage scales")
    parser.add_argument("--month", default=f"{date.today():%Y-%m}")
    parser.add_argument("--format", choices=tuple(_WRITERS), default="table")
    try:
        arguments = parser.parse_args(argv)
        rows = _rows(arguments.month)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else UNUSABLE
    except ValueError as refusal:
        print(refusal, file=sys.stderr)
        return UNUSABLE
    _WRITERS[arguments.format](rows, sys.stdout)
    return SOME_STALE if any(row["etat"] == "en retard" for row in rows) else FRESH


def _rows(month: str) -> list[dict[str, Any]]:
    """Raises ValueError with a French sentence when the month is not one, or comes before every scale."""
    from maillage.rights.engine import BENEFITS, scale_of

    return [_row(benefit, scale_of(benefit, month)) for benefit in BENEFITS]


def _row(benefit: Any, scale: Any) -> dict[str, Any]:
    state = "en retard" if scale.stale else "à jour"
    values = (
        benefit.code, benefit.name, scale.since, scale.checked_on, state, scale.warning or "", benefit.scale,
    )  # fmt: skip
    return dict(zip(HEADERS, values, strict=True))


def _write_table(rows: list[dict[str, Any]], target: TextIO) -> None:
    for row in rows:
        told = f"{row['nom']:<58} depuis le {row['en_vigueur_depuis']}  vérifié au {row['verifie_au']}"
        target.write(f"{told}  {row['etat']}\n")
        if row["a_savoir"]:
            target.write(f"    {row['a_savoir']}\n")
    late = sum(row["etat"] == "en retard" for row in rows)
    target.write(f"\n{late} barème(s) en retard sur {len(rows)}.\n")


def _write_csv(rows: list[dict[str, Any]], target: TextIO) -> None:
    writer = csv.DictWriter(target, HEADERS, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)


def _write_json(rows: list[dict[str, Any]], target: TextIO) -> None:
    from maillage.rights.engine import versions

    json.dump({"versions": versions(), "scales": rows}, target, ensure_ascii=False, indent=2)
    target.write("\n")


_WRITERS = {"table": _write_table, "csv": _write_csv, "json": _write_json}
