"""Who opens a scheme, says its rules, keeps its places; who says that one is free. PostgreSQL says the same (`sql`)."""

from typing import Any

from django.apps import apps
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


def check_can_tell(actor: Actor, place: Any) -> None:
    """That a place is free, taken, out of order: whoever works for its host, whoever keeps it."""
    if not (actor.at_work and actor.structure_id == place.host_id) and not can_keep(
        actor, place.structure_id
    ):
        raise Forbidden(
            "Seuls l’hôte de cette place et la structure qui l’attribue disent si elle est libre."
        )


can_keep = can(check_can_keep)
can_tell = can(check_can_tell)
NOBODY = Q(pk__in=[])


def _kept(actor: Actor) -> Q:
    return Q(structure_id=actor.structure_id) if can_keep(actor) else NOBODY


def _places(actor: Actor) -> Q:
    here = actor.structure_id
    return Q(structure_id=here) | Q(host_id=here) if actor.at_work else NOBODY


def _of_places(actor: Actor) -> Q:
    places: Any = apps.get_model("schemes", "Place")
    return Q(place__in=places.objects.filter(_places(actor)).values("pk"))


def visible(model: type[Model], actor: Actor) -> Q:
    """Published admission criteria are everybody's; places, those of whoever assigns them and of their host."""
    conditions: dict[str, Any] = {
        "scheme": Q,
        "place": lambda: _places(actor),
        "placespell": lambda: _of_places(actor),
        "vacancy": lambda: _of_places(actor),
        "hostdoor": lambda: _kept(actor),
    }
    condition: Q = conditions[str(model._meta.model_name)]()
    return condition
