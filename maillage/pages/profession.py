"""What the pages of the profession are, for whom, and what waits there: a line here for each of them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from maillage.accounts.enums import Role
from maillage.permissions import Actor
from maillage.training.queries import waiting as training

EVERYBODY = frozenset(Role)


class Entry(NamedTuple):
    """A page of the profession: its title, the name of its address, what one does there, and which roles it serves."""

    title: str
    url_name: str
    sentence: str
    roles: frozenset[str] = EVERYBODY


ENTRIES: tuple[Entry, ...] = (
    Entry("Formation continue", "training:sessions", "Trouver une formation, demander à la suivre."),
    Entry(
        "Mon compte de formation",
        "training:account",
        "Mes jours de l’année, ce qui compte et pourquoi, ce qui reste à prévoir.",
    ),
    Entry(
        "La formation de l’équipe",
        "training:team",
        "Ce qui est suivi et ce qui reste à prévoir, sans nom ni classement.",
        frozenset({Role.TRAINING_OFFICER, Role.TEAM_LEADER}),
    ),
    Entry(
        "Acteurs de la formation",
        "training:stakeholders",
        "Qui forme, finance et accueille, et comment y prendre part.",
    ),
)
WAITING: tuple[Callable[[Actor], list[dict[str, Any]]], ...] = (training.lines,)
"""Each gives lines of `web/_due_list.html`: a date owed, what is waited for, where to answer."""


def entries(actor: Actor) -> list[Entry]:
    return [one for one in ENTRIES if actor.has(*one.roles)]


def waiting(actor: Actor) -> list[dict[str, Any]]:
    lines = [line for found in WAITING for line in found(actor)]
    return sorted(lines, key=lambda line: (line["date"], line["text"]))
