"""The board of mandates, on one page for the plenary."""

from datetime import date
from typing import Any

from maillage.governance import mandate_words as words
from maillage.governance.queries.mandates import Progress
from maillage.web.wording import day, plural

COLUMNS = ["Mandat", "Confié à", "À rendre le", "Points", "Livrables", "Dernière séance"]


MOST = 100
"""Mandates on paper: beyond, one chooses a committee."""


def board_data(lines: list[Progress], total: int, on: date, name: str) -> dict[str, Any]:
    """`lines`: the `MOST` first at most, late first; `total`: how many there are."""
    late = sum(1 for one in lines if words.late(one))
    cut = f" Les {len(lines)} premiers sont ici\u00a0: choisissez une instance." if total > len(lines) else ""
    return {
        "title": "Tableau des mandats" + (f"\u00a0: {name}" if name else ""),
        "summary": f"{plural(total, 'mandat')} en cours, dont {late} en retard.{cut}",
        "columns": COLUMNS,
        "rows": [_row(one) for one in lines],
        "footer": f"Au {day(on)}",
    }


def _row(line: Progress) -> dict[str, Any]:
    held = day(line.last_held) if line.last_held else "aucune"
    cells = [
        line.mandate.title,
        str(line.committee or words.NOT_SHOWN),
        day(line.mandate.due_on),
        words.points(line),
        words.outputs(line),
        held,
    ]
    return {"cells": cells, "late": words.late(line)}
