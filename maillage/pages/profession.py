"""What the pages of the profession are, for whom, and what waits there: a line here for each of them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from maillage.accounts.enums import Role
from maillage.conventions.queries import conventions
from maillage.permissions import Actor
from maillage.placements.queries import waiting as placements

EVERYBODY = frozenset(Role)


class Entry(NamedTuple):
    """A page of the profession: its title, the name of its address, what one does there, and which roles it serves."""

    title: str
    url_name: str
    sentence: str
    roles: frozenset[str] = EVERYBODY


HOSTING = frozenset({Role.TEAM_LEADER, Role.TRAINING_OFFICER})
ENTRIES: tuple[Entry, ...] = (
    Entry(
        "Stages",
        "placements:home",
        "Sessions à dates fixes, places, vœux, résultats et comment ils sont obtenus.",
    ),
    Entry(
        "Nos places de stage",
        "placements:places",
        "Ce qui vous est demandé, vos places, qui vient, les immersions.",
        HOSTING,
    ),
    Entry(
        "Calendriers des écoles",
        "placements:calendars",
        "Les semaines où plusieurs écoles cherchent des places en même temps.",
        HOSTING,
    ),
    Entry(
        "Conventions de stage",
        "conventions:conventions",
        "Préparer, signer et suivre un stage\u00a0: dates, heures, gratification, tuteur.",
    ),
    Entry(
        "Tuteurs de stage",
        "conventions:tutors",
        "Qui accompagne les stagiaires, ce que chacun suit, la place qui reste.",
        HOSTING,
    ),
    Entry(
        "Sites qualifiants",
        "conventions:sites",
        "Ce qu’un établissement et une structure d’accueil ont convenu, et leurs visites.",
        HOSTING,
    ),
    Entry("Aides aux stagiaires", "conventions:aids", "Se loger, se déplacer, passer le permis."),
    Entry(
        "Calculer une gratification",
        "conventions:calculator",
        "Des heures aux jours, aux mois et aux euros, avec le calcul ligne par ligne.",
    ),
)
WAITING: tuple[Callable[[Actor], list[dict[str, Any]]], ...] = (placements.waiting, conventions.waiting)
"""Each gives lines of `web/_due_list.html`: a date owed, what is waited for, where to answer."""


def entries(actor: Actor) -> list[Entry]:
    return [one for one in ENTRIES if actor.has(*one.roles)]


def waiting(actor: Actor) -> list[dict[str, Any]]:
    lines = [line for found in WAITING for line in found(actor)]
    return sorted(lines, key=lambda line: (line["date"], line["text"]))
