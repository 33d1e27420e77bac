"""Letters about one request: that it was received, what was decided, that it is contested. For `web/letter.typ`.

The acknowledgement says what CRPA art. L112-3 and R112-5 want: the day of receipt, the day when silence is worth an
answer and which, the service with its address and telephone, what is missing and until when (L114-5), how to contest.
A decision of refusal says its reason (L211-2, L211-5) and the ways to contest it with their delays (R421-5 of the code
de justice administrative).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.text import capfirst

from maillage.clocks.delays import due_on
from maillage.directory.models import Structure
from maillage.directory.rules import shown_phone
from maillage.referrals.actions.answering import department
from maillage.referrals.enums import Outcome
from maillage.referrals.models import Appeal, MissingPiece, SchemeRequest
from maillage.schemes.enums import Silence
from maillage.schemes.rules.catalogue import lodging
from maillage.web.wording import day

BLANK = "…" * 20
HELLO = {"text": "Madame, Monsieur,"}
BOUND = "Code des relations entre le public et l’administration, articles L112-3, L114-5 et R112-5."
Letter = dict[str, Any]


def letters(request: SchemeRequest) -> list[tuple[str, str]]:
    """[(kind, what it is)] of the letters that may be printed now."""
    told = [
        ("accuse", "Accusé de réception (PDF)", request.received_on and request.awaits),
        ("decision", "Lettre de décision (PDF)", request.decided_on),
    ]
    return [(kind, label) for kind, label, there in told if there]


def acknowledgement(
    request: SchemeRequest, missing: Iterable[MissingPiece], name: str, today: date
) -> Letter:
    """`name`: who asked, as the reader may know it; the letter has a line to fill when nobody does."""
    assert request.received_on is not None
    return _letter(
        request,
        f"Accusé de réception de votre demande\u00a0: {request.scheme.name}",
        name,
        today,
        [
            HELLO,
            {
                "text": f"Nous avons reçu votre demande le {day(request.received_on)}. "
                f"{request.scheme.structure.name} la traite."
            },
            {"facts": service(request.scheme.structure)},
            *_missing(request, missing),
            {"heading": "Quand vous aurez la réponse"},
            {"text": promise(request)},
            {"text": silence(request)},
            *ways(request, None),
        ],
        BOUND,
    )


def decision(request: SchemeRequest, name: str, today: date) -> Letter:
    """What is decided, why, how to contest it, what comes next, whom to call."""
    assert request.decided_on is not None
    return _letter(
        request,
        f"Réponse à votre demande\u00a0: {request.scheme.name}",
        name,
        today,
        decision_blocks(request),
        taken_by(request),
    )


def decision_blocks(request: SchemeRequest) -> list[dict[str, Any]]:
    """The same words whoever prints them: the commission, the scheme, the team, the person."""
    assert request.decided_on is not None
    return [
        HELLO,
        {"text": f"{SAID[Outcome(request.outcome)]} Cette réponse est du {day(request.decided_on)}."},
        *_why(request),
        *_next(request),
        *(_appeals(request, request.decided_on) if request.outcome == Outcome.REFUSED else []),
        {"heading": "Une question\u00a0?"},
        {"text": "Appelez-nous, ou la personne qui vous accompagne\u00a0: elle vous aide à répondre."},
        {"facts": [*service(request.scheme.structure), ("Qui vous accompagne", _followed_by(request))]},
    ]


def taken_by(request: SchemeRequest) -> str:
    return f"Décision prise par {request.decided_by}."


def _appeals(request: SchemeRequest, decided_on: date) -> list[dict[str, Any]]:
    found = ways(request, decided_on)
    if found:
        return found
    return [
        {"heading": NOT_AGREED},
        {"text": f"Écrivez à {request.decided_by} pour qu’on relise votre demande."},
    ]


NOT_AGREED = "Si vous n’êtes pas d’accord"
SAID = {
    Outcome.ACCEPTED: "Votre demande est acceptée.",
    Outcome.WAITING: "Votre demande est acceptée. Il faut attendre une place.",
    Outcome.REFUSED: "Votre demande est refusée.",
    Outcome.REDIRECTED: "Nous vous orientons vers un autre dispositif.",
}


def appeal(request: SchemeRequest, made: Appeal, name: str, today: date) -> Letter:
    """From the person, to whom they contest it."""
    what = "la décision née du silence" if made.against_silence else "la décision"
    reason = f" La raison donnée est\u00a0: {made.refused_for}." if made.refused_for else ""
    return {
        "title": f"Recours\u00a0: {request.scheme.name}",
        "sender": [name or BLANK, BLANK],
        "recipient": [made.authority, *address(request.scheme.structure)],
        "place_and_date": f"Fait à {BLANK}, le {day(today)}",
        "reference": f"Demande {str(request.pk)[:8]}",
        "blocks": [
            HELLO,
            {
                "text": f"Je conteste {what} du {day(made.decision_on)}, prise par {request.scheme.structure.name} sur ma "
                f"demande «\u00a0{request.scheme.name}\u00a0».{reason}"
            },
            {"text": "Je la conteste pour les raisons suivantes\u00a0:"},
            {"quote": made.grounds} if made.grounds else {"blank": {"label": "Mes raisons", "lines": 6}},
            {"text": "Je vous demande de revoir ma situation, et de me dire par écrit ce que vous décidez."},
        ],
        "signature": [name or BLANK, "Signature\u00a0:"],
        "footer": made.text,
    }


def service(structure: Structure) -> list[tuple[str, str]]:
    """The service that deals with it: what R112-5 wants of it."""
    told = [
        ("Service", structure.name),
        ("Adresse", ", ".join(address(structure)[1:])),
        ("Téléphone", shown_phone(structure.phone)),
        ("Adresse e-mail", structure.email),
    ]
    return [(label, value or "à demander à ce service") for label, value in told]


def address(structure: Structure) -> list[str]:
    place: Any = structure.commune
    town = f"{structure.postcode} {place.name if place else ''}".strip()
    return [line for line in (structure.name, structure.address, structure.address_more, town) if line]


def promise(request: SchemeRequest) -> str:
    if request.due_on:
        return f"La réponse est due le {day(request.due_on)} ({request.scheme.promise})."
    return f"La réponse est promise en {request.scheme.promise}\u00a0: le délai n’a pas encore commencé."


def silence(request: SchemeRequest) -> str:
    """What no answer is worth, and from which day."""
    text = request.scheme.silence_text
    if request.silence == Silence.NOTHING:
        return f"Sans réponse ce jour-là, elle reste due\u00a0: le silence ne vaut ni accord ni refus. {text}"
    worth = "accord" if request.silence == Silence.GRANTED else "refus"
    if not request.silent_on:
        return f"Passé ce délai, le silence vaut {worth}. {text}"
    witness = " Vous pouvez en demander une attestation." if request.silence == Silence.GRANTED else ""
    return f"Sans réponse le {day(request.silent_on)}, une décision est née de ce silence\u00a0: il vaut {worth}.{witness} {text}"


def ways(request: SchemeRequest, decided_on: date | None) -> list[dict[str, Any]]:
    """Before whom, until when, by what text. A delay without its day counts from a decision that is still to come."""
    rows = [_way(request, one, decided_on) for one in request.scheme.ways_to_appeal]
    title = NOT_AGREED if decided_on else "Si la réponse ne vous convient pas"
    return [{"heading": title}, {"list": rows}] if rows else []


def _way(request: SchemeRequest, way: dict[str, Any], decided_on: date | None) -> str:
    delay, text = lodging(way), f" ({way['text']})" if way.get("text") else ""
    if delay is None:
        until = "aucun délai trouvé dans un texte\u00a0: faites-le vite"
    elif decided_on is None:
        until = f"dans les {delay} qui suivent la décision, ou le jour où le silence en vaut une"
    else:
        last = due_on(decided_on, delay, department(request.scheme))
        until = f"jusqu’au {day(last)}, ou {delay} après avoir reçu cette lettre"
    return f"{capfirst(way['authority'])}\u00a0: {until}{text}."


def _missing(request: SchemeRequest, missing: Iterable[MissingPiece]) -> list[dict[str, Any]]:
    awaited = [one for one in missing if one.given_on is None]
    if not awaited:
        return [{"text": "Aucune pièce ne manque à ce jour."}]
    until = f", à fournir avant le {day(request.complete_by)}" if request.complete_by else ""
    rows = [f"{one.what} ({one.get_provider_display()}{_how(one)})" for one in awaited]
    return [{"heading": f"Ce qui manque{until}"}, {"list": rows}]


def _how(one: MissingPiece) -> str:
    return f"\u00a0: {one.how.rstrip('.')}" if one.how else ""


def _why(request: SchemeRequest) -> list[dict[str, Any]]:
    """The reason, then what is said of it."""
    blocks = []
    if request.reason:
        blocks.append({"text": f"Pourquoi\u00a0: {request.get_reason_display()}."})
    if request.words:
        blocks.append({"text": request.words})
    if request.rank:
        blocks.append(
            {"text": f"Vous êtes au rang {request.rank} de la liste d’attente. {request.rank_means}"}
        )
    return blocks


def _next(request: SchemeRequest) -> list[dict[str, Any]]:
    if request.next_step:
        return [{"heading": "Et maintenant"}, {"text": request.next_step}]
    if request.outcome in (Outcome.ACCEPTED, Outcome.WAITING):
        return [
            {"heading": "Et maintenant"},
            {"text": "Nous vous appelons, ou la personne qui vous accompagne, pour la suite."},
        ]
    return []


def _followed_by(request: SchemeRequest) -> str:
    phone = shown_phone(request.structure.phone)
    return ", ".join(filter(None, (str(request.worker), request.structure.name, phone)))


def _letter(
    request: SchemeRequest, title: str, name: str, today: date, blocks: Sequence[dict[str, Any]], footer: str
) -> Letter:
    structure = request.scheme.structure
    place: Any = structure.commune
    return {
        "title": title,
        "sender": [*address(structure), shown_phone(structure.phone)],
        "recipient": [name or BLANK, f"par {request.structure.name}"],
        "place_and_date": f"{place.name if place else BLANK}, le {day(today)}",
        "reference": f"Demande {str(request.pk)[:8]}, envoyée par {request.structure.name}",
        "blocks": list(blocks),
        "signature": [structure.name],
        "footer": footer,
    }
