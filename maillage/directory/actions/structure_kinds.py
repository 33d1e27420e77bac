from __future__ import annotations

import csv
from pathlib import Path

from django.db import transaction

from maillage.directory.models import StructureKind
from maillage.permissions import Actor

STRUCTURE_KINDS = Path(__file__).parents[1] / "pack" / "structure_kinds.csv"


@transaction.atomic
def load_structure_kinds(*, by: Actor) -> int:
    """The kinds every territory starts with; those it added or relabelled stay as they are. Says how many came in."""
    with STRUCTURE_KINDS.open(encoding="utf-8", newline="") as text:
        told = [StructureKind(code=row["code"], label=row["label"]) for row in csv.DictReader(text)]
    known = StructureKind.objects.count()
    StructureKind.objects.bulk_create(told, ignore_conflicts=True)
    return StructureKind.objects.count() - known
