"""Who has a place, who has none, who comes; and what became of each wish, in words."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.placements.models import Arbitration, Candidate, Immersion, Placement, Seat, Session


def placements(actor: Actor) -> QuerySet[Placement]:
    rows: QuerySet[Placement] = Placement.objects.visible_to(actor)
    return rows.select_related("seat__structure", "seat__commune", "session__structure")


def held(candidates: Iterable[int]) -> dict[int, Placement]:
    """By candidate, the place that is held now; one query."""
    rows = Placement.objects.filter(candidate__in=list(candidates), ended_at=None)
    return {one.candidate_id: one for one in rows.select_related("seat__structure", "seat__commune")}


def lived(candidate: Candidate) -> list[Placement]:
    rows = Placement.objects.filter(candidate=candidate).select_related("seat__structure", "seat__commune")
    return list(rows.order_by("-pk"))


def without_place(actor: Actor, session: Session) -> QuerySet[Candidate]:
    living = Placement.objects.filter(candidate=OuterRef("pk"), ended_at=None)
    rows = Candidate.objects.visible_to(actor).filter(session=session, withdrawn_at=None)
    found: QuerySet[Candidate] = rows.filter(~Exists(living)).select_related("school__structure", "commune")
    return found.order_by("name", "pk")


def arbitrations(actor: Actor) -> QuerySet[Arbitration]:
    rows: QuerySet[Arbitration] = Arbitration.objects.visible_to(actor)
    return rows.select_related(
        "candidate__school__structure", "candidate__session", "session__structure", "seat__structure", "former__structure", "proposed_by", "decided_by", "decision__gathering", "decision__committee"
    )  # fmt: skip


def incoming() -> list[Any]:
    """Who comes to the actor's structure, without a rank."""
    return rows_of("placements_incoming()")


def immersions(actor: Actor) -> QuerySet[Immersion]:
    rows: QuerySet[Immersion] = Immersion.objects.visible_to(actor)
    return rows.select_related("seat__structure", "seat__session")


def named(keys: Iterable[int]) -> dict[int, Seat]:
    rows: QuerySet[Seat] = Seat.objects.select_related("structure", "commune")
    return rows.in_bulk(list(keys))
