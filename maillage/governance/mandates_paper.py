"""The board of mandates, on one page for the plenary."""

from datetime import date
from typing import Any

from maillage.governance import mandate_words as words
from maillage.governance.queries.mandates import Progress
from maillage.web.wording import day, plural

COLUMNS = ["Mandat", "Confié à", "À rendre le", "Points", "Livrables", "Dernière séance"]


def board_data(lines: list[Progress], on: date, name: str) -> dict[str, Any]:
    late = sum(1 for one in lines if words.late(one))
    return {
        "title": "Tableau des mandats" + (f"\u00a0: {name}" if name else ""),
        "summary": f"{plural(len(lines), 'mandat')} en cours, {late} en retard.",
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
