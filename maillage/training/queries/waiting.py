"""What waits for an answer, and what one must not forget."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage.permissions import Actor
from maillage.training.enums import Answer, Asked
from maillage.training.models import Contest, Declaration, Registration
from maillage.training.queries.account import contests, declarations
from maillage.training.queries.sessions import own_to_come, registrations
from maillage.training.rules import confirmed_by, held, led

MOST = 10


def to_agree(actor: Actor) -> QuerySet[Registration]:
    rows = registrations(actor).filter(led(actor), state=Asked.ASKED).exclude(user=actor.user_id)
    live = rows.filter(session__finished_at=None, session__cancelled_on=None)
    return live.order_by("answer_due", "pk")


def to_confirm(actor: Actor) -> QuerySet[Declaration]:
    return declarations(actor).filter(confirmed_by(actor), state=Answer.WAITING).exclude(user=actor.user_id)


def to_judge(actor: Actor) -> QuerySet[Contest]:
    return contests(actor).filter(held(actor), state=Answer.WAITING).exclude(user=actor.user_id)


def lines(actor: Actor) -> list[dict[str, Any]]:
    """For `web/_due_list.html`."""
    if not actor.at_work:
        return []
    today = timezone.localdate()
    found = [
        (one.answer_due, f"{one.name} demande à suivre «\u00a0{one.session}\u00a0»", _answer(one))
        for one in to_agree(actor)[:MOST]
    ]
    found += [
        (one.due_on, f"{one.user} a déclaré «\u00a0{one.title}\u00a0»", one.get_absolute_url())
        for one in to_confirm(actor)[:MOST]
    ]
    found += [
        (one.due_on, f"{one.user} conteste une ligne de son compte", one.get_absolute_url())
        for one in to_judge(actor)[:MOST]
    ]
    told = [_line(day, text, url, "Répondre", day < today) for day, text, url in found]
    coming = [one for one in own_to_come(actor)[:MOST] if one.state == Asked.AGREED]
    told += [
        _line(
            one.session.starts_on,
            f"Vous suivez «\u00a0{one.session}\u00a0»",
            one.session.get_absolute_url(),
            "Voir",
        )
        for one in coming
    ]
    return told


def _answer(one: Registration) -> str:
    return reverse("training:answer_registration", args=[one.public_id])


def _line(day: Any, text: str, url: str, action: str, late: bool = False) -> dict[str, Any]:
    return {"date": day, "text": text, "late": late, "url": url, "action": action}
