"""Draft texts under embargo, as whoever may read them does."""

from django.db.models import F, QuerySet

from maillage.governance.enums import CommitteeKind
from maillage.governance.models import (
    Committee,
    Decision,
    DraftImpact,
    DraftReader,
    DraftReview,
    DraftVersion,
)
from maillage.governance.queries.committees import standing
from maillage.governance.queries.mandates import publishing_decisions
from maillage.governance.rules import Standing
from maillage.permissions import Actor


def drafts(actor: Actor) -> QuerySet[DraftReview]:
    """Those that wait first. Without a join: a reader may not see the bodies."""
    rows = DraftReview.objects.visible_to(actor).select_related("requester")
    told = rows.prefetch_related("committee", "ethics", "structure", "text", "decision")
    return told.order_by(F("followed_on").desc(nulls_first=True), "due_on", "pk")


def bodies(actor: Actor, review: DraftReview) -> tuple[Standing, Standing]:
    """What the actor is for the council, and for the ethics commission."""
    council, ethics = review.committee, review.ethics
    return (
        standing(actor, council) if council else Standing(),
        standing(actor, ethics) if ethics else Standing(),
    )


def councils(actor: Actor) -> QuerySet[Committee]:
    return Committee.objects.visible_to(actor).filter(kind=CommitteeKind.NATIONAL)


def commissions(actor: Actor, council: Committee) -> QuerySet[Committee]:
    """Those that may answer before this council: its own."""
    rows = Committee.objects.visible_to(actor).filter(kind=CommitteeKind.ETHICS, parent=council)
    return rows.order_by("name", "pk")


def readers(actor: Actor, review: DraftReview) -> QuerySet[DraftReader]:
    return DraftReader.objects.visible_to(actor).filter(review=review).select_related("user")


def versions(actor: Actor, review: DraftReview) -> list[DraftVersion]:
    return list(DraftVersion.objects.visible_to(actor).filter(review=review).order_by("-number"))


def impacts(actor: Actor, review: DraftReview) -> dict[str, list[DraftImpact]]:
    """By axis."""
    found: dict[str, list[DraftImpact]] = {}
    for one in DraftImpact.objects.visible_to(actor).filter(review=review).select_related("user"):
        found.setdefault(one.axis, []).append(one)
    return found


def voted(council: Committee) -> QuerySet[Decision]:
    return publishing_decisions(council)
