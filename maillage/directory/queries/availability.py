"""How much room services said they have, and what is closed: for a list of them, in one query each."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from maillage.directory.models import Availability, Closure, Service, Structure
from maillage.permissions import Actor


def last_availabilities(services: Iterable[Service]) -> dict[int, Availability]:
    """Service id → what it said last, expired or not; those that never said anything are left out. One query."""
    rows = Availability.objects.filter(service__in=[one.pk for one in services])
    return {one.service_id: one for one in rows.order_by("service_id", "-pk").distinct("service_id")}


def history(service: Service, most: int = 12) -> list[Availability]:
    return list(Availability.objects.filter(service=service).order_by("-pk")[:most])


def closures(services: Iterable[Service], today: date) -> dict[int, list[Closure]]:
    """Service id → its closures and its structure's, of today and to come. One query."""
    listed = list(services)
    holders = {one.structure_id for one in listed}
    rows = Closure.objects.filter(Q(service__in=listed) | Q(structure__in=holders), until__gte=today)
    found: dict[int, list[Closure]] = defaultdict(list)
    for closure in rows:
        for one in listed:
            if closure.service_id == one.pk or closure.structure_id == one.structure_id:
                found[one.pk].append(closure)
    return dict(found)


def closures_of(structure: Structure, today: date) -> list[Closure]:
    return list(Closure.objects.filter(structure=structure, until__gte=today))


def closure_seen(actor: Actor, pk: int) -> Closure | None:
    """Of a card that the actor sees."""
    found = Closure.objects.select_related("service", "structure").filter(pk=pk).first()
    card = found and (found.service or found.structure)
    if not card or not type(card).objects.visible_to(actor).filter(pk=card.pk).exists():
        return None
    return found
