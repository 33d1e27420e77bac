"""How a plan is said: on its page, on paper."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from maillage.governance.enums import EvidenceKind, MeasureStatus
from maillage.governance.models import Plan
from maillage.governance.queries.plans import ORDER, FollowedMeasure
from maillage.web.wording import day, number, plural

COLOURS = {
    MeasureStatus.LATE: "late",
    MeasureStatus.HELD: "done",
    MeasureStatus.ENGAGED: "waiting",
    MeasureStatus.TO_START: "",
    MeasureStatus.DROPPED: "",
}
COUNTED = {
    MeasureStatus.LATE: "en retard",
    MeasureStatus.ENGAGED: "engagée",
    MeasureStatus.TO_START: "à engager|à engager",
    MeasureStatus.HELD: "tenue",
    MeasureStatus.DROPPED: "abandonnée",
}


def summary(statuses: Iterable[MeasureStatus]) -> str:
    """ "5 mesures : 1 en retard, 2 engagées, 2 tenues"."""
    counts = Counter(statuses)
    if not counts:
        return "Aucune mesure pour l’instant"
    told = [_counted(counts[one], COUNTED[one]) for one in ORDER if counts[one]]
    return f"{plural(counts.total(), 'mesure')}\u00a0: {', '.join(told)}"


def _counted(count: int, word: str) -> str:
    return plural(count, word) if "retard" not in word else f"{number(count)} {word}"


def where(plan: Plan) -> str:
    return plan.territory.name if plan.territory else "Tout le pays"


def when(plan: Plan) -> str:
    start = f"depuis le {day(plan.starts_on)}"
    return f"du {day(plan.starts_on)} au {day(plan.ends_on)}" if plan.ends_on else start


def facts(plan: Plan) -> list[tuple[str, str]]:
    told = [
        ("Type", str(plan.get_kind_display()).capitalize()),
        ("Porté par", plan.holder),
        ("Territoire", where(plan)),
        ("Durée", when(plan).capitalize()),
        ("Ce qu’il vise", plan.aims),
        ("Avec qui", plan.partners),
        (
            "Lu par",
            f"tout le monde, depuis le {day(plan.published_on)}" if plan.published_on else _readers(plan),
        ),
    ]
    return [(label, words) for label, words in told if words]


def _readers(plan: Plan) -> str:
    return "les membres de l’instance" if plan.committee else "les professionnels de la structure"


def plan_data(plan: Plan, rows: list[FollowedMeasure], today: Any) -> dict[str, Any]:
    """For `web/record.typ`."""
    blocks: list[dict[str, Any]] = [{"facts": [list(one) for one in facts(plan)]}]
    for one in rows:
        blocks += [{"heading": one.measure.title}, {"facts": _measure_facts(one)}]
        if told := _told(one):
            blocks.append({"list": told})
    return {
        "title": plan.title,
        "summary": f"{summary(one.status for one in rows)}.",
        "blocks": blocks,
        "footer": f"État au {day(today)}, d’après les preuves datées",
    }


def _measure_facts(one: FollowedMeasure) -> list[list[str]]:
    measure = one.measure
    told = [
        ("État", str(one.status.label).capitalize()),
        ("Qui s’en charge", measure.owner or "à dire"),
        ("Pour le", day(measure.due_on) if measure.due_on else "sans date"),
        ("Recommandation", str(measure.action.recommendation) if measure.action else ""),
        ("Pourquoi", measure.dropped_why),
    ]
    return [[label, words] for label, words in told if words]


def _told(one: FollowedMeasure) -> list[str]:
    kept = [proof for proof in one.evidence if proof.withdrawn_on is None]
    return [f"{day(proof.on)}\u00a0: {proof.what}{_done(proof.kind)}" for proof in kept]


def _done(kind: str) -> str:
    return " (fait)" if kind == EvidenceKind.DONE else ""
