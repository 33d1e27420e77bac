"""A booklet and a sheet of numbers, as data for their templates: nothing but what the public may read."""

from datetime import date
from typing import Any

from maillage.directory.enums import CATEGORIES, PUBLICS, RECEPTION_MODES
from maillage.directory.models import Service, Structure, Territory
from maillage.directory.queries.paper import Booklet, UsefulNumber
from maillage.directory.rules import shown_phone
from maillage.directory.rules.freshness import State, freshness
from maillage.directory.wording import address_of, hours_of, labels
from maillage.web.wording import day, plural

MOST_WORDS = 420


def booklet_data(
    sector: Territory, category: str, made: Booklet, today: date, *, paper: str, large: bool, drawn: str = ""
) -> dict[str, Any]:
    """`drawn`: an SVG map of the sector, or nothing."""
    theme = f"\u00a0: {CATEGORIES[category]}" if category else ""
    return {
        "title": f"Qui fait quoi, {sector.name}{theme}",
        "paper": paper,
        "large": large,
        "map": drawn,
        "map_alt": f"Carte des communes de {sector.name}",
        "printed": f"Imprimé le {day(today)}",
        "summary": f"{plural(made.printed, 'service')}. Chaque fiche porte sa date\u00a0: téléphonez avant de venir.",
        "withdrawn": _withdrawn(made),
        "chapters": [
            {"title": label, "cards": [_card(one, today) for one in services]}
            for label, services in made.chapters
        ],
    }


def _withdrawn(made: Booklet) -> str:
    told = []
    if made.withdrawn:
        cards = plural(made.withdrawn, "fiche trop ancienne n’a|fiches trop anciennes n’ont")
        told.append(f"{cards} pas été imprimée{'s' if made.withdrawn > 1 else ''}.")
    if made.cut:
        told.append("Ce secteur compte plus de services qu’un livret n’en tient\u00a0: choisissez un thème.")
    return " ".join(told)


def _card(service: Service, today: date) -> dict[str, Any]:
    phone = service.phone or service.structure.phone
    told = [
        ("Pour qui", labels(service.publics, PUBLICS)),
        ("Conditions", _short(service.conditions)),
        ("Où", address_of(service)),
        ("Téléphone", shown_phone(phone) if phone else ""),
        ("E-mail", service.email or service.structure.email),
        ("Horaires", "\u00a0; ".join(hours_of(service) or hours_of(service.structure))),
        ("Accueil", labels(service.reception, RECEPTION_MODES)),
        ("Frais", service.get_fee_display()),
    ]
    return {
        "name": service.name,
        "structure": service.structure.name,
        "text": _short(service.description),
        "facts": [[name, value] for name, value in told if value],
        "date": dated(service, today),
    }


def dated(service: Service, today: date) -> str:
    told = freshness(service, today)
    if told.since is None:
        return "jamais confirmée"
    said = "confirmée" if service.confirmed_on else "mise à jour par sa source"
    late = ", à vérifier" if told.state == State.STALE else ""
    return f"{said} le {day(told.since)}{late}"


def _short(text: str) -> str:
    """Cut between words: a booklet is read standing."""
    flat = " ".join(text.split())
    return flat if len(flat) <= MOST_WORDS else f"{flat[:MOST_WORDS].rsplit(' ', 1)[0]}…"


def numbers_data(
    numbers: tuple[UsefulNumber, ...], local: list[Structure], commune: Territory | None, today: date
) -> dict[str, Any]:
    where = f", {commune.name}" if commune else ""
    noted = max(one.noted_on for one in numbers)
    return {
        "title": f"Numéros utiles{where}",
        "situations": [{"title": title, "lines": lines} for title, lines in by_situation(numbers)],
        "local": [[shown_phone(one.phone), one.name, "", ""] for one in local],
        "footer": f"Appels gratuits ou au prix d’un appel. Liste du {day(noted)}, imprimée le {day(today)}.",
    }


def by_situation(numbers: tuple[UsefulNumber, ...]) -> list[tuple[str, list[list[str]]]]:
    found: dict[str, list[list[str]]] = {}
    for one in numbers:
        found.setdefault(one.situation, []).append([one.number, one.name, one.words, one.hours])
    return list(found.items())
