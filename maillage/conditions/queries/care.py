"""Counts of alerts by year that ended; who can be asked about what."""

from django.db.models import Q, QuerySet

from maillage.conditions.models import Expertise
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of


def alert_counts() -> list[tuple[int, str, int | None]]:
    """Year, kind, how many; None when there were fewer than five."""
    return [(row.year, row.kind, row.alerts) for row in rows_of("alert_counts()")]


def expertises(actor: Actor, words: str) -> QuerySet[Expertise]:
    """Every word typed must be in the subject or in what is offered."""
    rows = Expertise.objects.visible_to(actor).select_related("user", "structure")
    for word in words.split():
        rows = rows.filter(Q(subject__icontains=word) | Q(words__icontains=word))
    return rows.order_by("subject", "user__last_name", "pk")
