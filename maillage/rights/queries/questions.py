"""What remains to ask about a household, the fact that settles most rights first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from maillage.clocks.months import months_up_to, shift
from maillage.people.models import Household, Person
from maillage.people.rules import team_persons
from maillage.permissions import Actor
from maillage.rights.engine import BENEFIT, BudgetLine, Fact, Member, Screening
from maillage.rights.engine import Household as Situation
from maillage.rights.engine.situation import INCOME_KINDS

OF_HOUSEHOLD = {"union", "housing", "rent", "commune", "reference_income"}
OF_CHILD = {"child_birth_date", "in_school"}
OF_STUDENT = {"scholarship"}
COUPLE = ("applicant", "partner")
LOOKED_BACK = 4
"""Months before the one screened that RSA and prime d'activité may look at."""
NOT_WRITTEN = {"rsdae"}  # a decision that a folder has no place for
_ACTIVITY_OF = {"self_employment": "self_employed", "unemployment": "unemployed", "pension": "retired"}


@dataclass(frozen=True)
class Question:
    """One fact of the household, or of one member; `rights`: what waits for the answer."""

    fact: Fact
    member: str
    rights: tuple[str, ...]
    months: tuple[date, ...] = ()  # for an amount: those of which nothing is said

    @property
    def key(self) -> str:
        return f"{self.fact.code}.{self.member}" if self.member else self.fact.code

    @property
    def column(self) -> str:
        """The name of the fact in the folder."""
        return "birth_date" if self.fact.code == "child_birth_date" else self.fact.code


def questions(
    actor: Actor, household: Household, situation: Situation, screening: Screening, today: date
) -> list[Question]:
    """Those this actor may answer: facts of somebody whose own file they do not follow are left out."""
    asked = [
        question
        for fact, rights in _waiting(screening)
        if fact.code not in NOT_WRITTEN
        for question in _of_fact(situation, fact, rights, today)
    ]
    open_to = _writable(actor, {one.member for one in asked if one.member})
    return [one for one in asked if not _is_personal(one) or one.member in open_to]


def _waiting(screening: Screening) -> list[tuple[Fact, tuple[str, ...]]]:
    waiting: dict[Fact, list[str]] = {}
    for result in screening.benefits:
        if result.status in ("missing", "range"):
            for fact in result.missing:
                waiting.setdefault(fact, []).append(BENEFIT[result.code].name)
    ordered = sorted(waiting.items(), key=lambda item: -len(item[1]))
    return [(fact, tuple(names)) for fact, names in ordered]


def _of_fact(situation: Situation, fact: Fact, rights: tuple[str, ...], today: date) -> list[Question]:
    if fact.code in OF_HOUSEHOLD:
        return [Question(fact, "", rights)]
    if fact.code in INCOME_KINDS:
        return _of_income(situation, fact, rights, today)
    roles = ("child",) if fact.code in OF_CHILD else COUPLE
    column = Question(fact, "", rights).column
    lacking = [one for one in situation.members if one.role in roles and getattr(one, column) is None]
    if fact.code in OF_STUDENT:
        lacking = [one for one in lacking if one.activity == "student"]
    return [Question(fact, one.ref, rights) for one in lacking]


def _of_income(situation: Situation, fact: Fact, rights: tuple[str, ...], today: date) -> list[Question]:
    months = months_up_to(shift(today, -1), LOOKED_BACK)
    found = []
    for one in situation.members:
        said = _said(situation.budget, one.ref, fact.code)
        unsaid = tuple(month for month in months if f"{month:%Y-%m}" not in said)
        if unsaid and (said or (one.role in COUPLE and _concerned(one, fact.code))):
            found.append(Question(fact, one.ref, rights, unsaid))
    return found


def _said(budget: tuple[BudgetLine, ...], member: str, kind: str) -> set[str]:
    return {
        line.month
        for line in budget
        if (line.member, line.kind) == (member, kind) and line.amount is not None
    }


def _concerned(one: Member, kind: str) -> bool:
    """Whether this resource is asked of this adult."""
    if kind in _ACTIVITY_OF:
        return one.activity == _ACTIVITY_OF[kind]
    if kind == "disability_pension":
        return (one.disability_rate or 0) >= 50 or bool(one.unfit_for_work)
    return kind == "wage" or one.role == "applicant"


def _is_personal(question: Question) -> bool:
    return bool(question.member) and not question.months


def _writable(actor: Actor, members: set[str]) -> set[str]:
    """Those whose file is this actor's team's: the action checks it again."""
    rows = Person.objects.visible_to(actor).filter(pk__in=members)
    return {str(pk) for pk in rows.filter(pk__in=team_persons(actor)).values_list("pk", flat=True)}
