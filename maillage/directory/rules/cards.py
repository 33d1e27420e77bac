"""Who keeps the directory: each structure its own cards, the territory's animator all of them."""

from maillage.permissions import Actor, Forbidden, can

ANIMATOR = "animator"
KEEPERS = frozenset({"social_worker", "rights_lead", "team_leader", ANIMATOR})
"""Names of roles that `accounts` gives; it stands above, a test keeps both lists the same."""


def check_can_animate(actor: Actor) -> None:
    """Import files, settle doubles, answer reports on cards nobody keeps, draw the territory's diagnosis."""
    if not (actor.at_work and actor.has(ANIMATOR)):
        raise Forbidden("Seul l’animateur du territoire fait cela\u00a0: demandez-lui.")


def check_can_keep_cards(actor: Actor, structure_id: int) -> None:
    """`structure_id`: whose card it is; its own workers keep it, and the animator."""
    if not (actor.at_work and actor.has(*KEEPERS)):
        raise Forbidden("Votre rôle ne permet pas de modifier l’annuaire.")
    if actor.structure_id != structure_id and not actor.has(ANIMATOR):
        raise Forbidden("Cette fiche est tenue par une autre structure\u00a0: signalez-lui ce qui est faux.")


def check_keeps_some(actor: Actor) -> None:
    """Has cards to keep: those of their structure, or all."""
    if not (actor.at_work and actor.has(*KEEPERS)):
        raise Forbidden("Votre rôle ne permet pas de tenir l’annuaire.")


def check_at_work(actor: Actor) -> None:
    """What professionals see and the public does not: direct lines, who brings what to whom."""
    if not actor.at_work:
        raise Forbidden("Cette page est réservée aux professionnels.")


can_animate = can(check_can_animate)
can_keep_cards = can(check_can_keep_cards)
can_keep_some = can(check_keeps_some)
