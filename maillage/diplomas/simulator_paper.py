"""What the simulator answered, on paper: the report of what can be carried from one course to another."""

from datetime import date
from typing import Any

from maillage.diplomas import diploma_words as words
from maillage.diplomas.queries.simulator import Held, Line, Result
from maillage.web.wording import day

NOT_A_DECISION = "Ce relevé est une information, établie d’après les règles connues à ce jour. L’établissement de formation et le certificateur décident."


def report(held: Held, found: list[Result], entry: date, today: date) -> dict[str, Any]:
    """For `web/record.typ`."""
    mine = [f"{one.diploma.short}, {one.title}" for one in held.versions]
    mine += [one.name for one in held.blocks]
    blocks: list[dict[str, Any]] = [
        {"heading": "Ce que je détiens"},
        {"list": mine or ["Aucun diplôme ni bloc"]},
    ]
    for one in found:
        blocks += _of(one)
    return {
        "title": "Ce qu’il me resterait à faire",
        "summary": f"Entrée en formation le {day(entry)}. Établi le {day(today)}. {NOT_A_DECISION}",
        "blocks": blocks,
    }


def _of(result: Result) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = [
        {"heading": f"{result.diploma.short}, {words.level(result.diploma)}"},
        {"text": words.verdict(result)},
    ]
    if facts := words.result_facts(result):
        told.append({"facts": [[label, value or "inconnu"] for label, value in facts]})
    if result.lines:
        rows = [_row(one) for one in result.lines]
        table = {"caption": "Bloc par bloc", "columns": ["Bloc", "État", "Pourquoi", "Source"], "rows": rows}
        told.append({"table": table})
    said = [*([result.whole] if result.whole else []), *result.access, *result.lightenings]
    if said:
        told.append({"list": [f"{one.says} Source\u00a0: {_source(one)}" for one in said]})
    return told


def _row(line: Line) -> list[str]:
    return [line.name, words.line_word(line.acquired)[0], line.why, _source(line.source)]


def _source(row: Any) -> str:
    return f"{row.source} ({words.TO_CONFIRM})" if row.to_confirm else row.source
