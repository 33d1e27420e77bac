"""What a card shows of the ground, in words: room left and closures, for a list of services in two queries; sessions."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from maillage.directory import session_words
from maillage.directory.models import OutreachSession, Presence, Service, Structure
from maillage.directory.queries.availability import closures, closures_of, last_availabilities
from maillage.directory.queries.sessions import of_structure
from maillage.directory.session_words import Said
from maillage.permissions import Actor


class Room(NamedTuple):
    """For `directory/_availability.html`. `said` is None when the service never told anything."""

    said: Said | None
    closures: list[str]


def rooms(services: Iterable[Service], today: date) -> dict[int, Room]:
    listed = list(services)
    last, closed = last_availabilities(listed), closures(listed, today)
    return {
        one.pk: Room(
            session_words.availability(last[one.pk], today) if one.pk in last else None,
            [session_words.closure(told) for told in closed.get(one.pk, [])],
        )
        for one in listed
    }


class Around(NamedTuple):
    """Of a structure: its closures, (session, when and where), whether it says who is present."""

    closures: list[tuple[int, str]]
    sessions: list[tuple[OutreachSession, str]]
    present: bool


def around(actor: Actor, structure: Structure, today: date) -> Around:
    """Three queries."""
    closed = [(one.pk, session_words.closure(one)) for one in closures_of(structure, today)]
    held = of_structure(actor, structure).running(today)  # type: ignore[attr-defined]
    sessions = [(one, f"{session_words.when(one)}. {session_words.where(one)}") for one in held[:20]]
    return Around(closed, sessions, Presence.objects.filter(place=structure).exists())
