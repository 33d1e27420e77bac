"""Qualifying sites: agreements of a school and a host."""

from datetime import date

from django.db.models import QuerySet

from maillage.conventions.models import Site
from maillage.directory.models import Structure
from maillage.permissions import Actor
from maillage.permissions.definer import value_of


def sites(actor: Actor) -> QuerySet[Site]:
    rows: QuerySet[Site] = Site.objects.visible_to(actor).select_related("school", "host")
    return rows


def agreed(school: Structure, host: Structure, on: date) -> bool:
    """Whether an agreement that the host accepted is in force that day."""
    call = "conventions_agreed(%s::bigint, %s::bigint, %s::date)"
    return bool(value_of(call, school.pk, host.pk, on))
