"""Two files made one, then parted: what was written on one of them meanwhile may be sealed under the other's key.

Before that key is destroyed, it is sealed again under the key of the person it is about.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q

from maillage.people.models import PersonMerge
from maillage.vault.fields import SealedText
from maillage.vault.models import DataKey


def reseal_parted(group: list[UUID], *, using: str) -> int:
    """How many texts of others were sealed again; the memory of what was parted goes with the person."""
    parted = PersonMerge.objects.using(using).filter(undone_at__isnull=False)
    parted = parted.filter(Q(kept__in=group) | Q(absorbed__in=group))
    pairs = parted.values_list("kept_id", "absorbed_id")
    others = {one for pair in pairs for one in pair} - set(group)
    if not others:
        return 0
    keys = {
        key.bytes for key in DataKey.objects.using(using).filter(owner__in=group).values_list("pk", flat=True)
    }
    done = sum(_reseal(row, names, using) for row, names in _sealed_by(keys, others, using))
    parted.delete()
    return done


def _sealed_by(keys: set[bytes], owners: set[UUID], using: str) -> Iterator[tuple[Any, list[str]]]:
    for model, names in _models():
        for row in model._default_manager.using(using).filter(person_id__in=owners):
            mine = [name for name in names if bytes(row.__dict__[name] or b"")[1:17] in keys]
            if mine:
                yield row, mine


def _models() -> Iterator[tuple[Any, list[str]]]:
    """Every table that keeps something sealed for the person it names."""
    for model in apps.get_models():
        fields = model._meta.concrete_fields
        names = [one.attname for one in fields if isinstance(one, SealedText) and one.owner == "person_id"]
        if names:
            yield model, names


def _reseal(row: Any, names: list[str], using: str) -> int:
    row.save(using=using, update_fields=names)
    return len(names)
