"""What waits for this actor, with its date: lines of `web/_due_list.html`."""

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from maillage.conditions.enums import FEEDBACK_MONTHS
from maillage.conditions.models import Alert, AlertReply, Arrival, ArrivalStep, JobVersion, Proposal
from maillage.conditions.models.posts import OPEN
from maillage.conditions.rules import leads
from maillage.permissions import Actor

SIGNED_WITHIN = timedelta(days=30)
AHEAD = timedelta(days=14)


def waiting(actor: Actor) -> list[dict[str, Any]]:
    if not actor.at_work:
        return []
    today = timezone.localdate()
    return [
        *(_line(due, text, url, action, today) for due, text, url, action in _alerts(actor)),
        *(_line(due, text, url, action, today) for due, text, url, action in _jobs(actor)),
        *(_line(due, text, url, action, today) for due, text, url, action in _arrivals(actor, today)),
        *(_line(due, text, url, action, today) for due, text, url, action in _proposals(actor)),
    ]


def _line(due: date, text: str, url: str, action: str, today: date) -> dict[str, Any]:
    return {"date": due, "text": text, "late": due < today, "url": url, "action": action}


def alerts(actor: Actor) -> Any:
    """Sent or received, those that are open first; `answered`: by who was to read it."""
    said = AlertReply.objects.filter(alert=OuterRef("pk"), user_id=OuterRef("reader_id"))
    rows = Alert.objects.visible_to(actor).annotate(answered=Exists(said)).select_related("user", "reader")
    return rows.order_by(F("closed_on").asc(nulls_first=True), "-created_at")


def unanswered(actor: Actor) -> Any:
    """Alerts addressed to this actor, open, that they have not answered."""
    rows = alerts(actor).filter(reader_id=actor.user_id, closed_on=None, answered=False)
    return rows.order_by("due_on", "pk")


def _alerts(actor: Actor) -> list[tuple[date, str, str, str]]:
    return [
        (one.due_on, f"Alerte de {one.user}", one.get_absolute_url(), "Répondre") for one in unanswered(actor)
    ]


def to_sign(actor: Actor) -> list[JobVersion]:
    """Open versions that wait for this actor: their own, or those of the team they lead."""
    rows = JobVersion.objects.visible_to(actor).filter(OPEN).select_related("user").order_by("proposed_at")
    return [
        one
        for one in rows
        if (one.worker_signed_at is None if one.user_id == actor.user_id else one.leader_signed_at is None)
    ]


def _jobs(actor: Actor) -> list[tuple[date, str, str, str]]:
    found = []
    for one in to_sign(actor):
        whose = "Votre fiche de poste" if one.user_id == actor.user_id else f"Fiche de poste de {one.user}"
        due = timezone.localdate(one.proposed_at) + SIGNED_WITHIN
        found.append((due, f"{whose}, version {one.number}", one.get_absolute_url(), "Lire et signer"))
    return found


def feedbacks_due(arrival: Arrival) -> dict[int, date]:
    return {month: arrival.starts_on + relativedelta(months=month) for month in FEEDBACK_MONTHS}


def _arrivals(actor: Actor, today: date) -> list[tuple[date, str, str, str]]:
    mine = Arrival.objects.visible_to(actor).filter(user_id=actor.user_id).prefetch_related("feedbacks")
    found = [
        (due, f"Dire comment se passe votre arrivée, après {month} mois", one.get_absolute_url(), "Écrire")
        for one in mine
        for month, due in feedbacks_due(one).items()
        if due <= today + AHEAD and month not in {said.month for said in one.feedbacks.all()}
    ]
    steps = (
        ArrivalStep.objects.visible_to(actor)
        .filter(done_on=None, due_on__lte=today + AHEAD, arrival__user_id=actor.user_id)
        .select_related("arrival")
    )
    return found + [
        (one.due_on, f"Votre arrivée\u00a0: {one.title}", one.arrival.get_absolute_url(), "Voir")
        for one in steps
    ]


def _proposals(actor: Actor) -> list[tuple[date, str, str, str]]:
    if not leads(actor):
        return []
    rows = Proposal.objects.visible_to(actor).filter(verdict="")
    return [
        (one.due_on, f"Proposition de l’équipe\u00a0: {one.subject}", one.get_absolute_url(), "Répondre")
        for one in rows.order_by("due_on", "pk")
    ]
