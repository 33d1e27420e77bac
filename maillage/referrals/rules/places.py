"""Who decides of places, who notes the answer, who notes that somebody came or left."""

from typing import Any

from django.apps import apps
from django.db.models import Q

from maillage.permissions import Actor, Forbidden, can
from maillage.referrals.rules.access import can_instruct, check_can_change, check_can_instruct


def check_can_offer(actor: Actor, scheme: Any) -> None:
    """A place to a request: the officers of the structure that carries both."""
    check_can_instruct(actor, scheme.structure_id)


def check_can_follow_stay(actor: Actor, row: Any) -> None:
    """Note that somebody came, or left: the officers of the scheme, or the team. `row`: an offer."""
    places = apps.get_model("schemes", "Place").objects
    ours = Q(pk=row.place_id, structure_id=actor.structure_id)
    if not (can_instruct(actor) and places.filter(ours).exists()):
        check_is_team(actor, row)


def check_can_host(actor: Actor, row: Any) -> None:
    """Those who work where the place is."""
    places = apps.get_model("schemes", "Place").objects
    here = Q(pk=row.place_id, host_id=actor.structure_id)
    if not (actor.at_work and places.filter(here).exists()):
        raise Forbidden("Seuls ceux qui accueillent à cette place notent une entrée ou une sortie.")


def check_can_note_stay(actor: Actor, row: Any) -> None:
    """Whoever assigns the place, whoever follows the person, or whoever lodges them."""
    if not can_host(actor, row):
        check_can_follow_stay(actor, row)


def check_is_team(actor: Actor, row: Any) -> None:
    """Not the person: whoever follows them."""
    if actor.person_id:
        raise Forbidden("Votre équipe ou le dispositif note que vous êtes arrivé, ou parti.")
    check_can_change(actor, row)


can_offer = can(check_can_offer)
can_follow_stay = can(check_can_follow_stay)
can_host = can(check_can_host)
can_note_stay = can(check_can_note_stay)
can_answer_offer = can(check_can_change)
