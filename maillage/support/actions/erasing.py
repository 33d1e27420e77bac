"""Erase somebody: as they asked, by the law's delay, or again in a backup put back. Nothing brings them back.

The identifiers go to the file of erasures just before the commit: from then on nothing opens what was sealed for them,
in this database or in an older copy of it. Their sealed files are dropped after it.
"""

import json
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from maillage.audit.actions import record, record_through
from maillage.files.storage import drop
from maillage.people.models import Person
from maillage.permissions import Actor, Forbidden
from maillage.support.actions.resealing import reseal_parted
from maillage.support.models import DataRequest
from maillage.support.queries.forgetting import REFUSALS
from maillage.support.rules import check_can_follow
from maillage.vault import erasures

MAINTENANCE = "maintenance"
COMMAND = Actor(label="commande d’administration")
STEP = 50
"""Persons erased in one transaction."""


@transaction.atomic
def erase_as_asked(*, by: Actor, asked: DataRequest) -> None:
    """The person asked for it, and one of their team does it. Raises `Forbidden` with what prevents it."""
    check_can_follow(by, asked.person_id)
    told = json.loads(_ask("default", "SELECT maillage_definer.erase_asked(%s)", [asked.pk]))
    if "refused" in told:
        raise Forbidden(REFUSALS[told["refused"]])
    persons = [UUID(one) for one in told["persons"]]
    for one in persons:
        record(by, "erased", Person(pk=one), why="asked", files=len(told["files"]))
    _forget(persons, told["files"], "default")


Asked = Callable[[list[UUID]], Iterable[UUID]]


class Erased(NamedTuple):
    """What a run did. `left`: persons it did not erase, and why."""

    persons: int
    files: int
    left: dict[UUID, str]


def erase(
    persons: Iterable[UUID], *, why: str, by: Actor = COMMAND, held: bool = False, still: Asked | None = None
) -> Erased:
    """With the maintenance role, by steps: interrupted, it is only to be run again. `held`: even those under a hold.

    `still`: asked again once nobody can touch the files any more, of which of these they are to be erased.
    """
    wanted, done, files, left = sorted(set(persons)), 0, 0, dict[UUID, str]()
    for start in range(0, len(wanted), STEP):
        with transaction.atomic(using=MAINTENANCE):
            chosen = _locked(wanted[start : start + STEP], still)
            step, refused = _sorted_out([_tree(one) for one in chosen], held)
            keys = _erase_step(sorted(step), why, by)
        done, files, left = done + len(step), files + len(keys), left | refused
    return Erased(done, files, left)


def _locked(wanted: list[UUID], still: Asked | None) -> list[UUID]:
    rows = Person.objects.using(MAINTENANCE).filter(pk__in=wanted).order_by("pk")
    here = list(rows.select_for_update().values_list("pk", flat=True))
    return sorted(set(here) & set(still(here))) if still else here


def _tree(person: UUID) -> list[UUID]:
    return [UUID(str(one)) for one in _ask(MAINTENANCE, "SELECT maillage_definer.files_of(%s)", [[person]])]


def _sorted_out(groups: list[list[UUID]], held: bool) -> tuple[set[UUID], dict[UUID, str]]:
    step: set[UUID] = set()
    refused: dict[UUID, str] = {}
    for group in groups:
        why = _ask(MAINTENANCE, "SELECT maillage_definer.erase_obstacle(%s)", [group])
        if why == "held" and not held:
            refused |= dict.fromkeys(group, "held")
        else:
            reseal_parted(group, using=MAINTENANCE)
            step |= set(group)
    return step, refused


def _erase_step(step: list[UUID], why: str, by: Actor) -> list[str]:
    if not step:
        return []
    keys: list[str] = _ask(MAINTENANCE, "SELECT maillage_definer.erase_files(%s)", [step])
    for one in step:
        record_through(MAINTENANCE, by, "erased", Person(pk=one), why=why)
    _forget(step, keys, MAINTENANCE)
    return keys


def _forget(persons: list[UUID], keys: list[str], using: str) -> None:
    """Last before the commit; the files after it."""
    for key in keys:
        transaction.on_commit(partial(drop, key), using=using, robust=True)
    erasures.add(persons, timezone.localdate())


def erase_again() -> Erased:
    """In a database put back from a backup: whoever was erased since goes again.

    A file that is one with somebody who was not erased is left: they were parted after this backup was made.
    """
    gone = erasures.erased()
    here = set(Person.objects.using(MAINTENANCE).filter(pk__in=gone).values_list("pk", flat=True))
    mixed = {one: "merged" for one in here if not set(_tree(one)) <= gone}
    done = erase(here - set(mixed), why="backup", held=True)
    _drop_keys(gone - set(mixed))
    return done._replace(left=done.left | mixed)


def _drop_keys(owners: Iterable[UUID]) -> None:
    with connections[MAINTENANCE].cursor() as cursor:
        cursor.execute("DELETE FROM vault_datakey WHERE owner = ANY (%s)", [list(owners)])


def _ask(using: str, statement: str, values: list[Any]) -> Any:
    with connections[using].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]
