"""The rules of the account, from `pack/rules.yaml`; loaded again without harm. A version that decided is never rewritten
otherwise than by the pack that holds it."""

from pathlib import Path
from typing import Any

import yaml
from django.db import connections

PACK = Path(__file__).parent / "pack" / "rules.yaml"
SAID = ("title", "status", "source", "source_url", "starts_on", "hours_a_day", "days")
STANDARD = "livre-blanc"
"""What an account is told by when nobody adopted anything: it is then only indicative."""


def read_pack() -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = yaml.safe_load(PACK.read_text(encoding="utf-8"))["rules"]
    return rules


def load_rules(version_model: Any, kind_model: Any, using: str = "default") -> int:
    """Write or correct each version; how many there are."""
    pack = read_pack()
    for row in pack:
        told = {name: row[name] for name in SAID}
        version, _ = version_model.objects.using(using).update_or_create(
            code=row["code"], number=row["version"], defaults=told
        )
        for kind, rule in row["kinds"].items():
            defaults = {"cap_hours": None, **rule}
            kind_model.objects.using(using).update_or_create(version=version, kind=kind, defaults=defaults)
    return len(pack)


def load_in_migration(version_model: Any, kind_model: Any, using: str) -> None:
    """As the role that row security lets through."""
    with connections[using].cursor() as cursor:
        cursor.execute("SET LOCAL ROLE maillage_maintenance")
        load_rules(version_model, kind_model, using)
        cursor.execute("RESET ROLE")
