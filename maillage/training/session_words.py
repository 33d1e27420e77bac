"""How a session, its seats and a registration are said."""

from typing import Any

from django.utils import timezone

from maillage.training.enums import Asked, Audience, Funding, Turn
from maillage.training.models import Registration, Session
from maillage.training.queries.sessions import Room
from maillage.training.rules.account import said
from maillage.web.wording import amount, day, plural


def badge(session: Session) -> tuple[str, str]:
    """Its state in a word, with its colour."""
    today = timezone.localdate()
    if session.cancelled_on:
        return "Annulée", "late"
    if session.published_at is None:
        return "Pas publiée", "waiting"
    if session.finished_at:
        return "Terminée", ""
    if session.ends_on < today:
        return "Passée", ""
    return ("Inscriptions ouvertes", "done") if today <= session.asks_until else ("Inscriptions closes", "")


def dates(session: Session) -> str:
    if session.starts_on == session.ends_on:
        return f"le {day(session.starts_on)}"
    return f"du {day(session.starts_on)} au {day(session.ends_on)}"


def where(session: Session) -> str:
    told = [session.place, "à distance" if session.remote else ""]
    return ", ".join(part for part in told if part) or "lieu à préciser"


def seats(session: Session, room: Room) -> str:
    if room.left is None:
        return "de la place pour tout le monde"
    waiting = sum(one.turn == Turn.WAITING for one in room.turns.values())
    left = (
        f"{plural(room.left, 'place')} sur {session.seats}"
        if room.left
        else f"complet ({session.seats} places)"
    )
    return f"{left}, {plural(waiting, 'personne')} en attente" if waiting else left


def labels(listed: Any, codes: list[str]) -> str:
    known = dict(listed.choices)
    return ", ".join(str(known[code]) for code in codes if code in known)


def facts(session: Session, halves: list[Any], room: Room) -> list[tuple[str, Any]]:
    hours = sum(one.hours for one in halves)
    provider = session.provider or (session.get_provider_kind_display() if session.provider_kind else "")
    cost = amount(session.cost) if session.cost is not None else ""
    funding = labels(Funding, session.funding)
    told = [
        ("Quand", f"{dates(session)}, {plural(len(halves), 'demi-journée')} ({said(hours)})"),
        ("Où", where(session)),
        ("Places", seats(session, room)),
        ("Inscriptions", f"jusqu’au {day(session.asks_until)}"),
        ("Pour", labels(Audience, session.audiences)),
        ("Type", session.get_kind_display()),
        ("Rubrique", session.get_rubric_display() if session.rubric else ""),
        ("Organisme", provider),
        ("Coût par personne", cost),
        ("Payée par", ", ".join(part for part in (funding, session.funding_more) if part)),
        ("Organisée par", str(session.structure)),
    ]
    return [(label, value) for label, value in told if value]


def sharing(session: Session, room: Room) -> str:
    """The rule of shared seats, in a sentence."""
    if room.shared:
        return "Les places que des employeurs n’ont pas prises sont remises en commun\u00a0: elles vont aux premiers qui attendent."
    if session.shared_on:
        return f"Chaque employeur garde ses places jusqu’au {day(session.shared_on)}. Ensuite, celles qui restent vont aux premiers qui attendent."
    return "Chaque employeur garde ses places\u00a0; celles que personne ne garde sont pour tous, dans l’ordre des demandes."


def turn(registration: Registration, room: Room) -> tuple[str, str]:
    """Where somebody who asked stands, and its colour."""
    if registration.state == Asked.REFUSED:
        return "Votre employeur a refusé", "late"
    given = room.turns.get(registration.pk)
    place = _place(given.turn, given.position) if given else ""
    if registration.state == Asked.ASKED:
        late = registration.answer_due < timezone.localdate()
        due = (
            f"réponse de l’employeur {'attendue depuis' if late else 'due'} le {day(registration.answer_due)}"
        )
        return f"Demandée\u00a0: {due}. {place}".strip(), "late" if late else "waiting"
    return (
        f"Acceptée par votre employeur. {place}".strip(),
        "done" if given and given.turn == Turn.IN else "waiting",
    )


def _place(given: str, position: int) -> str:
    if given == Turn.IN:
        return "Vous avez une place."
    if given == Turn.WAITING:
        return f"Vous êtes en attente, au rang {position}."
    return "Votre place n’est plus gardée tant que l’employeur n’a pas répondu."
