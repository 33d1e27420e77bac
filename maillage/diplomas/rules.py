"""Who opens a path for a colleague, who follows it; a VAE is its candidate's. PostgreSQL says the same (`models`, `sql`)."""

from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from maillage.accounts.enums import Role
from maillage.permissions import Actor, Forbidden, can

LEADING = (Role.TRAINING_OFFICER, Role.TEAM_LEADER)
NOBODY = Q(pk__in=[])


def check_can_follow(actor: Actor) -> None:
    """Open paths in the structure where one works, keep them, read them all."""
    if not (actor.at_work and actor.has(*LEADING)):
        raise Forbidden(
            "Le chargé de formation ou le responsable d’équipe suit les parcours de sa structure."
        )


def check_can_keep(actor: Actor, structure_id: int) -> None:
    check_can_follow(actor)
    if actor.structure_id != structure_id:
        raise Forbidden("Ce parcours est suivi dans une autre structure.")


def check_is_candidate(actor: Actor, user_id: int) -> None:
    if not (actor.signed_in and actor.user_id == user_id):
        raise Forbidden("Seul le candidat écrit sa VAE.")


def check_can_start(actor: Actor) -> None:
    if not actor.signed_in:
        raise Forbidden("Connectez-vous d’abord.")


def check_can_read_register(actor: Actor) -> None:
    """Bring a file of the national register in."""
    if not actor.has(Role.ADMINISTRATOR):
        raise Forbidden("Un administrateur de la plateforme lit le fichier du répertoire national.")


def check_is_warned(actor: Actor) -> None:
    """That a record of the register is past."""
    if not (actor.at_work and actor.has(Role.ADMINISTRATOR, Role.ANIMATOR)):
        raise Forbidden("L’animateur du territoire ou un administrateur en est averti.")


can_follow = can(check_can_follow)
can_keep = can(check_can_keep)
can_start = can(check_can_start)
can_read_register = can(check_can_read_register)
is_warned = can(check_is_warned)
is_candidate = can(check_is_candidate)


def _rows(name: str) -> Any:
    return apps.get_model("diplomas", name).objects


def _mine(actor: Actor) -> Q:
    return Q(user_id=actor.user_id) if actor.signed_in else NOBODY


def _paths(actor: Actor) -> Q:
    return _mine(actor) | Q(structure_id=actor.structure_id) if can_follow(actor) else _mine(actor)


def _vaes(actor: Actor) -> Q:
    reads = actor.at_work and actor.has(Role.TRAINING_OFFICER)
    return _mine(actor) | Q(shared_with_id=actor.structure_id) if reads else _mine(actor)


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a personal table of `diplomas` that exist for this actor."""
    name = str(model._meta.model_name)
    if name == "path":
        return _paths(actor)
    if name == "milestone":
        return Q(path__in=_rows("Path").filter(_paths(actor)).values("pk"))
    if name == "vae":
        return _vaes(actor)
    return Q(vae__in=_rows("Vae").filter(_vaes(actor)).values("pk"))
