"""Who may read and write persons and households. Row security repeats `visible` in `models.py`."""

from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from maillage.accounts.enums import Role
from maillage.permissions import Actor, Forbidden, can

NOBODY = Q(pk__in=[])
RECEIVING = (Role.RECEPTION, Role.SOCIAL_WORKER, Role.RIGHTS_LEAD)


def _attached(actor: Actor) -> Q:
    """Open attachments that give this actor access."""
    ways = Q(worker_id=actor.user_id)
    if actor.has(Role.SOCIAL_WORKER, Role.RECEPTION):
        ways |= Q(worker__isnull=True)
    if actor.has(Role.RIGHTS_LEAD):
        ways = Q()
    return Q(structure_id=actor.structure_id) & ways


def _through(actor: Actor, field: str, target: str) -> Q:
    open_ones = apps.get_model("people", "Attachment").objects.filter(_attached(actor), ended_at__isnull=True)
    return Q(**{f"{field}__in": open_ones.filter(**{f"{target}__isnull": False}).values(target)})


def _protected_ids(actor: Actor) -> QuerySet[Any, Any]:
    return (
        apps.get_model("people", "ProtectedReader")
        .objects.filter(reader_id=actor.user_id)
        .values("protected_id")
    )


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `people` that exist for this actor."""
    if actor.user_id is None or actor.structure_id is None:
        return NOBODY
    conditions: dict[str, Any] = {
        "person": lambda: _through(actor, "pk", "person"),
        "household": lambda: _through(actor, "pk", "household"),
        "householdmember": lambda: _through(actor, "household_id", "household"),
        "budgetline": lambda: _through(actor, "household_id", "household"),
        "channel": lambda: _through(actor, "person_id", "person"),
        "protectedaddress": lambda: Q(pk__in=_protected_ids(actor)) & _through(actor, "person_id", "person"),
        "protectedreader": lambda: Q(protected_id__in=_protected_ids(actor)),
        "attachment": lambda: _attached(actor),
        "attachmentrequest": lambda: Q(requester_id=actor.user_id) | _through(actor, "person_id", "person"),
        "notsame": lambda: _through(actor, "first_id", "person") & _through(actor, "second_id", "person"),
        "personmerge": lambda: _through(actor, "kept_id", "person"),
        "matchattempt": lambda: Q(user_id=actor.user_id),
        "import": lambda: Q(owner_id=actor.user_id, structure_id=actor.structure_id),
        "importmapping": lambda: Q(structure_id=actor.structure_id),
    }
    condition: Q = conditions[str(model._meta.model_name)]()
    return condition


def at_work(actor: Actor) -> tuple[int, int]:
    """Who acts and where: (user, structure). Refused to whoever is not at work."""
    if actor.user_id is None or actor.structure_id is None:
        raise Forbidden("Choisissez d’abord la structure où vous travaillez.")
    return actor.user_id, actor.structure_id


def check_can_receive(actor: Actor) -> None:
    """Open a file for somebody who comes in."""
    if not (actor.at_work and actor.has(*RECEIVING)):
        raise Forbidden("Seules les personnes qui reçoivent du public ouvrent un dossier.")


def check_can_compose(actor: Actor) -> None:
    """Write a household's members, facts and budget."""
    if not (actor.at_work and actor.has(Role.SOCIAL_WORKER, Role.RIGHTS_LEAD)):
        raise Forbidden("Seuls les travailleurs sociaux renseignent la situation d’un foyer.")


def check_can_protect(actor: Actor) -> None:
    """Hide where somebody lives, and name who may read it."""
    if not (actor.at_work and actor.has(Role.SOCIAL_WORKER, Role.RIGHTS_LEAD)):
        raise Forbidden("Seuls les travailleurs sociaux mettent une adresse sous protection.")


def check_can_merge(actor: Actor) -> None:
    """Say that two files are of one person, or of two."""
    if not (actor.at_work and actor.has(Role.SOCIAL_WORKER, Role.RIGHTS_LEAD)):
        raise Forbidden("Seuls les travailleurs sociaux réunissent deux fiches.")


def check_can_answer(actor: Actor) -> None:
    """Accept or refuse that somebody else be attached to a person one follows."""
    if not (actor.at_work and actor.has(Role.SOCIAL_WORKER, Role.RIGHTS_LEAD)):
        raise Forbidden("Seuls les travailleurs sociaux répondent aux demandes de rattachement.")


can_receive = can(check_can_receive)
can_compose = can(check_can_compose)
can_protect = can(check_can_protect)
can_merge = can(check_can_merge)
can_answer = can(check_can_answer)


def check_can_import(actor: Actor) -> None:
    """Bring in a file of households, and undo it."""
    if not (actor.at_work and actor.has(Role.SOCIAL_WORKER, Role.RIGHTS_LEAD)):
        raise Forbidden(
            "Seuls les travailleurs sociaux et les responsables de l’accès aux droits importent des foyers."
        )


can_import = can(check_can_import)
