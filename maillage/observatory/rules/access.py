"""Who answers for an indicator, prepares, confirms. What is released is everybody's; what was counted is theirs alone.

PostgreSQL says the same (`models`, `sql`).
"""

from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from maillage.accounts.enums import Role
from maillage.observatory.enums import STATISTICS
from maillage.permissions import Actor, Forbidden, can

KEEPING = (Role.ANIMATOR, Role.TEAM_LEADER, Role.TRAINING_OFFICER)
NOBODY = Q(pk__in=[])


def check_can_take(actor: Actor, owner_id: int | None) -> None:
    """Answer for an indicator that nobody holds."""
    if not (actor.at_work and actor.has(Role.ANIMATOR)):
        raise Forbidden("L’animateur du territoire prend un indicateur au nom de sa structure.")
    if owner_id is not None:
        raise Forbidden("Une structure tient déjà cet indicateur.")


def check_can_keep(actor: Actor, owner_id: int | None) -> None:
    """Prepare, write, withdraw, read again, retire."""
    if not (
        actor.at_work and actor.has(*KEEPING) and owner_id is not None and actor.structure_id == owner_id
    ):
        raise Forbidden(
            "Un animateur, un responsable d’équipe ou un chargé de formation de la structure qui tient cet indicateur peut le faire."
        )


def check_can_confirm(actor: Actor, owner_id: int | None, prepared_by_id: int) -> None:
    check_can_keep(actor, owner_id)
    if actor.user_id == prepared_by_id:
        raise Forbidden(
            "Vous êtes la dernière personne à avoir préparé cette publication\u00a0: une autre la relit et la publie."
        )


can_take = can(check_can_take)
can_keep = can(check_can_keep)
can_confirm = can(check_can_confirm)


def _rows(name: str) -> Any:
    return apps.get_model("observatory", name).objects


def owned(actor: Actor) -> Q:
    """Indicators that this actor's structure answers for, when they keep them."""
    keeps = actor.at_work and actor.has(*KEEPING)
    return Q(owner_id=actor.structure_id) if keeps else NOBODY


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `observatory` that exist for this actor."""
    everything = Q(pk__isnull=False)
    held = _rows("Indicator").filter(owned(actor)).values("pk")
    counts = actor.has(STATISTICS)
    releases = everything if counts else Q(confirmed_at__isnull=False) | Q(indicator__in=held)
    snapshots = everything if counts else Q(release__indicator__in=held)
    return {
        "indicator": everything,
        "review": everything,
        "release": releases,
        "snapshot": snapshots,
    }[str(model._meta.model_name)]
