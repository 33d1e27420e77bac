"""What was made public between two days: texts, approved minutes, outputs of mandates. Read as nobody in particular."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from maillage.governance.models import Minutes, Output, TextVersion
from maillage.permissions import ANONYMOUS


@dataclass(frozen=True)
class Publication:
    on: date
    what: str
    title: str
    path: str


@dataclass(frozen=True)
class Window:
    """`since` included, `until` not."""

    since: date
    until: date
    committee_id: int | None = None
    mandate_id: int | None = None


def published(window: Window) -> list[Publication]:
    """The oldest first."""
    found = [*_outputs(window)]
    if window.mandate_id is None:
        found += [*_texts(window), *_minutes(window)]
    return sorted(found, key=lambda one: (one.on, one.title))


def _between(window: Window, field: str) -> dict[str, date]:
    return {f"{field}__gte": window.since, f"{field}__lt": window.until}


def _of(window: Window, path: str) -> dict[str, int]:
    return {path: window.committee_id} if window.committee_id else {}


def _texts(window: Window) -> Iterator[Publication]:
    rows = TextVersion.objects.visible_to(ANONYMOUS).filter(
        **_between(window, "published_at__date"), **_of(window, "committee")
    )
    for one in rows.defer("body", "search").prefetch_related("text"):
        day = timezone.localdate(one.published_at)
        what = one.text.get_kind_display() + (f", version {one.number}" if one.number > 1 else "")
        yield Publication(day, what, one.title, one.text.get_absolute_url())


def _minutes(window: Window) -> Iterator[Publication]:
    rows = Minutes.objects.visible_to(ANONYMOUS).filter(
        **_between(window, "approved_at__date"), **_of(window, "gathering__committee")
    )
    for one in rows.defer("text").select_related("gathering__committee"):
        title = f"{one.gathering.committee.name}, {one.gathering.title}"
        path = reverse("governance:minutes", args=[one.gathering.public_id])
        yield Publication(timezone.localdate(one.approved_at), "compte rendu approuvé", title, path)


def _outputs(window: Window) -> Iterator[Publication]:
    rows = Output.objects.visible_to(ANONYMOUS).filter(
        **_between(window, "delivered_on"), **_of(window, "mandate__committee")
    )
    rows = rows.filter(mandate=window.mandate_id) if window.mandate_id else rows
    for one in rows.select_related("mandate"):
        title = f"{one.mandate.title}, {one.title}"
        yield Publication(one.delivered_on, "livrable d’un mandat", title, one.mandate.get_absolute_url())
