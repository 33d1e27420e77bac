"""What the weeks to come bring to a household: birthdays that open or close a right, declarations, renewals.

Pure: from the columns that the engine reads, to a few dates. Only what is written in the file is said: without the
month when a benefit began, its next declaration has no date. Read on Légifrance in November 2026.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from maillage.rights.engine import KINDS, Columns
from maillage.rights.engine.situation import ROLES

AHEAD = timedelta(days=60)
RECENT = 4
"""Months back, this one included, in which a benefit was paid if it is still received; as the engine reads it."""
NOBODY = -1
_ADULTS, _CHILD = ("applicant", "partner", "other"), ("child",)
_NEVER = np.datetime64("NaT", "D")
Dates = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Rule:
    """`what` happens that day, and what is simplest `to_do`."""

    what: str
    to_do: str
    law: str


@dataclass(frozen=True, slots=True)
class Birthday(Rule):
    """`children`: at least so many in the household; `born_from`: born that day or later; `disabled`: 50 % or more."""

    age: int = 0
    roles: tuple[str, ...] = ROLES
    children: int = 0
    born_from: date | None = None
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Renewal(Rule):
    """What is received starts again every so many months; to be asked `ahead` months before."""

    kind: str = ""
    months: int = 3
    ahead: int = 0


BIRTHDAYS = (
    Birthday("3 ans\u00a0: fin de l’allocation de base de la PAJE", "Refaire le point des prestations familiales",
             "CSS art. L531-3 et D531-1", 3, _CHILD),
    Birthday("3 ans\u00a0: complément familial possible", "Vérifier que les trois enfants ont 3 ans ou plus",
             "CSS art. L522-1 et R522-1", 3, _CHILD, children=3),
    Birthday("18 ans\u00a0: prime d’activité possible en son nom", "Chercher les droits s’il ou elle travaille",
             "CSS art. L842-2, 1°", 18, ("child", "other")),
    Birthday("18 ans\u00a0: majoration des allocations familiales", "Vérifier le versement du mois suivant",
             "CSS art. L521-3 et R521-1, décret n° 2026-138 du 27 février 2026", 18, _CHILD, children=2,
             born_from=date(2012, 3, 1)),
    Birthday("20 ans\u00a0: fin des allocations familiales et de l’ASF pour cet enfant", "Refaire le budget du foyer",
             "CSS art. L512-3 et R512-2", 20, _CHILD),
    Birthday("20 ans\u00a0: l’AAH peut remplacer l’AEEH", "Préparer le dossier de la MDPH",
             "CSS art. L541-1 et L821-1", 20, disabled=True),
    Birthday("21 ans\u00a0: cet enfant ne compte plus pour le complément familial", "Refaire le budget du foyer",
             "CSS art. L522-1 et R522-1", 21, _CHILD, children=3),
    Birthday("25 ans\u00a0: RSA possible en son nom", "Chercher les droits", "CASF art. L262-4, 1°", 25),
    Birthday("60 ans\u00a0: APA possible en cas de perte d’autonomie", "En parler si la vie de tous les jours devient difficile",
             "CASF art. L232-2 et R232-1", 60, _ADULTS),
    Birthday("62 ans\u00a0: retraite pour inaptitude et ASPA possibles", "Prendre rendez-vous avec la caisse de retraite",
             "CSS art. L351-1-5 et R815-1, âge à vérifier selon l’année de naissance", 62, _ADULTS, disabled=True),
    Birthday("65 ans\u00a0: ASPA possible", "Vérifier toutes les pensions, puis chercher ses droits",
             "CSS art. L815-1 et R815-1", 65, _ADULTS),
)  # fmt: skip
RENEWALS = (
    Renewal("Nouveau trimestre de RSA", "La déclaration trimestrielle doit être faite avant cette date",
            "CASF art. L262-21 et R262-4", "rsa"),
    Renewal("Nouveau trimestre de prime d’activité", "La déclaration trimestrielle doit être faite avant cette date",
            "CSS art. L843-4 et R843-1", "ppa"),
    Renewal("Renouvellement de la Complémentaire santé solidaire",
            "Le demander avant cette date\u00a0; il est automatique avec le RSA, l’ASPA ou l’ASI",
            "CSS art. L861-5 et R861-18", "css", months=12, ahead=2),
)  # fmt: skip
RULES: tuple[Rule, ...] = (*BIRTHDAYS, *RENEWALS)
RENEWED = tuple(one.kind for one in RENEWALS)


class Coming(NamedTuple):
    """One element a deadline: rank of the household, row of the member (or NOBODY), rank in RULES, day (NaT: unknown)."""

    household: NDArray[Any]
    member: NDArray[Any]
    rule: NDArray[Any]
    day: Dates

    @property
    def dated(self) -> int:
        return int((~np.isnat(self.day)).sum())


def coming(columns: Columns, today: date) -> Coming:
    """The deadlines of these households from today on, for `AHEAD`, by date; those without a date at the end."""
    first = np.datetime64(today, "D")
    found = [*_birthdays(columns, first, first + np.timedelta64(AHEAD)), *_renewals(columns, today)]
    merged = Coming(*(np.concatenate(parts) for parts in zip(*found, strict=True)))
    order = np.lexsort((merged.rule, merged.household, merged.day))
    return Coming(*(part[order] for part in merged))


def birth_dates(today: date) -> list[tuple[date, date]]:
    """Between which dates one is born to have a birthday of the table within `AHEAD`; a few days more than needed."""
    ages = sorted({rule.age for rule in BIRTHDAYS})
    slack = timedelta(days=2)
    return [(_years_before(today, age) - slack, _years_before(today + AHEAD, age) + slack) for age in ages]


def _years_before(day: date, years: int) -> date:
    return (day - timedelta(days=day.day - 1)).replace(year=day.year - years) + timedelta(days=day.day - 1)


def _birthdays(columns: Columns, first: Any, last: Any) -> Iterator[Coming]:
    children = np.bincount(columns.household[columns.role == ROLES.index("child")], minlength=len(columns))
    for rank, rule in enumerate(BIRTHDAYS):
        day = _birthday(columns.birth_date, rule.age)
        concerned = (
            (day >= first) & (day <= last) & np.isin(columns.role, [ROLES.index(one) for one in rule.roles])
        )
        concerned &= children[columns.household] >= rule.children
        if rule.born_from:
            concerned &= columns.birth_date >= np.datetime64(rule.born_from)
        if rule.disabled:
            concerned &= (columns.disability_rate >= 50) | (columns.unfit_for_work == 1)
        rows = np.nonzero(concerned)[0]
        yield Coming(columns.household[rows], rows, np.full(len(rows), rank), day[rows])


def _birthday(born: Dates, age: int) -> Dates:
    """Born on 29 February: 1 March of other years."""
    month = born.astype("datetime64[M]")
    day: Dates = (month + np.timedelta64(12 * age, "M")).astype("datetime64[D]") + (
        born - month.astype("datetime64[D]")
    )
    return day


def _renewals(columns: Columns, today: date) -> Iterator[Coming]:
    this_month = today.year * 12 + today.month - 1
    months = columns.line_month // 100 * 12 + columns.line_month % 100 - 1
    owner = columns.household[columns.line_member]
    for rank, rule in enumerate(RENEWALS, len(BIRTHDAYS)):
        there = (columns.line_kind == KINDS.index(rule.kind)) & (months <= this_month)
        paid = there & (columns.line_amount > 0)
        unpaid = there & (columns.line_amount == 0)
        latest, refused = (_latest(owner[some], months[some], len(columns)) for some in (paid, unpaid))
        received = (latest > this_month - RECENT) & (latest > refused)
        began = np.isin(_key(np.arange(len(columns)), refused + 1), _key(owner[paid], months[paid]))
        opened = np.where(began & (refused > 0), refused + 1, -1)
        yield _due(rule, rank, np.nonzero(received)[0], opened, today)


def _latest(owner: NDArray[Any], months: NDArray[Any], count: int) -> NDArray[np.int64]:
    latest = np.full(count, -1, dtype=np.int64)
    np.maximum.at(latest, owner, months)
    return latest


def _key(household: NDArray[Any], month: NDArray[Any]) -> NDArray[np.int64]:
    key: NDArray[np.int64] = household.astype(np.int64) * 100_000 + month
    return key


def _due(
    rule: Renewal, rank: int, households: NDArray[Any], opened: NDArray[np.int64], today: date
) -> Coming:
    """The next date of each; none beyond `AHEAD`, except for those whose beginning is unknown."""
    since = opened[households]
    soonest = today.year * 12 + today.month - 1 + (today.day > 1)
    turns = np.maximum(1, -((since - soonest - rule.ahead) // rule.months))
    day = np.where(since < 0, _NEVER, _first_day(since + turns * rule.months - rule.ahead))
    kept = np.isnat(day) | (day <= np.datetime64(today + AHEAD, "D"))
    rows = households[kept]
    return Coming(rows, np.full(len(rows), NOBODY), np.full(len(rows), rank), day[kept])


def _first_day(months: NDArray[np.int64]) -> Dates:
    day: Dates = (months - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]")
    return day
