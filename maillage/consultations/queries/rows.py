"""Answers one response at a time, in words: for the page and for spreadsheets."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from maillage.consultations.enums import QuestionKind
from maillage.consultations.models import Question, Questionnaire, Response
from maillage.consultations.queries.results import after, small_places
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.web.wording import number

APART = " | "


@dataclass(frozen=True)
class Sheet:
    """How the responses of one questionnaire are laid out.

    Of an anonymous one neither how it came (there may be one account among links), nor a territory of few (`away`).
    """

    row: Questionnaire
    questions: list[Question]
    away: set[int]

    @classmethod
    def of(cls, row: Questionnaire, questions: list[Question]) -> Self:
        return cls(row, questions, small_places(row) if row.anonymous else set())

    @property
    def headers(self) -> list[str]:
        named = [] if self.row.anonymous else ["Reçue le", "Comment", "Nom"]
        return [*named, "Territoire", *self._titles()]

    def _titles(self) -> Iterator[str]:
        for place, one in enumerate(self.questions, start=1):
            if one.kind == QuestionKind.MATRIX:
                yield from (f"{place}. {one.title} : {line}" for line in one.rows)
            elif one.kind != QuestionKind.TERRITORY:
                yield f"{place}. {one.title}"

    def place(self, response: Response) -> str:
        if response.territory is None or response.territory_id in self.away:
            return ""
        return str(response.territory.name)

    def line(self, response: Response) -> list[Any]:
        """Of an anonymous one, not even the day: who was invited that day is known."""
        told = [response.answered_on, response.get_channel_display(), response.name]
        return [
            *([] if self.row.anonymous else told),
            self.place(response),
            *(value for _, value in self.cells(response)),
        ]

    def said(self, response: Response) -> list[tuple[str, str]]:
        """What was answered, without what was left empty; numbers as they are read."""
        cells = ((title, value) for title, value in self.cells(response) if value not in ("", None))
        return [(title, value if isinstance(value, str) else number(value)) for title, value in cells]

    def cells(self, response: Response) -> Iterator[tuple[str, Any]]:
        by_question: dict[int, list[Any]] = defaultdict(list)
        for answer in response.answers.all():
            by_question[answer.question_id].append(answer)
        values = (value for one in self.questions for value in _values(one, by_question[one.pk]))
        return zip(self._titles(), values, strict=True)


def _values(one: Question, answers: list[Any]) -> list[Any]:
    if one.kind == QuestionKind.TERRITORY:
        return []
    if one.kind == QuestionKind.MATRIX:
        chosen = {answer.row: one.choices[answer.choice] for answer in answers}
        return [chosen.get(line, "") for line in range(len(one.rows))]
    if one.kind == QuestionKind.NUMBER:
        return [answers[0].number if answers else None]
    if one.kind == QuestionKind.TEXT:
        return [answers[0].text if answers else ""]
    return [
        APART.join(one.choices[answer.choice] for answer in sorted(answers, key=lambda said: said.choice))
    ]


def lines(actor: Actor, sheet: Sheet) -> Iterator[list[list[Any]]]:
    """A thousand lines at a time, each in a transaction of its own: a file that is being sent outlives its request."""
    last = None
    while True:
        with acting(actor):
            page = after(actor, sheet.row, last)
            told = [sheet.line(one) for one in page]
        if not page:
            return
        yield told
        last = page[-1].public_id
