"""What a jury has before it: files, who reads which, opinions once they are open, who may not judge."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from maillage.accounts.models import Membership
from maillage.calls.enums import FileState
from maillage.calls.models import (
    Application,
    Aside,
    Assignment,
    Call,
    Funder,
    Grant,
    Partner,
    Reading,
    Ruling,
)
from maillage.governance.models import Gathering, Occupant, Presence
from maillage.governance.queries import members_on
from maillage.permissions import Actor
from maillage.permissions.definer import value_of


def files(actor: Actor, call: Call) -> QuerySet[Any]:
    """Those handed in that this actor may judge, with how many read them and how many have handed in."""
    rows = Application.objects.visible_to(actor).filter(call=call).exclude(state=FileState.DRAFT)
    rows = rows.select_related("structure", "call").annotate(
        given=Count("assignments"),
        handed=Count("assignments", filter=Q(assignments__handed_at__isnull=False)),
    )
    ordered: QuerySet[Any] = rows.order_by("title", "pk")
    return ordered


def judged_or_none(actor: Actor, application: Application) -> Application | None:
    found: Application | None = files(actor, application.call).filter(pk=application.pk).first()
    return found


def own_assignments(actor: Actor) -> QuerySet[Assignment]:
    """What this account has still to read."""
    if not actor.signed_in:
        return Assignment.objects.none()
    rows = Assignment.objects.visible_to(actor).filter(user_id=actor.user_id, handed_at=None)
    return rows.select_related("application__structure", "application__call")


def assignments(actor: Actor, application: Application) -> list[Assignment]:
    rows = Assignment.objects.visible_to(actor).filter(application=application)
    return list(rows.select_related("occupant__seat__college"))


def on_paper(actor: Actor, application: Application) -> QuerySet[Assignment]:
    """Readings that wait on paper: their jurors have no account."""
    rows = Assignment.objects.visible_to(actor).filter(application=application, user=None, handed_at=None)
    return rows.select_related("occupant", "application__call__committee")


def readings(actor: Actor, application: Application) -> list[Reading]:
    """Those that this actor may read today."""
    rows = Reading.objects.visible_to(actor).filter(application=application)
    return list(rows.select_related("assignment__occupant__seat__college"))


def members(call: Call) -> QuerySet[Occupant]:
    return members_on(call.committee, timezone.localdate())


def set_aside(application: Application) -> set[int]:
    """Occupants of the jury who may not judge this file: they stepped aside, or they work for those who ask."""
    said = set(Aside.objects.filter(application=application).values_list("occupant_id", flat=True))
    structures = _asking(application)
    linked = members(application.call).filter(
        Q(seat__structure__in=structures) | Q(user__in=_workers(structures))
    )
    return said | set(linked.values_list("pk", flat=True))


def _asking(application: Application) -> list[int]:
    joined = Partner.objects.filter(application=application, refused_on=None)
    return [application.structure_id, *joined.values_list("structure_id", flat=True)]


def _workers(structures: Iterable[int]) -> Any:
    held = Membership.objects.current(timezone.localdate())
    return held.filter(structure__in=list(structures)).values("user")


def readers(application: Application) -> QuerySet[Occupant]:
    """Who may be given this file to read: those who are free to judge it. Without an account, they read on paper."""
    return members(application.call).exclude(pk__in=set_aside(application))


def sittings(application: Application) -> QuerySet[Gathering]:
    """Meetings of the jury since this file was handed in, where presences are noted, the last first."""
    noted = Presence.objects.filter(gathering=OuterRef("pk"))
    rows = Gathering.objects.filter(Exists(noted), committee=application.call.committee, cancelled_at=None)
    return rows.filter(ends_at__gt=application.submitted_at).order_by("-starts_at")


def rulings(actor: Actor, call: Call) -> QuerySet[Ruling]:
    rows = Ruling.objects.visible_to(actor).filter(application__call=call)
    return rows.select_related(
        "application__structure", "application__call__committee", "gathering"
    ).prefetch_related(Prefetch("grants", Grant.objects.select_related("funder__structure")))


def given_in_all(funder: Funder) -> Decimal:
    """To whoever keeps the jury: files that they may not see count too."""
    found: Decimal = value_of("calls_given(%s::bigint)", funder.pk)
    return found


def ruling_of(actor: Actor, application: Application) -> Ruling | None:
    rows = rulings(actor, application.call).filter(application=application)
    found: Ruling | None = rows.first()
    return found
