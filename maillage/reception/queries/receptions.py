"""Receptions of the structure: those of the day, the one of a slip, its orientations, and the figures of each month."""

from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from maillage.directory.enums import Half
from maillage.directory.models import Presence, Service, Structure
from maillage.directory.queries.places import presences
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.reception.enums import OTHER_THEME
from maillage.reception.models import Orientation, Reception
from maillage.reception.models.receptions import LENGTH, LETTERS

NOON, SHOWN_DAYS, MONTHS = 13, 7, 12


def receptions(actor: Actor) -> QuerySet[Reception]:
    rows: QuerySet[Reception] = Reception.objects.visible_to(actor)
    return rows.select_related("structure", "user", "follows")


def lately(actor: Actor) -> QuerySet[Reception]:
    """First receptions of the last seven days, the last one first."""
    since = timezone.now() - timedelta(days=SHOWN_DAYS)
    return receptions(actor).filter(received_at__gte=since).order_by("-received_at", "pk")


def expected(actor: Actor) -> QuerySet[Reception]:
    """Who may come back today. Who doesn't is not looked for: yesterday's are not here."""
    return receptions(actor).filter(come_back_on=timezone.localdate()).order_by("received_at", "pk")


def clean_reference(typed: str) -> str:
    """As it is kept: « 7k3m 2pqx » is 7K3M2PQX."""
    return "".join(one for one in typed.upper() if one in LETTERS)


def by_reference(actor: Actor, typed: str) -> Reception | None:
    """The first reception of whoever holds this slip."""
    reference = clean_reference(typed[:40])
    if len(reference) != LENGTH:
        return None
    found = receptions(actor).filter(reference=reference).first()
    return found.follows if found and found.follows else found


def story(actor: Actor, first: Reception) -> list[Reception]:
    """Each time they came, the first one first, with the services they were told of: two queries."""
    told = Orientation.objects.visible_to(actor).select_related("service__structure", "service__commune")
    rows = receptions(actor).filter(follows=first) | receptions(actor).filter(pk=first.pk)
    return list(rows.order_by("received_at").prefetch_related(Prefetch("orientations", told)))


def of_person(actor: Actor, person: Any) -> QuerySet[Reception]:
    """What they chose to join to their file."""
    return receptions(actor).filter(person=person).order_by("received_at")


def orient_url(actor: Actor, folder: str, service: Service | None = None) -> tuple[str, str] | None:
    """What the directory's pages show when they were opened from a reception: (label, address)."""
    try:
        key = UUID(folder)
    except ValueError:
        return None
    found = receptions(actor).filter(pk=key, person=None).first()
    if found is None:
        return None
    if service is None:
        return "Revenir à l’accueil de cette personne", found.get_absolute_url()
    return "Noter cette orientation", reverse("reception:orient", args=[found.pk, service.public_id])


def search_url(reception: Reception) -> str:
    """The directory's search, for the first theme, around the structure."""
    place = reception.structure.commune
    told = {"dossier": str(reception.pk), "commune": str(place or "")}
    theme = reception.themes[0]
    told |= {} if theme == OTHER_THEME else {"categorie": theme}
    asked = urlencode({name: value for name, value in told.items() if value})
    return f"{reverse('directory:search')}?{asked}"


class Here(NamedTuple):
    """Who is present in this place on this half-day."""

    place: Structure
    present: list[Presence]


def present_now(actor: Actor) -> Here | None:
    """None where nobody said who is present."""
    place = Structure.objects.visible_to(actor).filter(pk=actor.structure_id).first()
    rows = presences(place) if place else []
    if place is None or not rows:
        return None
    now = timezone.localtime()
    half = f"{now.isoweekday()}{Half.MORNING if now.hour < NOON else Half.AFTERNOON}"
    return Here(place, [one for one in rows if half in one.halves])


class Month(NamedTuple):
    """`total` and each theme: (theme, received, without an answer, came back); None: fewer than five, not told."""

    month: date
    total: Any
    themes: list[Any]


def figures() -> list[Month]:
    """Of the actor's structure, the last month first."""
    since = (timezone.localdate().replace(day=1) - timedelta(days=31 * (MONTHS - 1))).replace(day=1)
    rows = rows_of("reception_counts(%s::date)", since)
    totals = [row for row in rows if row.theme == ""]
    return [
        Month(one.month, one, [row for row in rows if row.month == one.month and row.theme]) for one in totals
    ]
