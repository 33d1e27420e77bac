"""What the pages of the profession are, for whom, and what waits there: a line here for each of them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from maillage.accounts.enums import Role
from maillage.diplomas.queries import waiting as diplomas
from maillage.permissions import Actor

EVERYBODY = frozenset(Role)


class Entry(NamedTuple):
    """A page of the profession: its title, the name of its address, what one does there, and which roles it serves."""

    title: str
    url_name: str
    sentence: str
    roles: frozenset[str] = EVERYBODY


ENTRIES: tuple[Entry, ...] = (
    Entry(
        "Diplômes",
        "diplomas:diplomas",
        "Les règles selon le jour de l’entrée, les passerelles, ce qu’il me resterait à faire.",
    ),
    Entry(
        "Mes parcours", "diplomas:mine", "Ma qualification en travaillant, mes VAE, ce qui vient et quand."
    ),
    Entry(
        "Parcours de l’équipe",
        "diplomas:team",
        "Qui se qualifie en travaillant, par date de ce qui est attendu.",
        frozenset({Role.TRAINING_OFFICER, Role.TEAM_LEADER}),
    ),
    Entry(
        "Répertoire national",
        "diplomas:register",
        "Les fiches RNCP des diplômes et leur échéance.",
        frozenset({Role.ANIMATOR, Role.ADMINISTRATOR}),
    ),
)
WAITING: tuple[Callable[[Actor], list[dict[str, Any]]], ...] = (diplomas.waiting,)
"""Each gives lines of `web/_due_list.html`: a date owed, what is waited for, where to answer."""


def entries(actor: Actor) -> list[Entry]:
    return [one for one in ENTRIES if actor.has(*one.roles)]


def waiting(actor: Actor) -> list[dict[str, Any]]:
    lines = [line for found in WAITING for line in found(actor)]
    return sorted(lines, key=lambda line: (line["date"], line["text"]))
