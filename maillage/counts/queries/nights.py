"""Nights, their ground and their teams, for who organises them; those published, for everybody."""

from collections import Counter

from django.db.models import Count, Q, QuerySet

from maillage.counts.models import Border, Night, Round, Sector, Sighting, Team
from maillage.counts.rules import in_order, kept
from maillage.permissions import Actor


def nights(actor: Actor) -> QuerySet[Night]:
    rows: QuerySet[Night] = Night.objects.visible_to(actor)
    return rows.select_related("structure", "territory")


def organised(actor: Actor) -> QuerySet[Night]:
    return nights(actor).filter(kept(actor))


def published(actor: Actor) -> QuerySet[Night]:
    return nights(actor).filter(published_at__isnull=False)


def sectors(row: Night) -> list[Sector]:
    return sorted(Sector.objects.filter(night=row), key=lambda one: in_order(one.name))


def teams(row: Night) -> list[Team]:
    return list(Team.objects.filter(night=row))


def rounds(row: Night) -> list[Round]:
    rows = Round.objects.filter(team__night=row).select_related("sector", "team")
    told = rows.annotate(lines=Count("sightings", filter=Q(sightings__struck_at=None)))
    return sorted(told, key=lambda one: (in_order(one.sector.name), one.again))


def lines(actor: Actor, row: Night) -> QuerySet[Sighting]:
    rows: QuerySet[Sighting] = Sighting.objects.visible_to(actor).filter(round__team__night=row)
    return rows.select_related("round__sector", "round__team")


def touching(sector: Sector) -> set[int]:
    found = Border.objects.filter(Q(one=sector) | Q(other=sector)).values_list("one_id", "other_id")
    return {pk for pair in found for pk in pair} - {sector.pk}


def former(actor: Actor, row: Night) -> Night | None:
    """The last night published of the same territory before this one."""
    return published(actor).filter(territory_id=row.territory_id, starts_at__lt=row.starts_at).first()


def what_is_missing(row: Night, walked: list[Round]) -> list[str]:
    """Before closing: what was to be walked and of which nothing is said."""
    said = {one.sector_id for one in walked if one.walked and not one.again}
    return [one.name for one in sectors(row) if one.sampled and one.pk not in said]


def by_stratum(listed: list[Sector]) -> Counter[str]:
    return Counter(one.stratum for one in listed)
