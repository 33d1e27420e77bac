"""The types of task of everybody, from `pack/task_types.yaml`; loaded again without harm."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import connections

PACK = Path(__file__).parent / "pack" / "task_types.yaml"


def read_pack() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    return told


def load_task_types(model: Any, today: date, using: str = "default") -> int:
    """Write or correct each type; how many there are. One that left the pack ends today, and stays for its tasks."""
    pack = read_pack()
    shared = {name: pack[name] for name in ("source", "source_url")}
    rows = model.objects.using(using).filter(structure=None)
    for position, row in enumerate(pack["types"], start=1):
        told = {**shared, **row, "position": position, "ends_on": None}
        rows.update_or_create(
            structure=None, code=row["code"], defaults={"starts_on": pack["starts_on"], **told}
        )
    rows.exclude(code__in=[row["code"] for row in pack["types"]]).filter(ends_on=None).update(ends_on=today)
    return len(pack["types"])


def load_in_migration(model: Any, using: str) -> None:
    """As the role that row security lets through."""
    with connections[using].cursor() as cursor:
        cursor.execute("SET LOCAL ROLE maillage_maintenance")
        load_task_types(model, date.today(), using)
        cursor.execute("RESET ROLE")
