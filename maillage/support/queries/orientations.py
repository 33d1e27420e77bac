"""From a folder to the directory and back: the search already filled in, and what orientations say of a territory."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from maillage.directory.enums import CATEGORIES
from maillage.directory.models import Service
from maillage.directory.queries import commune_by_code
from maillage.directory.queries.cards import services
from maillage.people.models import HouseholdMember, Person
from maillage.permissions import Actor

HIDDEN = 1
"""Stands for a count that is not told: under five, whatever it is."""


class Demand(NamedTuple):
    """Persons oriented, by category of themes; None: fewer than five, not told."""

    category: str
    found: int | None
    unanswered: int | None


def demand(communes: list[str], since: date, until: date) -> list[Demand]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM maillage_definer.orientation_counts(%s, %s, %s)", [communes, since, until]
        )
        return [Demand(*row) for row in cursor.fetchall()]


def oriented(communes: list[str], since: date, until: date) -> dict[str, int]:
    """For a diagnosis, that hides what is under five: persons for whom a service was found, by category."""
    told = demand(communes, since, until)
    return {one.category: HIDDEN if one.found is None else one.found for one in told if one.found != 0}


def without_answer(communes: list[str], day: date) -> dict[str, int]:
    """For a diagnosis: persons for whom nothing was found in a year, in words."""
    since = date(day.year - 1, day.month, min(day.day, 28))
    return {
        f"Personnes pour qui rien n’a été trouvé, {CATEGORIES[one.category].lower()}": one.unanswered
        for one in demand(communes, since, day)
        if one.unanswered
    }


def search_url(actor: Actor, person: Person, **more: str) -> str:
    """The directory's search, with the commune of the household; the person is known there by `dossier` alone."""
    rows = HouseholdMember.objects.visible_to(actor).filter(person=person, until=None)
    commune = rows.values_list("household__commune", flat=True).first()
    place = commune_by_code(commune) if commune else None
    told = {"commune": str(place or ""), "dossier": str(person.pk)} | more
    return (
        f"{reverse('directory:search')}?{urlencode({name: value for name, value in told.items() if value})}"
    )


def offered(actor: Actor, public_id: UUID | None) -> Service | None:
    """A service still offered, to orient to."""
    if public_id is None:
        return None
    live = Q(withdrawn_on=None, structure__withdrawn_on=None)
    found: Service | None = services(actor).filter(live, public_id=public_id).first()
    return found


def orient_url(actor: Actor, folder: str, service: Service | None = None) -> tuple[str, str] | None:
    """What the directory's pages show when they were opened from a folder: (label, address)."""
    try:
        person = UUID(folder)
    except ValueError:
        return None
    found = Person.objects.visible_to(actor).filter(pk=person).first()
    if found is None:
        return None
    query = f"?{urlencode({'service': str(service.public_id)})}" if service else ""
    label = "Noter cette orientation" if service else "Noter que rien n’a été trouvé"
    return f"{label} ({found.full_name})", reverse("support:orient", args=[found.pk]) + query
