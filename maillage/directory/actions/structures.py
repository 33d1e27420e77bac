from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.audit.actions import record
from maillage.directory.fold import fold
from maillage.directory.models import Structure, StructureKind, Territory
from maillage.directory.rules import normal_phone, normal_siret
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


@transaction.atomic
def create_structure(
    *,
    by: Actor,
    name: str,
    kind: StructureKind,
    commune: Territory,
    sector: Territory | None = None,
    parent: Structure | None = None,
    phone: str = "",
    email: str = "",
    address: str = "",
    opening: str = "",
    siret: str = "",
) -> Structure:
    """A structure in a commune of today (a merged one is followed). Raises ValidationError, a sentence by field."""
    today = commune.current_commune or commune
    structure = Structure(
        name=" ".join(name.split()),
        folded_name=fold(name),
        kind=kind,
        commune=today,
        sector=sector,
        parent=parent,
        phone=_read("phone", lambda: normal_phone(phone, today.code)),
        email=email.strip(),
        address=" ".join(address.split()),
        opening=opening.strip(),
        siret=_read("siret", lambda: normal_siret(siret)),
    )
    structure.full_clean()
    with transaction.atomic():
        structure.save()
        record(by, "open", structure)
    return structure


def _read(name: str, normal: Callable[[], str]) -> str:
    try:
        return normal()
    except ValidationError as refusal:
        raise ValidationError({name: refusal.messages}) from refusal
