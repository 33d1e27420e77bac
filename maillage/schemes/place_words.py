"""How a place is said."""

from datetime import date
from typing import Any

from maillage.schemes.enums import Order, PlaceState, Said
from maillage.schemes.models import Place, Scheme
from maillage.schemes.queries.places import State, is_long
from maillage.web.wording import day

KINDS = {
    PlaceState.FREE: "done",
    PlaceState.CONFIRM: "late",
    PlaceState.RESERVED: "waiting",
    PlaceState.OCCUPIED: "",
    PlaceState.OUT: "nothing",
}
SAID = {Said.FREE: "Libre ce soir", Said.TAKEN: "Occupée", Said.WORKS: "En travaux"}
"""The buttons of a host."""


def state(told: State | None) -> tuple[str, str]:
    """(word, how it is shown)."""
    if told is None:
        return "pas en service", "nothing"
    one = PlaceState(told.state)
    if one == PlaceState.OCCUPIED and told.free_on:
        return f"libre le {day(told.free_on)}", "waiting"
    return str(one.label), KINDS[one]


def note(place: Place, told: State | None, today: date) -> str:
    """What is to be known beside the state."""
    if told is None:
        return f"existe à partir du {day(place.starts_on)}" if place.starts_on > today else ""
    if told.disputed:
        return "Son hôte la dit libre\u00a0: vérifiez si la personne est partie."
    if told.empty_since and is_long(place.kind, told.empty_since, today):
        return f"Vide depuis le {day(told.empty_since)}. {_why(place, told.empty_since)}"
    if told.state == PlaceState.FREE and told.until_on:
        return f"dit par l’hôte, vaut jusqu’au {day(told.until_on)}"
    return ""


def _why(place: Place, since: date) -> str:
    if place.empty_said_on and place.empty_said_on >= since:
        return f"{str(place.get_empty_reason_display()).capitalize()}."
    return "Pourquoi n’est pas encore dit."


def item(place: Place, told: State | None, today: date) -> dict[str, Any]:
    word, kind = state(told)
    return {
        "place": place,
        "traits": place.traits,
        "state": word,
        "kind": kind,
        "note": note(place, told, today),
        "free": told is not None and told.state in (PlaceState.FREE, PlaceState.CONFIRM),
        "long": told is not None and is_long(place.kind, told.empty_since, today),
    }


def order(scheme: Scheme) -> list[str]:
    """By what those who wait are listed, in words."""
    return [str(Order(one).label) for one in scheme.assignment_order]
