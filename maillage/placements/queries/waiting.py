"""What waits for the actor in the sessions under way, with its date."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from maillage.permissions import Actor
from maillage.placements.models import Run
from maillage.placements.queries import sessions as rows
from maillage.placements.queries.results import immersions
from maillage.placements.queries.students import own
from maillage.placements.rules import hosted_by

MOST = 20


def waiting(actor: Actor) -> list[dict[str, Any]]:
    """Lines of `web/_due_list.html`."""
    return [*_wishes(actor), *_answers(actor), *_students(actor), *_rounds(actor), *_immersions(actor)]


def _line(when: Any, text: str, url: str, action: str, **told: Any) -> dict[str, Any]:
    return {"date": timezone.localtime(when).date(), "text": text, "url": url, "action": action, **told}


def _wishes(actor: Actor) -> list[dict[str, Any]]:
    now = timezone.now()
    found = own(actor).filter(session__opens_at__lte=now, session__closes_at__gt=now)[:MOST]
    return [
        _line(one.session.closes_at, f"Vos vœux\u00a0: {one.session.title}", reverse("placements:candidate", args=[one.public_id]), "Classer")
        for one in found
    ]  # fmt: skip


def _answers(actor: Actor) -> list[dict[str, Any]]:
    found = rows.asked_here(actor).filter(answer="", session__seats_until__gt=timezone.now())[:MOST]
    return [
        _line(one.session.seats_until, f"Places de stage à proposer\u00a0: {one.session.title}", reverse("placements:places"), "Répondre")
        for one in found
    ]  # fmt: skip


def _students(actor: Actor) -> list[dict[str, Any]]:
    found = rows.taught_here(actor).filter(session__closes_at__gt=timezone.now())[:MOST]
    return [
        _line(one.session.closes_at, f"Clôture des vœux de vos étudiants\u00a0: {one.session.title}", reverse("placements:school", args=[one.session.public_id]), "Vos étudiants")
        for one in found
    ]  # fmt: skip


def _rounds(actor: Actor) -> list[dict[str, Any]]:
    """Closed, and the first round is not done."""
    found = rows.run_here(actor).filter(published_at__isnull=False, closes_at__lte=timezone.now())
    waiting_ones = found.exclude(pk__in=Run.objects.values("session"))[:MOST]
    return [
        _line(one.results_at, f"Premier tour à faire\u00a0: {one.title}", one.get_absolute_url(), "Ouvrir")
        for one in waiting_ones
    ]


def _immersions(actor: Actor) -> list[dict[str, Any]]:
    seats = rows.seats(actor).filter(hosted_by(actor)).values("pk")
    found = immersions(actor).filter(answer="", seat__in=seats)[:MOST]
    return [
        {"date": one.starts_on, "text": f"{one.name} demande une immersion", "url": reverse("placements:answer_immersion", args=[one.public_id]), "action": "Répondre"}
        for one in found
    ]  # fmt: skip
