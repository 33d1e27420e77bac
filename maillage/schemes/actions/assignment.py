"""The published rules by which places are assigned; the links that hosts are given, and the mail that carries one."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.directory.models import Structure
from maillage.permissions import MAILER, Actor, Forbidden
from maillage.permissions.context import acting
from maillage.schemes.actions.schemes import correct
from maillage.schemes.models import HostDoor, Scheme
from maillage.schemes.notifications import send_door
from maillage.schemes.queries.places import doors
from maillage.schemes.rules import check_can_keep

SEND = "maillage.schemes.send_door"
NO_PLACE = "Cet hôte n’a aucune place que vous attribuez\u00a0: ajoutez d’abord sa place."


def publish_rules(*, by: Actor, scheme: Scheme, version: int, values: dict[str, Any]) -> Scheme:
    """How places are assigned, said to everybody."""
    return correct(by=by, scheme=scheme, version=version, values=values)


@transaction.atomic
def give_door(*, by: Actor, host: Structure, email: str, site: str) -> HostDoor:
    """A link to the host; the one it had, if any, no longer opens."""
    check_can_keep(by)
    if not host.places_hosted.visible_to(by).filter(structure_id=by.structure_id).exists():
        raise Forbidden(NO_PLACE)
    today = timezone.localdate()
    doors(by).filter(host=host, ended_on=None).update(ended_on=today)
    told = {"structure_id": by.structure_id, "host": host, "email": email, "site": site.rstrip("/")}
    door = HostDoor(given_on=today, **told)
    door.save(force_insert=True)
    record(by, "give_host_link", door)
    app.configure_task(SEND).defer(door=door.pk)
    return door


@transaction.atomic
def close_door(*, by: Actor, door: HostDoor) -> None:
    """The link opens nothing any more. Twice is once."""
    check_can_keep(by, door.structure_id)
    if doors(by).filter(pk=door.pk, ended_on=None).update(ended_on=timezone.localdate()):
        record(by, "close_host_link", door)


def send_link(pk: int) -> None:
    """The mail, once."""
    with acting(MAILER):
        door = HostDoor.objects.filter(pk=pk, ended_on=None).select_related("host", "structure").first()
        if door is not None:
            send_door(door)
