"""Who may read and write persons and households. Row security repeats `visible` in `models.py`."""

from typing import Any

from django.db.models import Model, Q

from maillage.accounts.enums import Role
from maillage.permissions import Actor, Forbidden, can

NOBODY = Q(pk__in=[])


def _attached(actor: Actor) -> Q:
    """Open attachments that give this actor access."""
    ways = Q(worker_id=actor.user_id)
    if actor.has(Role.SOCIAL_WORKER, Role.RECEPTION):
        ways |= Q(worker__isnull=True)
    if actor.has(Role.RIGHTS_LEAD):
        ways = Q()
    return Q(structure_id=actor.structure_id) & ways


def _through(actor: Actor, field: str, target: str) -> Q:
    from maillage.people.models import Attachment

    open_ones = Attachment.objects.filter(_attached(actor), ended_at__isnull=True)
    return Q(**{f"{field}__in": open_ones.filter(**{f"{target}__isnull": False}).values(target)})


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
        "protectedaddress": lambda: Q(reader_id=actor.user_id) & _through(actor, "person_id", "person"),
        "attachment": lambda: _attached(actor),
        "import": lambda: Q(owner_id=actor.user_id, structure_id=actor.structure_id),
    }
    condition: Q = conditions[str(model._meta.model_name)]()
    return condition


def check_can_receive(actor: Actor) -> None:
    """Open a file for somebody who comes in."""
    if not (actor.at_work and actor.has(Role.RECEPTION, Role.SOCIAL_WORKER, Role.RIGHTS_LEAD)):
        raise Forbidden("Seules les personnes qui reçoivent du public ouvrent un dossier.")


def check_can_compose(actor: Actor) -> None:
    """Write a household's members, facts and budget."""
    if not (actor.at_work and actor.has(Role.SOCIAL_WORKER, Role.RIGHTS_LEAD)):
        raise Forbidden("Seuls les travailleurs sociaux renseignent la situation d’un foyer.")


can_receive = can(check_can_receive)
can_compose = can(check_can_compose)
