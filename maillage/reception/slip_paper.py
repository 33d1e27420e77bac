"""The slip that somebody leaves with: a reference, and where to go next. Nothing of who they are."""

from typing import Any

from maillage.directory.models import Service, Structure
from maillage.directory.rules import shown_phone
from maillage.directory.rules.hours import hours_in_words
from maillage.reception.models import Reception
from maillage.web.wording import full_day

KEPT = "Votre nom n’est pas écrit chez nous. Avec ce bon, vous n’avez pas à tout raconter de nouveau."


def slip(first: Reception, told: list[Service], last: Reception) -> dict[str, Any]:
    """For `web/record.typ`. `told`: each service they were told of; `last`: the last time they came."""
    return {
        "title": f"Votre bon\u00a0: {first.slip}",
        "summary": KEPT,
        "blocks": [{"facts": _back(first.structure, last)}, *(part for one in told for part in _card(one))],
        "footer": f"Accueil du {full_day(last.received_at)}",
    }


def _back(place: Structure, last: Reception) -> list[list[str]]:
    day = full_day(last.come_back_on) if last.come_back_on else "quand vous voulez"
    return [["Pour revenir", day], *_where(place.name, [place])]


def _card(service: Service) -> list[dict[str, Any]]:
    bring = service.conditions or "Demandez avant d’y aller quels papiers apporter."
    where = _where(service.structure.name, [service, service.structure])
    return [{"heading": service.name}, {"facts": [*where, ["À apporter", bring]]}]


def _where(name: str, cards: list[Structure | Service]) -> list[list[str]]:
    """What the first of these cards doesn't say, the next one does."""
    address, phone, hours = (
        next(filter(None, map(said, cards)), "") for said in (_address, lambda one: one.phone, _hours)
    )
    told = [
        ["Où", ", ".join(filter(None, (name, address)))],
        ["Téléphone", shown_phone(phone) if phone else ""],
        ["Horaires", hours],
    ]
    return [row for row in told if row[1]]


def _address(card: Structure | Service) -> str:
    town = " ".join(filter(None, (card.postcode, card.commune.name if card.commune else "")))
    return ", ".join(filter(None, (card.address, card.address_more, town if card.address else "")))


def _hours(card: Structure | Service) -> str:
    return "\u00a0; ".join(hours_in_words(card.hours) if card.hours else card.opening.splitlines())
