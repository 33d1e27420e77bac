"""Who a job acts as: somebody who follows the person where the row was written. Nobody any more, and nothing is done."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.db import connections
from django.utils import timezone

from maillage.accounts.models import User
from maillage.accounts.queries import actor_for
from maillage.people.models import Attachment
from maillage.permissions import Actor

JOBS = "maintenance"
"""The alias that finds what is due, whoever's it is. It reads identifiers and dates, and writes nothing."""


class SeesTooLittle(Exception):
    """The jobs were not given the maintenance role: they would find nothing due, and say nothing of it."""


def check_sees_all(using: str) -> None:
    """Fail aloud rather than find nothing: without that role, row security hides whatever is due."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user")
        (sees_all,) = cursor.fetchone() or (False,)
    if not sees_all:
        raise SeesTooLittle("DATABASE_MAINTENANCE_URL doesn't lead to the maintenance role (docs/guides).")


def stand_in(
    person_id: UUID, structure_id: int | None, first: Iterable[int | None], using: str
) -> Actor | None:
    """The first of `first`, then of the person's team in that structure, who still works there and follows them."""
    rows = Attachment.objects.using(using).filter(
        person_id=person_id, structure_id=structure_id, ended_at=None, consent_of=None
    )
    workers = rows.order_by("started_at", "pk").values_list("worker_id", flat=True)
    following = [one for one in workers if one is not None]
    wanted = [one for one in first if one in following]
    for user_id in [*wanted, *following]:
        actor = _at_work(user_id, structure_id)
        if actor is not None:
            return actor
    return None


def _at_work(user_id: int, structure_id: int | None) -> Actor | None:
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return None
    actor, _ = actor_for(user, timezone.localdate(), structure_id, second_factor=True)
    if not actor.at_work or actor.structure_id != structure_id:
        return None
    return replace(actor, label=f"Maillage, pour {actor.label}"[:200])
