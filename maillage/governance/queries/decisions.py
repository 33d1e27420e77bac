"""Decisions that an actor reads, and what is still owed of them."""

from collections.abc import Callable

from django.db.models import F, QuerySet

from maillage.governance.models import Committee, Decision
from maillage.permissions import Actor

DECISION_LINKS: list[Callable[[Actor, Decision], list[tuple[str, str]]]] = []
"""What higher contexts say came of a decision: function(actor, decision) → [(label, URL)]."""
WITH = ("committee", "gathering__committee", "item", "mandate")


def decisions(actor: Actor) -> QuerySet[Decision]:
    rows: QuerySet[Decision] = Decision.objects.visible_to(actor)
    return rows.select_related(*WITH).prefetch_related("tallies__college")


def all_followed(actor: Actor) -> QuerySet[Decision]:
    """Adopted, owed by somebody or a track, not ended; the soonest due first, those without a date last."""
    rows: QuerySet[Decision] = Decision.objects.followed().visible_to(actor)
    return rows.select_related("committee").order_by(F("due_on").asc(nulls_last=True), "decided_at")


def followed(actor: Actor, committee: Committee) -> QuerySet[Decision]:
    return all_followed(actor).filter(committee=committee)
