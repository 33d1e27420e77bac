"""How much room services have and what is closed, in words, for a page or for a list of results: two queries."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from maillage.directory import session_words
from maillage.directory.models import Service
from maillage.directory.queries.availability import closures, last_availabilities
from maillage.directory.session_words import Said


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
