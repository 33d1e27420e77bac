"""A questionnaire on paper: filled by hand, typed in again in the same order."""

from typing import Any

from maillage.consultations.enums import QuestionKind
from maillage.consultations.models import Question, Questionnaire
from maillage.consultations.notifications.invitations import ANONYMOUS, SIGNED
from maillage.web.wording import moment

BOX = "□ "
DOTS = "…" * 20


def blank_paper(row: Questionnaire, questions: list[Question]) -> dict[str, Any]:
    until = f", à rendre au plus tard le {moment(row.last_minute)}" if row.last_minute else ""
    blocks: list[dict[str, Any]] = [{"text": row.purpose}] if row.purpose else []
    blocks.append({"text": ANONYMOUS if row.anonymous else SIGNED})
    if not row.anonymous:
        blocks.append({"blank": {"label": "Votre nom"}})
    numbers = {one.pk: number for number, one in enumerate(questions, start=1)}
    for one in questions:
        blocks += _question(one, numbers)
    return {
        "title": row.title,
        "summary": f"{row.asker}{until}.",
        "blocks": blocks,
        "footer": f"À rendre à {row.asker}",
    }


def _question(one: Question, numbers: dict[int, int]) -> list[dict[str, Any]]:
    several = " (plusieurs réponses possibles)" if one.kind == QuestionKind.SEVERAL else ""
    blocks: list[dict[str, Any]] = [{"heading": f"{numbers[one.pk]}. {one.title}{several}"}]
    if one.condition:
        chosen = one.condition.choices[one.condition_choice or 0]
        about = numbers[one.condition.pk]
        blocks.append(
            {"text": f"Seulement si vous avez répondu «\u00a0{chosen}\u00a0» à la question {about}."}
        )
    if one.help:
        blocks.append({"text": one.help})
    return [*blocks, _space(one)]


def _space(one: Question) -> dict[str, Any]:
    """Boxes to tick, or room to write."""
    if one.kind == QuestionKind.MATRIX:
        rows = [[line, *([BOX] * len(one.choices))] for line in one.rows]
        return {"table": {"caption": one.title, "columns": ["", *one.choices], "rows": rows}}
    if one.kind == QuestionKind.SCALE:
        steps = "     ".join(f"{BOX}{step}" for step in one.choices)
        ends = (
            f"   ({one.choices[0]}\u00a0: {one.low}\u00a0; {one.choices[-1]}\u00a0: {one.high})"
            if one.low
            else ""
        )
        return {"text": steps + ends}
    if one.choices:
        return {"text": "\n".join(f"{BOX}{words}" for words in one.choices)}
    return {"blank": {"label": "Votre réponse", "lines": 4 if one.kind == QuestionKind.TEXT else 1}}
