"""The fifteen recommendations and their actions, from `pack/recommendations.yaml`; loaded again without harm."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

PACK = Path(__file__).parent / "pack" / "recommendations.yaml"


def read_pack() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    return told


def load_recommendations(
    recommendation_model: Any, action_model: Any, today: date, using: str = "default"
) -> int:
    """Write or correct each action; how many there are. One that left the pack ends today, and stays for its plans."""
    pack = read_pack()
    told = {name: pack[name] for name in ("source", "source_url", "starts_on")}
    codes = []
    for row in pack["recommendations"]:
        values = {**told, "title": row["title"], "aim": row["aim"], "ends_on": None}
        rows = recommendation_model.objects.using(using)
        recommendation, _ = rows.update_or_create(number=row["number"], defaults=values)
        codes += _load_actions(action_model.objects.using(using), recommendation, row["actions"], pack)
    left = action_model.objects.using(using).exclude(code__in=codes).filter(ends_on=None)
    left.update(ends_on=today)
    return len(codes)


def _load_actions(rows: Any, recommendation: Any, actions: list[Any], pack: dict[str, Any]) -> list[str]:
    for position, action in enumerate(actions, start=1):
        starts_on = action.get("starts_on", pack["starts_on"])
        values = {**action, "position": position, "starts_on": starts_on, "ends_on": None}
        rows.update_or_create(
            code=action["code"], defaults={**values, "recommendation_id": recommendation.pk}
        )
    return [action["code"] for action in actions]
