"""Who writes a link: those who keep the card of one of its two ends."""

from maillage.directory.rules.cards import can_keep_cards, check_can_keep_cards
from maillage.permissions import Actor, can


def check_can_keep_link(actor: Actor, origin_id: int, target_id: int) -> None:
    if not can_keep_cards(actor, target_id):
        check_can_keep_cards(actor, origin_id)


can_keep_link = can(check_can_keep_link)
