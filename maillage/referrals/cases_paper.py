"""The papers of a sitting: the pack printed the day before, in the order of its page; the record of what was decided."""

from collections import Counter
from datetime import date
from typing import Any

from maillage.governance.models import Gathering
from maillage.governance.rules import Count
from maillage.referrals.case_words import minimised
from maillage.referrals.enums import CaseState, Outcome
from maillage.referrals.queries.cases import Line, Sheet
from maillage.referrals.rules import BY_KEEPERS
from maillage.web.wording import day, from_to, plural

GRID = (
    ("Décision\u00a0: accord, accord en attente, refus, orientation, report", 1),
    ("Raison d’un refus", 1),
    ("Rang d’attente, et ce qu’il veut dire", 1),
    ("Pourquoi, en mots simples", 3),
    ("Ce qui est proposé, ou à qui s’adresser", 2),
)
"""In the order of the form where it is typed again."""


def _about(gathering: Gathering) -> str:
    return (
        f"{gathering.committee.name}. {from_to(gathering.starts_at, gathering.ends_at)}, {gathering.place}."
    )


def fallback(gathering: Gathering, found: list[Sheet], today: date) -> dict[str, Any]:
    rows = [
        [str(one.line.case.rank), one.line.name, _scheme(one.line), _due(one.line, today)] for one in found
    ]
    columns = ["Rang", "Situation", "Dispositif", "Réponse due"]
    blocks: list[dict[str, Any]] = [
        {"heading": "Ordre du jour"},
        {"table": {"caption": "Ordre du jour", "columns": columns, "rows": rows}},
    ]
    for one in found:
        blocks += _sheet(one, today)
    return {
        "title": f"Dossier de secours\u00a0: {gathering.title}",
        "summary": f"{_about(gathering)} Confidentiel\u00a0: à reprendre à la fin de la séance, puis à détruire.",
        "blocks": blocks,
        "footer": f"Confidentiel. Imprimé le {day(today)}",
    }


def _scheme(line: Line) -> str:
    return line.request.scheme.name if line.request else ""


def _due(line: Line, today: date) -> str:
    request = line.request
    if request is None or request.due_on is None:
        return "pas de date"
    return f"{day(request.due_on)}{', en retard' if request.is_late(today) else ''}"


def _sheet(sheet: Sheet, today: date) -> list[dict[str, Any]]:
    line = sheet.line
    facts = [["Dispositif", _scheme(line)], ["Réponse due", _due(line, today)]]
    if line.hearing:
        facts.append(["La personne", str(line.hearing.get_way_display())])
    blocks: list[dict[str, Any]] = [{"heading": f"{line.case.rank}. {line.name}"}, {"facts": facts}]
    if line.hearing and line.hearing.words:
        blocks.append({"quote": line.hearing.words})
    for part in sheet.sections:
        told = [] if part.code in BY_KEEPERS else minimised(part.code, part.values)
        blocks += [{"facts": [[label, value] for label, value in told]}] if told else []
        own = f"La personne dit\u00a0: {part.own_words}"
        blocks += [{"text": own}] if part.own_words and part.code not in BY_KEEPERS else []
    return blocks + [{"blank": {"label": label, "lines": lines}} for label, lines in GRID]


def record(gathering: Gathering, lines: list[Line], counts: list[Count], today: date) -> dict[str, Any]:
    """Initials as long as they are read; never a name."""
    decided = [one for one in lines if one.case.state == CaseState.DECIDED]
    told = Counter(one.case.outcome for one in decided)
    totals = [[str(Outcome(code).label).capitalize(), str(told[code])] for code in Outcome if told[code]]
    blocks: list[dict[str, Any]] = []
    if counts:
        rows = [[one.college.name, str(one.filled), str(one.present), _reached(one)] for one in counts]
        columns = ["Collège", "Sièges pourvus", "Présents", "Quorum"]
        blocks += [{"heading": "Quorum"}, {"table": {"caption": "Quorum", "columns": columns, "rows": rows}}]
    if totals:
        summed: list[Any] = ["Décision", ["Situations", "number"]]
        blocks += [
            {"heading": "En tout"},
            {"table": {"caption": "En tout", "columns": summed, "rows": totals}},
        ]
    blocks.append({"heading": "Décisions"})
    blocks += _decisions(decided) if decided else [{"text": "Aucune décision."}]
    left = sum(one.waits for one in lines)
    blocks += [{"text": f"Reste à décider\u00a0: {plural(left, 'situation')}."}] if left else []
    return {
        "title": f"Relevé des décisions\u00a0: {gathering.title}",
        "summary": _about(gathering),
        "blocks": blocks,
        "footer": f"Imprimé le {day(today)}",
    }


def _reached(count: Count) -> str:
    return f"il manque {count.lacking}" if count.lacking else "atteint"


def _decisions(decided: list[Line]) -> list[dict[str, Any]]:
    rows = [
        [str(one.case.rank), one.name, _scheme(one), str(one.case.get_outcome_display()), _why(one)]
        for one in decided
    ]
    columns = ["Rang", "Situation", "Dispositif", "Décision", "Raison"]
    return [{"table": {"caption": "Décisions", "columns": columns, "rows": rows}}]


def _why(line: Line) -> str:
    words = line.request.words if line.request else ""
    return ". ".join(part for part in (str(line.case.get_reason_display()), words) if part)
