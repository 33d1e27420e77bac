"""Who organises a night and reads its sheets; once published, its report is everybody's. PostgreSQL says the same (`models`, `sql`)."""

from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from maillage.accounts.enums import Role
from maillage.permissions import Actor, Forbidden, can

ORGANISING = (Role.TEAM_LEADER, Role.ANIMATOR)
NOBODY = Q(pk__in=[])


def check_can_keep(actor: Actor, structure_id: int | None) -> None:
    """Prepare, open, correct, close and publish the nights of one's structure."""
    if not (actor.at_work and actor.has(*ORGANISING) and actor.structure_id == structure_id):
        raise Forbidden(
            "Une nuit de comptage est tenue par un responsable d’équipe ou un animateur de la structure qui l’organise."
        )


can_keep = can(check_can_keep)


def kept(actor: Actor) -> Q:
    organises = actor.at_work and actor.has(*ORGANISING)
    return Q(structure_id=actor.structure_id) if organises else NOBODY


def _rows(name: str) -> Any:
    return apps.get_model("counts", name).objects


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `counts` that exist for this actor."""
    nights = _rows("Night").filter(kept(actor)).values("pk")
    conditions: dict[str, Q] = {
        "night": kept(actor) | Q(published_at__isnull=False),
        "sector": Q(night__in=nights),
        "border": Q(one__night__in=nights),
        "team": Q(night__in=nights),
        "round": Q(team__night__in=nights),
        "sighting": Q(round__team__night__in=nights),
        "double": Q(first__round__team__night__in=nights),
    }
    return conditions[str(model._meta.model_name)]
