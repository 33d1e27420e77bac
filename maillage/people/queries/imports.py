"""Files of households brought in, and what is already known of them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from maillage.people.models import Import, ImportMapping
from maillage.people.queries.households import Home, homes, households
from maillage.people.queries.persons import persons
from maillage.permissions import Actor


def imports(actor: Actor) -> QuerySet[Import]:
    rows: QuerySet[Import] = Import.objects.visible_to(actor)
    return rows


def remembered_mapping(actor: Actor, headers: str) -> dict[str, str | None]:
    """How the actor's structure read a file with these headers (their fingerprint) the last time."""
    rows = ImportMapping.objects.visible_to(actor).filter(headers=headers)
    return rows.values_list("mapping", flat=True).first() or {}


def identities(actor: Actor, but: UUID) -> Iterator[tuple[str, str, Any]]:
    """First name, last name and date of birth of the persons in sight who have all three.

    Those that the import `but` brought in are left out.
    """
    named = persons(actor).exclude(first_name="").exclude(last_name="").exclude(birth_date=None)
    others = named.exclude(imported_by=but)
    return others.values_list("first_name", "last_name", "birth_date").iterator()


def kept_homes(actor: Actor, file: Import, most: int) -> list[Home]:
    """Households that an undoing left because somebody changed them, as far as the actor sees them."""
    rows = households(actor).filter(pk__in=file.kept).order_by("pk")
    return homes(actor, rows[:most])
