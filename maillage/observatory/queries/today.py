"""What waits for those who answer for indicators: to read again and release, to review once a year."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from maillage.observatory.queries.indicators import kept, prepared
from maillage.observatory.rules import KEEPING
from maillage.permissions import Actor


def waiting(actor: Actor) -> list[dict[str, Any]]:
    """Lines of `web/_due_list.html`."""
    if not actor.has(*KEEPING):
        return []
    return [*_to_release(actor), *_to_review(actor)]


def _to_release(actor: Actor) -> list[dict[str, Any]]:
    rows = prepared(actor).exclude(narrative="").exclude(prepared_by=actor.user_id)
    return [
        {
            "date": timezone.localdate(one.prepared_at),
            "text": f"{one.indicator}\u00a0: à relire et publier",
            "note": "préparé ce jour-là par une autre personne",
            "url": one.get_absolute_url(),
            "action": "Relire",
        }
        for one in rows
    ]


def _to_review(actor: Actor) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {
            "date": one.review_due,
            "text": f"{one}\u00a0: relire cet indicateur",
            "late": True,
            "url": reverse("observatory:review", args=[one.code]),
            "action": "Relire",
        }
        for one in kept(actor)
        if one.is_overdue(today)
    ]
