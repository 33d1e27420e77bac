"""What the sheet to take away says, in plain words: short sentences, no acronym alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from maillage.rights.engine import BENEFIT
from maillage.rights.presentation import NOTICE, Line, Result, roughly, stored_amount
from maillage.rights.queries.claims import Found
from maillage.web.wording import day
from maillage.web.wording import month as month_words


def sheet_data(found: Result, name: str, month: date, by: str) -> dict[str, Any]:
    who = f" pour {name}" if name else ""
    return {
        "title": "Ce que vous pouvez demander",
        "summary": f"Feuille préparée{who} le {day(timezone.localdate())}, pour {month_words(month)}. "
        "Ce sont des estimations\u00a0: l’organisme décide.",
        "rights": [_right(line) for line in found.potential],
        "missing": [f"{label}\u00a0: à demander à {provider}" for label, provider, _, _ in found.missing],
        "received": [f"{line.name}\u00a0: {line.how_much}" for line in found.received],
        "notice": NOTICE,
        "scale": f"Barèmes vérifiés au {day(found.checked_on)}.",
        "footer": by,
    }


def own_sheet_data(found: list[Found], name: str) -> dict[str, Any]:
    """The same sheet, made by the person from what was last found."""
    checked = min((one.found_on for one in found), default=timezone.localdate())
    return {
        "title": "Ce que vous pouvez demander",
        "summary": f"Feuille de {name}, du {day(timezone.localdate())}. Ce sont des estimations\u00a0: l’organisme décide.",
        "rights": [_own_right(one) for one in found],
        "missing": [],
        "received": [],
        "notice": NOTICE,
        "scale": f"Droits cherchés le {day(checked)}.",
        "footer": name,
    }


def _own_right(one: Found) -> dict[str, Any]:
    return {
        "name": BENEFIT[one.benefit].name,
        "how_much": roughly(stored_amount(one.right)),
        "where": _where(one.benefit),
        "documents": list(BENEFIT[one.benefit].documents),
        "missing": [fact.label for fact in one.right.missing_facts],
    }


def _where(code: str) -> str:
    benefit = BENEFIT[code]
    paper = f"Formulaire papier\u00a0: cerfa n° {benefit.form}." if benefit.form else ""
    return f"Où demander\u00a0: {benefit.online} ({benefit.body}). {paper}".strip()


def _right(line: Line) -> dict[str, Any]:
    return {
        "name": line.name,
        "how_much": f"Environ {line.how_much}" if line.how_much[:1].isdigit() else line.how_much.capitalize(),
        "where": _where(line.code),
        "documents": list(BENEFIT[line.code].documents),
        "missing": [label for label, _, _ in line.missing],
    }
