"""A card in the words of a page: facts, how fresh it is, how to ask for the service."""

from datetime import date
from typing import NamedTuple

from maillage.directory.enums import (
    CATEGORIES,
    MOBILISATION_MODES,
    MOBILISED_BY,
    PUBLICS,
    RECEPTION_MODES,
    SERVICE_KINDS,
    THEMES,
    category_of,
)
from maillage.directory.models import Service, Structure
from maillage.directory.rules.freshness import Freshness, State, freshness
from maillage.directory.rules.hours import hours_in_words
from maillage.web.wording import day

UNTOLD = "non précisé"


class Fresh(NamedTuple):
    """A word and its kind (`web` tag `status`), and the sentence beside."""

    word: str
    kind: str
    sentence: str


def fresh(card: Structure | Service, today: date, *, named: bool = True) -> Fresh:
    """`named`: whether the reader may see who confirmed it, by name; the public reads that its structure did."""
    if card.withdrawn_on:
        return Fresh("Retirée", "late", f"Retirée le {day(card.withdrawn_on)}\u00a0: {card.withdrawn_why}.")
    told = freshness(card, today)
    return _said(told if named or not told.by else told._replace(by=_unnamed(card)))


def _unnamed(card: Structure | Service) -> str:
    holder = card.structure if isinstance(card, Service) else card
    return "sa structure" if holder.name in card.confirmed_by else "l’animation du territoire"


def _said(told: Freshness) -> Fresh:
    if told.since is None or told.review_on is None:
        return Fresh("À vérifier", "late", "Personne n’a encore confirmé cette fiche.")
    when = f"le {day(told.since)}, par {told.by or 'sa source'}."
    if told.state == State.STALE:
        verb = "Confirmée" if told.by else "Mise à jour"
        return Fresh(
            "À vérifier", "late", f"{verb} {when} Elle devait être relue avant le {day(told.review_on)}."
        )
    if told.state == State.CONFIRMED:
        return Fresh("Confirmée", "done", when)
    return Fresh("Déclarée", "waiting", f"{when} Personne ne l’a encore confirmée.")


def labels(values: list[str], listed: dict[str, str]) -> str:
    return ", ".join(listed.get(value, value) for value in values)


def themes_in_words(themes: list[str]) -> list[tuple[str, str]]:
    """(category, themes of it) in the order of the schema."""
    categories = [code for code in CATEGORIES if any(category_of(theme) == code for theme in themes)]
    return [
        (CATEGORIES[code], labels([theme for theme in themes if category_of(theme) == code], THEMES))
        for code in categories
    ]


def hours_of(card: Structure | Service) -> list[str]:
    """In sentences: the hours for a machine said in French, else the words of the card, else the syntax itself."""
    said = hours_in_words(card.hours) if card.hours else []
    return [*said, *card.opening.splitlines()] or ([card.hours] if card.hours else [])


def address_of(card: Structure | Service) -> str:
    """On one line. A service without an address is at its structure's, unless it is somewhere else."""
    at = card
    if (
        isinstance(card, Service)
        and not card.address
        and card.commune_id in (None, card.structure.commune_id)
    ):
        at = card.structure
    town = " ".join(part for part in (at.postcode, at.commune.name if at.commune else "") if part)
    return ", ".join(part for part in (at.address, at.address_more, town) if part)


def service_facts(service: Service, zones: list[str]) -> list[tuple[str, str]]:
    """What a page says of a service: what nobody told is said so when it matters, left out otherwise."""
    told = [
        ("Pour qui", labels(service.publics, PUBLICS) or UNTOLD),
        ("Précisions", service.public_details),
        ("Habitants de", ", ".join(zones) or "zone non précisée\u00a0: demandez avant d’orienter"),
        ("Conditions, papiers", service.conditions),
        ("Frais", "\u00a0: ".join(part for part in (service.get_fee_display(), service.fee_details) if part)),
        ("Type", SERVICE_KINDS.get(service.kind, "")),
        ("Accueil", labels(service.reception, RECEPTION_MODES)),
    ]
    return [(name, value) for name, value in told if value]


def asking_facts(service: Service) -> list[tuple[str, str]]:
    told = [
        ("Qui peut le demander", labels(service.mobilised_by, MOBILISED_BY)),
        ("Comment", labels(service.mobilisation, MOBILISATION_MODES)),
        ("Précisions", service.mobilisation_details),
    ]
    return [(name, value) for name, value in told if value]
