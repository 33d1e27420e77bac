"""Coverage and diagnosis in words: states, shares of a population, distances, figures of a version."""

from typing import Any

from maillage.directory.enums import CATEGORIES
from maillage.directory.models import DiagnosisVersion, Territory
from maillage.directory.rules.coverage import Cover
from maillage.web.wording import day, number

COVER_WORDS = {
    Cover.CONFIRMED: "confirmé",
    Cover.DECLARED: "déclaré seulement",
    Cover.UNKNOWN: "aucun service connu",
}
COVER_STATE = {Cover.CONFIRMED: "full", Cover.DECLARED: "half", Cover.UNKNOWN: "none"}
COVER_KEY = [(COVER_STATE[cover], COVER_WORDS[cover]) for cover in COVER_WORDS]


def share(part: float) -> str:
    """0.004 → "moins de 1 %": what is rounded to nothing is still somebody."""
    if 0 < part < 0.01:
        return "moins de 1\u00a0%"
    if 0.99 < part < 1:
        return "plus de 99\u00a0%"
    return f"{round(part * 100)}\u00a0%"


def away(kilometres: float | None) -> str:
    if kilometres is None:
        return "aucun à moins de 100 km"
    return "moins de 1 km" if kilometres < 1 else f"{number(round(kilometres))} km"


def population(commune: Territory) -> str:
    return "inconnu" if commune.population is None else number(commune.population)


# The diagnosis


def version_words(version: DiagnosisVersion) -> str:
    state = f"close le {day(version.closed_on)}" if version.closed_on else "ouverte aux contributions"
    return f"Version {version.number}, {state}. Chiffres du {day(version.taken_on)}."


def snapshot_facts(told: dict[str, Any]) -> list[tuple[str, str]]:
    fresh = told.get("freshness", {})
    return [
        ("Communes", number(told.get("communes", 0))),
        ("Habitants", number(told.get("population", 0))),
        ("Services", ", ".join(f"{number(count)} {words}" for words, count in fresh.items()) or "aucun"),
        *((str(label), str(value)) for label, value in told.get("more", [])),
    ]


def coverage_rows(told: dict[str, Any]) -> list[list[str]]:
    return [
        [CATEGORIES[key], share(confirmed), share(declared), share(unknown)]
        for key, (confirmed, declared, unknown, _) in in_order(told.get("coverage", {}))
    ]


def demand_rows(told: dict[str, Any]) -> list[list[str]]:
    counted = in_order(told.get("demand", {}))
    return [[CATEGORIES[key], "moins de 5" if count is None else number(count)] for key, count in counted]


def in_order(by_category: dict[str, Any]) -> list[tuple[str, Any]]:
    """As the schema lists categories: PostgreSQL keeps JSON in an order of its own."""
    return [(key, by_category[key]) for key in CATEGORIES if key in by_category]


def moved_rows(moved: list[tuple[str, float, float]]) -> list[list[str]]:
    return [[CATEGORIES.get(key, key), share(was), share(now)] for key, was, now in moved]
