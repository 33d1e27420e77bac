"""What the pages of the profession are, for whom, and what waits there: a line here for each of them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from maillage.accounts.enums import Role
from maillage.observatory.queries import today as observatory
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
        "Observatoire",
        "observatory:catalogue",
        "Ce que le territoire sait de l’accès aux droits et des métiers\u00a0: un nombre, et ce qu’il raconte.",
    ),
)
WAITING: tuple[Callable[[Actor], list[dict[str, Any]]], ...] = (observatory.waiting,)
"""Each gives lines of `web/_due_list.html`: a date owed, what is waited for, where to answer."""


def entries(actor: Actor) -> list[Entry]:
    return [one for one in ENTRIES if actor.has(*one.roles)]


def waiting(actor: Actor) -> list[dict[str, Any]]:
    lines = [line for found in WAITING for line in found(actor)]
    return sorted(lines, key=lambda line: (line["date"], line["text"]))
