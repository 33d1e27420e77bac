"""Cards of structures and services as pages show them, and those that wait for somebody: to read again, to answer."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.core import signing
from django.core.paginator import Page, Paginator
from django.db.models import Case, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from maillage.clocks.delays import Delay, Unit, end_of
from maillage.directory.enums import ReportState, Visibility
from maillage.directory.fold import fold
from maillage.directory.models import ErrorReport, ReviewRequest, Service, Source, Structure, Verification
from maillage.directory.rules import ANIMATOR, KEEPERS
from maillage.permissions import Actor

LINK = "directory.review"
REVIEW_DAYS = 60
Card = Structure | Service
FROM_FOLDER: list[Callable[[Actor, str, Service | None], tuple[str, str] | None]] = []
"""What a page opened from a folder (`?dossier=`) offers to note there: (label, address); filled by a higher context."""

FOLDER_OF: list[Callable[[Actor, str], tuple[str, str] | None]] = []
"""Whose folder it is: (full name, address); filled by a higher context too."""


def whose(actor: Actor, folder: str) -> tuple[str, str] | None:
    found = (hook(actor, folder) for hook in FOLDER_OF) if folder and actor.at_work else ()
    return next(filter(None, found), None)


def to_note(actor: Actor, folder: str, service: Service | None = None) -> list[tuple[str, str]]:
    told = (hook(actor, folder, service) for hook in FROM_FOLDER) if folder and actor.at_work else ()
    return [one for one in told if one]


def structures(actor: Actor) -> QuerySet[Structure]:
    """Those merged or withdrawn stay readable to those at work: an old link must lead somewhere."""
    rows = Structure.objects.select_related(
        "kind", "commune", "commune__departement", "merged_into", "source"
    )
    shown = Q(withdrawn_on=None) | Q(merged_into__isnull=False)
    return rows if actor.at_work else rows.filter(shown, visibility=Visibility.PUBLIC)


def services(actor: Actor) -> QuerySet[Service]:
    rows = Service.objects.select_related("structure", "structure__commune", "commune", "source")
    if actor.at_work:
        return rows
    return rows.filter(pk__in=Service.objects.visible_to(actor))


MOST_NAMED = 5


def named(actor: Actor, text: str) -> list[Structure]:
    """Structures that bear all the words typed: « CCAS de Chinon ». Kept here first."""
    words = fold(text)
    if len(words) < 3:
        return []
    rows = Structure.objects.visible_to(actor).filter(search=SearchQuery(words, config="french"))
    found = rows.select_related("commune", "kind").order_by(F("source").asc(nulls_first=True), "name", "pk")
    return list(found[:MOST_NAMED])


def offered_by(actor: Actor, structure: Structure) -> list[Service]:
    rows = Service.objects.visible_to(actor).filter(structure=structure)
    return list(rows.order_by("name", "pk"))


def all_offered_by(structure: Structure) -> list[Service]:
    """For whoever opened the structure's own link: what professionals alone see too."""
    return list(Service.objects.live().filter(structure=structure).order_by("name", "pk"))


def withdrawn_from(structure: Structure) -> list[Service]:
    return list(structure.services.exclude(withdrawn_on=None).order_by("-withdrawn_on", "name"))


def verifications(card: Card) -> list[Verification]:
    return list(card.verifications.all()[:10])


def page_of(rows: QuerySet[Any], asked: str | None, size: int) -> Page[Any]:
    """A page of a list; a number that leads nowhere gives the nearest page."""
    return Paginator(rows, size).get_page((asked or "1")[:9])


def sources() -> QuerySet[Source]:
    return Source.objects.order_by("name")


# What waits for somebody


def kept_by(actor: Actor) -> Q:
    """The structures whose cards this actor keeps."""
    if not (actor.at_work and actor.has(*KEEPERS)):
        return Q(pk=None)
    return Q() if actor.has(ANIMATOR) else Q(pk=actor.structure_id)


def told_reports() -> QuerySet[ErrorReport]:
    """For whoever holds the address of one: nothing else leads to it."""
    return ErrorReport.objects.select_related("structure", "service")


def reports_for(actor: Actor) -> QuerySet[ErrorReport]:
    mine = Structure.objects.filter(kept_by(actor))
    rows = ErrorReport.objects.filter(Q(structure__in=mine) | Q(service__structure__in=mine))
    return rows.select_related("structure", "service", "service__structure").order_by("reported_on", "pk")


def open_reports(actor: Actor) -> QuerySet[ErrorReport]:
    return reports_for(actor).filter(state=ReportState.OPEN)


def stale_services(actor: Actor, today: date) -> QuerySet[Service]:
    """Live services of those kept by this actor past their day of review, the oldest first."""
    mine = Structure.objects.filter(kept_by(actor)).live()
    rows = cast(Any, Service.objects.live().filter(structure__in=mine))
    since = Coalesce("confirmed_on", "updated_on", Value(date(2000, 1, 1)), output_field=DateField())
    past = [
        When(review_months=months, then=Value(_months_before(today, months))) for months in REVIEW_RHYTHMS
    ]
    limit = Case(*past, default=Value(_months_before(today, 6)), output_field=DateField())
    stale = rows.annotate(since=since).filter(since__lt=limit).select_related("structure")
    return cast(QuerySet[Service], stale.order_by("since", "pk"))


REVIEW_RHYTHMS = (1, 3, 6, 12, 24)


def _months_before(today: date, months: int) -> date:
    """The last day that is still in time: `months` later is today."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    last = end_of(first, Delay(1, Unit.MONTHS)).toordinal() - 1
    return date.fromordinal(min(first.toordinal() + today.day - 1, last))


class Waiting(NamedTuple):
    """A structure with services to read again: by a link to its address, or on the phone list."""

    structure: Structure
    services: int
    asked_on: date | None


def to_review(actor: Actor, today: date) -> list[Waiting]:
    """Those whom a link was sent to stay until they answer; three queries."""
    counts: dict[int, int] = {}
    for pk in stale_services(actor, today).values_list("structure_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    asked = dict(
        ReviewRequest.objects.filter(structure__in=counts, until__gte=today, answered_on=None)
        .order_by("sent_on")
        .values_list("structure_id", "sent_on")
    )
    found = Structure.objects.select_related("commune").filter(pk__in=counts).order_by("name", "pk")
    return [Waiting(one, counts[one.pk], asked.get(one.pk)) for one in found]


# The link that opens without an account


def token_of(request: ReviewRequest) -> str:
    return signing.dumps(request.pk, salt=LINK, compress=True)


def request_of(token: str) -> ReviewRequest | None:
    """None for a link that is forged, over, or whose address the structure no longer gives."""
    try:
        pk = signing.loads(token, salt=LINK)
    except signing.BadSignature:
        return None
    rows = ReviewRequest.objects.select_related("structure", "structure__commune", "structure__kind")
    alive = rows.filter(pk=pk, until__gte=timezone.localdate(), structure__email=F("email"))
    alive = alive.filter(structure__withdrawn_on=None)
    return alive.filter(structure__merged_into=None).first()


def service_in(structure: Structure, public_id: UUID) -> Service | None:
    return Service.objects.live().filter(structure=structure, public_id=public_id).first()
