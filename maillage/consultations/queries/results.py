"""What was answered, counted in PostgreSQL; small counts are hidden from everybody when answers are anonymous or published."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, Avg, Count, DecimalField, QuerySet

from maillage.consultations.enums import COUNTED, QuestionKind
from maillage.consultations.models import Answer, Question, Questionnaire, Response
from maillage.consultations.queries.questionnaires import questions
from maillage.consultations.rules import hidden, hidden_apart, is_small
from maillage.directory.models import Territory
from maillage.permissions import Actor

Tallies = dict[tuple[int, int | None, int | None], int]
MANY_ROWS = (QuestionKind.SEVERAL, QuestionKind.MATRIX)
"""Kinds of which one response has several rows."""


class Median(Aggregate):
    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True)
class Cell:
    """`count` None: hidden."""

    label: str
    count: int | None
    share: int | None


@dataclass(frozen=True)
class Block:
    """Choices of one question, or of one line of a table."""

    title: str
    base: int
    cells: list[Cell]


@dataclass(frozen=True)
class Result:
    """`base`: how many answered it; None when they are fewer than five and nothing of it is told."""

    question: Question
    number: int
    base: int | None
    blocks: list[Block] = field(default_factory=list)
    mean: Decimal | None = None
    median: Decimal | None = None


def responses(actor: Actor, row: Questionnaire) -> QuerySet[Response]:
    """Those that this actor may read: PostgreSQL says the same."""
    rows: QuerySet[Response] = Response.objects.visible_to(actor)
    return rows.filter(questionnaire=row)


def is_readable(actor: Actor, row: Questionnaire) -> bool:
    return responses(actor, row).exists()


def results(row: Questionnaire, hide: bool) -> list[Result]:
    """For whoever may read the answers. `hide`: small counts, and what would let them be guessed."""
    asked, places = questions(row), _places(row)
    tallies, bases = _counted(row, asked)
    numbers = _numbers([one for one in asked if one.kind == QuestionKind.NUMBER])
    found: list[Result] = []
    for number, one in enumerate(asked, start=1):
        base = places.base if one.kind == QuestionKind.TERRITORY else bases.get(one.pk, 0)
        if hide and (is_small(base) or _follows_a_hidden_cell(one, found)):
            found.append(Result(one, number, None))
        elif one.kind == QuestionKind.TERRITORY:
            found.append(Result(one, number, base, [places]))
        elif one.kind == QuestionKind.NUMBER:
            mean, median = numbers.get(one.pk, (None, None))
            found.append(Result(one, number, base, [], mean, median))
        elif one.kind in COUNTED:
            found.append(Result(one, number, base, _blocks(one, tallies, base, hide)))
        else:
            found.append(Result(one, number, base))
    return found


def _follows_a_hidden_cell(question: Question, before: list[Result]) -> bool:
    """How many were shown a question is how many chose what it depends on."""
    above = next((one for one in before if one.question.pk == question.condition_id), None)
    if above is None:
        return False
    return not above.blocks or above.blocks[0].cells[question.condition_choice or 0].count is None


def _counted(row: Questionnaire, asked: list[Question]) -> tuple[Tallies, dict[int, int]]:
    """How often each choice was made; by question, how many responses answered it. Read once, in an index alone."""
    rows = Answer.objects.filter(questionnaire=row).order_by()
    listed = list(rows.values_list("question_id", "row", "choice").annotate(told=Count("*")))
    bases: Counter[int] = Counter()
    for question, _, _, told in listed:
        bases[question] += told
    apart = rows.filter(question__in=[one.pk for one in asked if one.kind in MANY_ROWS])
    several = apart.values_list("question_id").annotate(Count("response", distinct=True))
    return {(one, line, choice): told for one, line, choice, told in listed}, {**bases, **dict(several)}


def _numbers(asked: list[Question]) -> dict[int, tuple[Any, Any]]:
    counted = Answer.objects.filter(question__in=asked, number__isnull=False).order_by()
    rows = counted.values_list("question_id").annotate(
        mean=Avg("number"), median=Median("number", output_field=DecimalField())
    )
    return {question: (mean, Decimal(str(median))) for question, mean, median in rows}


def _blocks(one: Question, tallies: Tallies, base: int, hide: bool) -> list[Block]:
    if one.kind != QuestionKind.MATRIX:
        counts = [tallies.get((one.pk, None, place), 0) for place in range(len(one.choices))]
        return [_block("", one, counts, base, hide)]
    blocks = []
    for line, label in enumerate(one.rows):
        counts = [tallies.get((one.pk, line, place), 0) for place in range(len(one.choices))]
        blocks.append(_block(label, one, counts, sum(counts), hide))
    return blocks


def _block(title: str, one: Question, counts: list[int], base: int, hide: bool) -> Block:
    several = one.kind == QuestionKind.SEVERAL
    away = (hidden_apart(counts, base) if several else hidden(counts)) if hide else set()
    if hide and is_small(base):
        away = set(range(len(counts)))
    return Block(title, base, _cells(one.choices, counts, base, away))


def _cells(labels: list[str], counts: list[int], base: int, away: set[int]) -> list[Cell]:
    return [
        Cell(label, None, None)
        if place in away
        else Cell(label, count, round(100 * count / base) if base else 0)
        for place, (label, count) in enumerate(zip(labels, counts, strict=True))
    ]


def _places(row: Questionnaire) -> Block:
    """By territory, always hidden under five: a place and a day are enough to recognise somebody."""
    told = _by_place(row)
    named = list(Territory.objects.filter(pk__in=told).order_by("name", "pk").values_list("pk", "name"))
    counts, names = [told[pk] for pk, _ in named], [name for _, name in named]
    return Block("", sum(counts), _cells(names, counts, sum(counts), hidden(counts)))


def _by_place(row: Questionnaire) -> dict[int, int]:
    rows = Response.objects.filter(questionnaire=row, territory__isnull=False).order_by()
    return dict(rows.values_list("territory_id").annotate(told=Count("*")))


def texts(row: Questionnaire, question: Question) -> QuerySet[Answer]:
    """What was written, without who wrote it, in no order that tells when."""
    rows = Answer.objects.filter(questionnaire=row, question=question).exclude(text="")
    return rows.order_by("response__public_id")


def small_places(row: Questionnaire) -> set[int]:
    """Territories where fewer than five answered: not told beside an anonymous answer."""
    told = list(_by_place(row).items())
    away = hidden([count for _, count in told])
    return {told[place][0] for place in away}


CHUNK = 1000


def after(actor: Actor, row: Questionnaire, last: UUID | None) -> list[Response]:
    """The next thousand with their answers, in the order of a public identifier that tells nothing."""
    rows = responses(actor, row).order_by("public_id")
    told = rows.select_related("territory").prefetch_related("answers")
    return list((told.filter(public_id__gt=last) if last else told)[:CHUNK])
