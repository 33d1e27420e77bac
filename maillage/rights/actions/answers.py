"""Write the answer to one question, by the actions that write a folder."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.people import actions as people
from maillage.people.enums import Certainty, Source
from maillage.people.models import Household, Person
from maillage.people.rules import check_can_change, check_can_change_home
from maillage.permissions import Actor
from maillage.rights.queries.questions import Question

SOURCE = Source.DECLARED


def current_version(question: Question, household: Household, person: Person | None) -> int:
    """Of the row that the answer is written in."""
    row = person if person is not None and not question.months else household
    return int(household.budget_version if question.months else row.version)


@transaction.atomic
def answer(
    *, by: Actor, household: Household, person: Person | None, question: Question, version: int, value: Any
) -> None:
    """Raises `Stale` when somebody saved in between."""
    if question.months:
        check_can_change_home(by, household.pk)
        cells = [_cell(question, month, value) for month in question.months]
        people.write_budget(by=by, household=household, version=version, cells=cells)
    elif person is None:
        check_can_change_home(by, household.pk)
        people.edit_household(
            by=by, household=household, version=version, values={question.column: value}, source=SOURCE
        )
    else:
        check_can_change(by, person.pk)
        _write_person(by, person, version, {question.column: value})


def _write_person(by: Actor, person: Person, version: int, values: dict[str, Any]) -> None:
    if "birth_date" in values:
        people.edit_identity(by=by, person=person, version=version, values=values)
    else:
        people.edit_facts(by=by, person=person, version=version, values=values, source=SOURCE)


def _cell(question: Question, month: date, value: Any) -> people.Cell:
    return people.Cell(UUID(question.member), month, question.fact.code, Certainty.KNOWN, value, SOURCE)
