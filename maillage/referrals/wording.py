"""A request in the words of a page: to the team, to the scheme, to the person."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from maillage.referrals.enums import RequestState
from maillage.referrals.models import Appeal, Event, SchemeRequest
from maillage.schemes.enums import Silence
from maillage.web.wording import day, due

KINDS = {
    RequestState.ACCEPTED: "done",
    RequestState.ENTERED: "done",
    RequestState.REFUSED: "late",
    RequestState.CLOSED: "",
    RequestState.WITHDRAWN: "",
    RequestState.REDIRECTED: "",
}


def kind_of(request: SchemeRequest, today: date) -> str:
    """How a state is shown: late, done, waiting or nothing."""
    return "late" if request.is_late(today) else KINDS.get(RequestState(request.state), "waiting")


def item(request: SchemeRequest, today: date) -> dict[str, Any]:
    """One line of a list."""
    return {
        "url": reverse("referrals:request", args=[request.pk]),
        "text": request.scheme.name,
        "structure": str(request.scheme.structure),
        "note": when(request, today),
        "state": request.state_on(today),
        "kind": kind_of(request, today),
        "request": request,
    }


def own_item(request: SchemeRequest, today: date) -> dict[str, Any]:
    return {
        **item(request, today),
        "url": reverse("referrals:own_request", args=[request.pk]),
        "state": own_state(request, today),
    }


def when(request: SchemeRequest, today: date) -> str:
    """The day that counts now."""
    if request.state == RequestState.INCOMPLETE and request.complete_by:
        return f"pièces à fournir avant le {day(request.complete_by)}"
    if request.awaits:
        return due(request.due_on) if request.due_on else _not_running(request)
    if request.state == RequestState.REFUSED and request.contest_by and request.contest_by >= today:
        return f"recours possible jusqu’au {day(request.contest_by)}"
    if request.decided_on and not request.ended_on:
        return f"décidée le {day(request.decided_on)}"
    if request.ended_on:
        return f"terminée le {day(request.ended_on)}"
    return f"dossier commencé le {day(request.referral.began_on)}"


def _not_running(request: SchemeRequest) -> str:
    if request.received_on is None:
        return "pas encore reçue\u00a0: le délai ne court pas"
    return "le délai court à partir du dossier complet"


OWN_STATES = {
    RequestState.DRAFT: "Pas encore envoyée",
    RequestState.SENT: "Envoyée. Ils doivent dire qu’ils l’ont reçue.",
    RequestState.RECEIVED: "Ils l’ont reçue.",
    RequestState.INCOMPLETE: "Il manque quelque chose.",
    RequestState.COMPLETE: "Votre dossier est complet.",
    RequestState.ACCEPTED: "Ils ont dit oui.",
    RequestState.WAITING: "Ils ont dit oui. Il faut attendre une place.",
    RequestState.REFUSED: "Ils ont dit non.",
    RequestState.REDIRECTED: "Ils vous proposent de demander ailleurs.",
    RequestState.PROPOSED: "Une place vous est proposée.",
    RequestState.ENTERED: "C’est en cours.",
    RequestState.CLOSED: "C’est terminé.",
    RequestState.WITHDRAWN: "Vous avez retiré votre accord. Ils ne lisent plus rien.",
}


def own_state(request: SchemeRequest, today: date) -> str:
    """In plain words, with the day that counts."""
    words = OWN_STATES[RequestState(request.state)]
    if request.is_late(today) and request.due_on:
        return f"{words} Leur réponse était due le {day(request.due_on)}\u00a0: ils sont en retard."
    if request.awaits and request.due_on:
        return f"{words} Ils doivent répondre avant le {day(request.due_on)}."
    return words


def silence(request: SchemeRequest) -> str:
    """What no answer means, once it is known when."""
    if not request.due_on or not request.awaits:
        return ""
    if request.silence == Silence.NOTHING:
        return f"Sans réponse le {day(request.due_on)}, elle reste due. {request.scheme.silence_text}"
    means = Silence(request.silence).label
    return f"Sans réponse le {day(request.silent_on or request.due_on)}, cela vaut {means}. {request.scheme.silence_text}"


def worth_by_silence(request: SchemeRequest, today: date) -> str:
    """What no answer is worth today: "refus", "accord", or nothing yet."""
    worth = request.silence in (Silence.GRANTED, Silence.REFUSED)
    if not worth or not request.is_late(today) or not request.silent_on or request.silent_on >= today:
        return ""
    return str(Silence(request.silence).label)


def appeal(one: Appeal, today: date) -> tuple[str, str]:
    """Where an appeal is: (its state, how it is shown)."""
    if one.outcome:
        answered = f", le {day(one.answered_on)}" if one.answered_on else ""
        return (
            f"{str(one.get_outcome_display()).capitalize()}{answered}",
            "done" if one.outcome == "won" else "",
        )
    if one.answer_due_on is None:
        return "En cours", "waiting"
    if one.is_silent(today):
        return f"Sans réponse depuis le {day(one.answer_due_on)}\u00a0: cela vaut rejet", "late"
    return f"En cours, {due(one.answer_due_on)}", "waiting"


def facts(request: SchemeRequest) -> list[tuple[str, Any]]:
    agreed = request.agreed_at and day(timezone.localdate(request.agreed_at))
    told = [
        ("Dispositif", request.scheme.name),
        ("Structure", request.scheme.structure),
        ("Accord de la personne", agreed and f"le {agreed}, {request.get_way_display()}"),
        ("Envoyée le", request.sent_at and day(timezone.localdate(request.sent_at))),
        ("Reçue le", request.received_on and day(request.received_on)),
        ("Complète le", request.complete_on and day(request.complete_on)),
        ("Promesse", request.scheme.promise),
        ("Réponse due le", request.due_on and day(request.due_on)),
        ("Décidée le", request.decided_on and day(request.decided_on)),
        ("Décidée par", request.decided_by),
    ]
    return [(label, value) for label, value in told if value]


def timeline(events: list[Event]) -> list[dict[str, Any]]:
    return [
        {
            "date": one.on,
            "text": str(one.get_kind_display()).capitalize() + (f"\u00a0: {one.words}" if one.words else ""),
            "by": one.by_label,
        }
        for one in events
    ]
