"""Figures of a territory's diagnosis, taken on a day and kept; what changed from one version to the next."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from maillage.directory.enums import CATEGORIES
from maillage.directory.models import Diagnosis, DiagnosisVersion, Service, Territory
from maillage.directory.queries.coverage import coverage
from maillage.directory.queries.maps import communes_of
from maillage.directory.rules.freshness import State, freshness
from maillage.permissions import Actor

DEMAND: list[Callable[[list[str], date, date], dict[str, int]]] = []
"""Demand seen by higher contexts: function(commune codes, first day, last day) → category → how many orientations."""
SUPPLY: list[Callable[[list[str], date], dict[str, Any]]] = []
"""More figures of the day, label → words or number (availability…): function(commune codes, day)."""
HIDDEN_UNDER = 5
FRESH_WORDS = {State.CONFIRMED: "confirmés", State.DECLARED: "déclarés", State.STALE: "à vérifier"}


def diagnoses(actor: Actor) -> QuerySet[Diagnosis]:
    """The latest opened first."""
    return Diagnosis.objects.visible_to(actor).select_related("territory")


def versions(diagnosis: Diagnosis) -> QuerySet[DiagnosisVersion]:
    return diagnosis.versions.select_related("diagnosis__territory")


def take(by: Actor, territory: Territory, day: date) -> dict[str, Any]:
    """What a version keeps: plain JSON, the same shape for ever.

    coverage: category → [confirmed, declared, unknown (parts of the population), communes without a known service];
    freshness: word → services; demand: category → count or None (fewer than five); more: [[label, value]].
    """
    found = coverage(by, territory, day)
    codes = [one.code for one in found.communes]
    return {
        "communes": len(codes),
        "population": sum(found.populations),
        "coverage": {key: [*(round(part, 4) for part in told[:3]), told[3]] for key in found.keys if (told := found.shares(key))},
        "freshness": _freshness(by, territory, day),
        "demand": _demand(codes, day),
        "more": [[label, value] for hook in SUPPLY for label, value in hook(codes, day).items()],
    }  # fmt: skip


def _freshness(by: Actor, territory: Territory, day: date) -> dict[str, int]:
    """Services of the structures of the territory."""
    here = communes_of(territory)
    rows = Service.objects.visible_to(by).filter(
        Q(commune__in=here) | Q(commune=None, structure__commune__in=here)
    )
    counted = Counter(
        freshness(one, day).state
        for one in rows.only("confirmed_on", "updated_on", "confirmed_by", "review_months")
    )
    return {words: counted[state] for state, words in FRESH_WORDS.items()}


def _demand(codes: list[str], day: date) -> dict[str, int | None]:
    """A year of orientations; a small count is hidden, and the fact that it was counted is not."""
    counted: Counter[str] = Counter()
    for hook in DEMAND:
        counted.update(hook(codes, date(day.year - 1, day.month, min(day.day, 28)), day))
    return {
        key: counted[key] if counted[key] >= HIDDEN_UNDER else None for key in CATEGORIES if counted[key] > 0
    }


def before(version: DiagnosisVersion) -> DiagnosisVersion | None:
    return DiagnosisVersion.objects.filter(diagnosis=version.diagnosis_id, number=version.number - 1).first()


def changed(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, float, float]]:
    """Categories whose share of inhabitants without a known service moved by a point or more: (category, was, is)."""
    was, told = old.get("coverage", {}), new.get("coverage", {})
    pairs = [(key, was[key][2], told[key][2]) for key in CATEGORIES if key in was and key in told]
    return [(key, then, now) for key, then, now in pairs if abs(then - now) >= 0.01]
