"""The letter that tells a person what a commission decided: plain words, why, how to contest, what comes next, whom to call."""

from datetime import date
from typing import Any

from maillage.governance.models import Gathering
from maillage.referrals.actions.answering import last_day
from maillage.referrals.enums import Outcome
from maillage.referrals.models import SchemeRequest
from maillage.web.wording import day

OPENING = {
    Outcome.ACCEPTED: "La commission a dit oui à votre demande.",
    Outcome.WAITING: "La commission a dit oui à votre demande. Il faut attendre qu’une place se libère.",
    Outcome.REFUSED: "La commission a dit non à votre demande.",
    Outcome.REDIRECTED: "La commission vous propose de vous adresser ailleurs.",
}
IN_PLAIN_WORDS = {
    "criteria": "Vous ne remplissez pas les conditions de ce dispositif.",
    "no_place": "Il n’y a pas de place.",
    "need": "Ce dispositif ne répond pas à votre besoin.",
    "missing": "Les papiers demandés ne sont pas arrivés.",
    "elsewhere": "Une autre réponse est déjà en place pour vous.",
    "budget": "Il n’y a plus d’argent pour cette aide.",
    "other": "",
}
BY_HAND = "À remettre en main propre"


def letters(title: str, found: list[dict[str, Any]]) -> dict[str, Any]:
    """For `referrals/letters.typ`: one page or more each."""
    return {"title": title, "letters": found}


def letter(
    gathering: Gathering, request: SchemeRequest, who: dict[str, str], where: dict[str, str], today: date
) -> dict[str, Any]:
    """`who` and `where`: the parts « identity » and « contact » as sent; no address is written but the one given there."""
    structure = request.scheme.structure
    name = who.get("name", "")
    address = where.get("domicile", "").splitlines() or [BY_HAND]
    return {
        "sender": [gathering.committee.name, structure.name, *_phone(structure.phone)],
        "recipient": [line for line in (name, *address) if line],
        "place_and_date": f"Le {day(today)}",
        "title": f"Réponse à votre demande\u00a0: {request.scheme.name}",
        "blocks": [*_decision(request), *_next(request), *_appeal(request), *_call(request)],
        "signature": [f"Pour la commission, {gathering.committee.name}"],
    }


def _phone(number: str) -> list[str]:
    return [f"Téléphone\u00a0: {number}"] if number else []


def _decision(request: SchemeRequest) -> list[dict[str, Any]]:
    told = [{"text": f"{OPENING[Outcome(request.outcome)]} Elle l’a décidé le {_on(request)}."}]
    why = [part for part in (IN_PLAIN_WORDS.get(request.reason, ""), request.words) if part]
    if why:
        told += [{"heading": "Pourquoi"}, *({"text": one} for one in why)]
    if request.rank:
        words = f"Vous êtes au rang {request.rank} de la liste d’attente. {request.rank_means}"
        told += [{"heading": "Votre rang"}, {"text": words}]
    return told


def _on(request: SchemeRequest) -> str:
    return day(request.decided_on) if request.decided_on else ""


def _next(request: SchemeRequest) -> list[dict[str, Any]]:
    return [{"heading": "Et maintenant"}, {"text": request.next_step}] if request.next_step else []


def _appeal(request: SchemeRequest) -> list[dict[str, Any]]:
    """Every way of appeal of the scheme, with its last day when a text fixes one."""
    if request.outcome != Outcome.REFUSED:
        return []
    ways = [_way(request, one) for one in request.scheme.ways_to_appeal]
    told = {"list": ways} if ways else {"text": "Écrivez à la commission pour qu’elle relise votre demande."}
    intro = "Vous pouvez demander que la décision soit revue. C’est gratuit."
    return [{"heading": "Si vous n’êtes pas d’accord"}, {"text": intro}, told]


def _way(request: SchemeRequest, one: dict[str, Any]) -> str:
    last = last_day(request.scheme, one, request.decided_on) if request.decided_on else None
    until = f", avant le {day(last)} au soir" if last else ", sans date limite écrite dans un texte"
    return f"{str(one['authority']).capitalize()} ({one.get('text', 'règlement du dispositif')}){until}."


def _call(request: SchemeRequest) -> list[dict[str, Any]]:
    worker, place = request.worker.get_full_name(), request.structure
    phone = f", au {place.phone}" if place.phone else ""
    words = f"{worker}, à {place.name}{phone}, vous explique cette lettre et vous aide à y répondre."
    return [{"heading": "Qui appeler"}, {"text": words}]
