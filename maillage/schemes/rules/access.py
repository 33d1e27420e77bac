"""Who opens a scheme and says its rules. Everybody reads them. PostgreSQL says the same (`sql`)."""

from django.db.models import Model, Q

from maillage.accounts.enums import Role
from maillage.permissions import Actor, Forbidden, can

KEEPING = (Role.SCHEME_OFFICER, Role.TEAM_LEADER, Role.ANIMATOR)


def check_can_keep(actor: Actor, structure_id: int | None = None) -> None:
    """Open a scheme in one's structure; change the rules of one that it carries."""
    if not (actor.at_work and actor.has(*KEEPING)):
        raise Forbidden("Un chargé de dispositif, un responsable ou l’animateur tient les dispositifs.")
    if structure_id is not None and structure_id != actor.structure_id:
        raise Forbidden("Seule la structure qui porte ce dispositif en change les règles.")


def workplace(actor: Actor) -> int:
    """The structure that opens a scheme. Refused to whoever keeps none."""
    check_can_keep(actor)
    assert actor.structure_id is not None
    return actor.structure_id


can_keep = can(check_can_keep)


def visible(model: type[Model], actor: Actor) -> Q:
    """Published admission criteria are everybody's."""
    return Q()
