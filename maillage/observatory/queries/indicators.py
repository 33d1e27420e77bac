"""The catalogue with what each indicator tells last; what waits for its owners."""

from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery

from maillage.jobs.models import Job
from maillage.jobs.queries import going_on
from maillage.observatory.models import Indicator, Release, Review, Snapshot
from maillage.observatory.rules import owned
from maillage.permissions import Actor


def indicators(actor: Actor) -> QuerySet[Any]:
    """Each with `last_id`, the release that speaks for it today."""
    last = Release.objects.filter(
        indicator=OuterRef("pk"), confirmed_at__isnull=False, withdrawn_on=None
    ).order_by("-last", "-version")
    rows = Indicator.objects.visible_to(actor).select_related("owner")
    found: QuerySet[Any] = rows.annotate(last_id=Subquery(last.values("pk")[:1]))
    return found


def last_releases(rows: list[Any]) -> dict[int, Release]:
    """By indicator."""
    found = Release.objects.filter(pk__in=[one.last_id for one in rows if one.last_id])
    return {one.indicator_id: one for one in found.select_related("indicator", "corrects")}


def releases(actor: Actor, indicator: Indicator) -> QuerySet[Any]:
    """Confirmed, the most recent version first, withdrawn ones too."""
    rows = Release.objects.visible_to(actor).filter(indicator=indicator, confirmed_at__isnull=False)
    return rows.select_related("indicator", "corrects", "confirmed_by", "prepared_by").order_by("-version")


def prepared(actor: Actor) -> QuerySet[Any]:
    """Being prepared where one keeps indicators."""
    rows = Release.objects.visible_to(actor).filter(confirmed_at=None)
    return rows.select_related("indicator__owner", "prepared_by", "corrects")


def being_counted(actor: Actor, indicator: Indicator) -> Job | None:
    """The work under way that this actor asked for."""
    return going_on(actor, indicator.get_absolute_url())


def snapshot(actor: Actor, release: Release) -> Snapshot | None:
    found: Snapshot | None = Snapshot.objects.visible_to(actor).filter(release=release).first()
    return found


def reviews(actor: Actor, indicator: Indicator) -> QuerySet[Review]:
    return Review.objects.visible_to(actor).filter(indicator=indicator)


def kept(actor: Actor) -> QuerySet[Indicator]:
    """Indicators that this actor answers for."""
    return Indicator.objects.visible_to(actor).filter(owned(actor), retired_on=None)


def next_sequence(source: str) -> int:
    """Releases of a source are told one after another: each is audited with all those before."""
    return (Release.objects.filter(source=source).aggregate(last=Max("sequence"))["last"] or 0) + 1


def next_version(indicator: Indicator) -> int:
    return (Release.objects.filter(indicator=indicator).aggregate(last=Max("version"))["last"] or 0) + 1
