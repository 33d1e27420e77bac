"""Who binds a structure to a text, who comments on one, who answers. PostgreSQL says the same (`texts_sql`)."""

from maillage.accounts.enums import Role
from maillage.governance.rules.access import Standing, check_is_inside
from maillage.permissions import Actor, Forbidden, can

BINDING = (Role.TEAM_LEADER, Role.ADMINISTRATOR)


def check_can_adhere(actor: Actor) -> None:
    """For the structure where they work; they take it back too."""
    if not (actor.at_work and actor.has(*BINDING)):
        raise Forbidden("Un responsable ou un administrateur de votre structure peut l’engager.")


def check_can_comment(actor: Actor, standing: Standing) -> None:
    check_is_inside(actor, standing, "Les membres de cette instance commentent ses textes.")


can_adhere = can(check_can_adhere)
can_comment = can(check_can_comment)
