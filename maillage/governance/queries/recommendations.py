"""The catalogue as one looks through it, and what moved: by recommendation and by territory, up to the country."""

import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from maillage.directory.enums import TerritoryKind
from maillage.directory.models import Territory
from maillage.governance.enums import DecisionLevel, EvidenceKind, MeasureStatus
from maillage.governance.models import Evidence, Measure, Recommendation, RecommendedAction
from maillage.governance.rules import leads
from maillage.permissions import Actor

HERE = "here"
"""The filter « ce que je peux faire ici »."""


def levels_here(actor: Actor) -> tuple[str, ...]:
    """What one can decide where one is: the field, and for those who lead, what a direction decides."""
    field = (DecisionLevel.FIELD,)
    return (*field, DecisionLevel.MANAGEMENT) if leads(actor) else field


def actions(
    actor: Actor, level: str = "", horizon: str = "", theme: str = "", words: str = ""
) -> list[RecommendedAction]:
    """Those in force, each with `adopters`: how many structures and committees hold it in a published plan."""
    rows = RecommendedAction.objects.filter(ends_on=None).select_related("recommendation")
    if level:
        rows = rows.filter(level__in=levels_here(actor) if level == HERE else [level])
    if horizon:
        rows = rows.filter(horizon=horizon)
    if theme:
        rows = rows.filter(themes__contains=[theme])
    return _with_adopters([one for one in rows if _says(one, words)])


def of_recommendation(recommendation: Recommendation) -> list[RecommendedAction]:
    return _with_adopters(list(recommendation.actions.select_related("recommendation").filter(ends_on=None)))


def _says(action: RecommendedAction, words: str) -> bool:
    told = folded(f"{action.text} {action.recommendation.title} {' '.join(action.theme_labels)}")
    return all(word in told for word in folded(words).split())


def folded(text: str) -> str:
    """Without accents nor capitals."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))


def _with_adopters(listed: list[RecommendedAction]) -> list[RecommendedAction]:
    holders = Count("plan__structure", distinct=True) + Count("plan__committee", distinct=True)
    counted = dict(_published().values("action").annotate(n=holders).order_by().values_list("action", "n"))
    for one in listed:
        one.adopters = counted.get(one.pk, 0)
    return listed


def _published() -> QuerySet[Measure]:
    """What anybody may count: measures of published plans that come from the catalogue and were not dropped."""
    return Measure.objects.filter(
        plan__published_on__isnull=False, action__isnull=False, dropped_on__isnull=True
    )


def with_status(rows: QuerySet[Measure], today: date) -> QuerySet[Any]:
    """`rules.plans.status`, in SQL."""
    told = Evidence.objects.filter(measure=OuterRef("pk"), on__lte=today, withdrawn_on=None)
    return rows.annotate(
        state=Case(
            When(dropped_on__lte=today, then=Value(MeasureStatus.DROPPED.value)),
            When(Exists(told.filter(kind=EvidenceKind.DONE)), then=Value(MeasureStatus.HELD.value)),
            When(due_on__lt=today, then=Value(MeasureStatus.LATE.value)),
            When(Exists(told), then=Value(MeasureStatus.ENGAGED.value)),
            default=Value(MeasureStatus.TO_START.value),
        )
    )


@dataclass(frozen=True)
class Moved:
    """How many measures were adopted, and where they are."""

    adopted: int = 0
    engaged: int = 0
    held: int = 0
    late: int = 0

    def __add__(self, other: "Moved") -> "Moved":
        return Moved(*(a + b for a, b in zip(self.figures, other.figures, strict=True)))

    @property
    def figures(self) -> tuple[int, int, int, int]:
        return self.adopted, self.engaged, self.held, self.late


@dataclass(frozen=True)
class RollUp:
    """By (recommendation number, région or None, département or None), as measures of published plans were written."""

    cells: dict[tuple[int, int | None, int | None], Moved]

    def of(
        self, number: int | None = None, region: int | None = None, departement: int | None = None
    ) -> Moved:
        """Everything under a territory; the whole country without one."""
        chosen = (
            moved
            for (one, in_region, in_departement), moved in self.cells.items()
            if (number is None or one == number)
            and (region is None or in_region == region)
            and (departement is None or in_departement == departement)
        )
        return sum(chosen, Moved())


def roll_up(today: date) -> RollUp:
    """One query. A plan counts for the territory it says, its département, its région, and the country."""
    inside = Territory.objects.filter(epci=OuterRef("plan__territory"), kind=TerritoryKind.COMMUNE)
    most = inside.values("departement", "departement__region").annotate(n=Count("pk")).order_by("-n")
    territory = F("plan__territory")
    region = Case(
        When(plan__territory__kind=TerritoryKind.REGION, then=territory),
        When(plan__territory__kind=TerritoryKind.EPCI, then=Subquery(most.values("departement__region")[:1])),
        default=Coalesce("plan__territory__region", "plan__territory__departement__region"),
        output_field=BigIntegerField(),
    )
    departement = Case(
        When(plan__territory__kind=TerritoryKind.DEPARTEMENT, then=territory),
        When(plan__territory__kind=TerritoryKind.EPCI, then=Subquery(most.values("departement")[:1])),
        default=F("plan__territory__departement"),
        output_field=BigIntegerField(),
    )
    rows = with_status(_published(), today).annotate(in_region=region, in_departement=departement)
    grouped = rows.values_list(
        "action__recommendation__number", "in_region", "in_departement", "state"
    ).annotate(n=Count("pk"))
    counted: dict[tuple[int, int | None, int | None], Counter[str]] = {}
    for number, in_region, in_departement, state, count in grouped.order_by():
        counted.setdefault((number, in_region, in_departement), Counter())[state] += count
    return RollUp({key: _moved(states) for key, states in counted.items()})


def _moved(states: Counter[str]) -> Moved:
    engaged, held = states[MeasureStatus.ENGAGED], states[MeasureStatus.HELD]
    return Moved(states.total(), engaged, held, states[MeasureStatus.LATE])


def regions() -> list[Territory]:
    return list(_now(TerritoryKind.REGION))


def departements() -> list[Territory]:
    return list(_now(TerritoryKind.DEPARTEMENT))


def _now(kind: str) -> QuerySet[Territory]:
    rows: QuerySet[Territory] = Territory.objects.filter(kind=kind, valid_until=None)
    return rows.order_by("name")
