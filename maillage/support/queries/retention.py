"""How long files are kept: who has not been met for so long that their file must be archived, then erased.

The clock is `Person.last_contact_on`, or the day the file was opened. Nobody is archived nor erased while they are
accompanied, owed something, expected, waiting for an answer about their data or from a body (`SUSPENDING`), or under a hold.
"""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from maillage.clocks.months import same_day
from maillage.directory.models import Structure
from maillage.people.models import Attachment, Person
from maillage.people.rules import team_persons
from maillage.permissions import Actor
from maillage.support.enums import AppointmentState
from maillage.support.models import Accompaniment, Appointment, DataRequest, LegalHold, Promise, RetentionRule

MAINTENANCE = "maintenance"
ARCHIVED = "archive"
"""Why an attachment ended."""
SUSPENDING: list[Callable[[date, str], Any]] = []
"""What other contexts follow for somebody, that is not over: function(today, database) to rows with a `person`."""


class NoRule(Exception):
    """Nothing says how long files are kept: nothing is archived."""


def rule(today: date) -> RetentionRule:
    """The one that applies today."""
    found = RetentionRule.objects.filter(since__lte=today).order_by("-since").first()
    if found is None:
        raise NoRule("Aucune durée de conservation n’est en vigueur (table support_retentionrule).")
    return found


def _untouched(rows: Any, today: date, using: str) -> Any:
    """Those of `rows` that nothing holds."""
    mine = {"person": OuterRef("pk")}
    now = timezone.now()
    holding = (
        (LegalHold, {"lifted_at": None, "until__gte": today}),
        (Accompaniment, {"closed_on": None}),
        (Promise, {"kept_on": None}),
        (Appointment, {"state": AppointmentState.PLANNED, "starts_at__gte": now}),
        (DataRequest, {"answered_on": None}),
    )
    for model, still in holding:
        rows = rows.exclude(Exists(model._default_manager.using(using).filter(**mine, **still)))
    for under_way in SUSPENDING:
        rows = rows.exclude(Exists(under_way(today, using).filter(**mine)))
    return rows.filter(merged_into=None)


def dormant(rows: Any, today: date, using: str) -> Any:
    """Of these persons, those to archive."""
    cutoff = same_day(today, -rule(today).active_months)
    last = Coalesce("last_contact_on", TruncDate("created_at"))
    return _untouched(rows.annotate(last=last).filter(last__lt=cutoff, archived_on=None), today, using)


def expired(rows: Any, today: date, using: str) -> Any:
    """Of these persons, those to erase: archived for long enough, and not met since."""
    cutoff = same_day(today, -rule(today).archived_months)
    return _untouched(rows.filter(archived_on__lt=cutoff), today, using)


def my_dormant(actor: Actor, today: date) -> QuerySet[Person]:
    """Of those whom the actor follows by name in the team of the file; whose file will be archived at the next run."""
    mine = team_persons(actor).filter(worker_id=actor.user_id)
    rows: QuerySet[Person] = Person.objects.visible_to(actor).filter(pk__in=mine)
    found: QuerySet[Person] = dormant(rows, today, "default").order_by("last", "search_name", "pk")
    return found


def held(actor: Actor) -> list[LegalHold]:
    """What the actor's persons have suspended, the first to end first."""
    holds: Any = LegalHold.objects
    rows = holds.visible_to(actor).filter(lifted_at=None, person_id__in=team_persons(actor))
    return list(rows.select_related("person", "placed_by").order_by("until", "pk"))


class Coming(NamedTuple):
    """What a run would do, in identifiers: by structure ("" when none), to archive and to erase."""

    rule: RetentionRule
    archive: dict[str, list[UUID]]
    erase: dict[str, list[UUID]]

    def counts(self) -> Counter[str]:
        return Counter(archive=len(_all(self.archive)), erase=len(_all(self.erase)))


def _all(groups: dict[str, list[UUID]]) -> set[UUID]:
    return {one for found in groups.values() for one in found}


def coming(today: date) -> Coming:
    """Read with the maintenance role."""
    rows = Person.objects.using(MAINTENANCE)
    found = [list(one(rows, today, MAINTENANCE).values_list("pk", flat=True)) for one in (dormant, expired)]
    return Coming(rule(today), _by_structure(found[0], Q(ended_at=None)), _by_structure(found[1], Q()))


def _by_structure(persons: list[UUID], which: Q) -> dict[str, list[UUID]]:
    rows = Attachment.objects.using(MAINTENANCE).filter(which, person__in=persons, consent_of=None)
    pairs = set(rows.values_list("structure_id", "person_id"))
    names = Structure.objects.using(MAINTENANCE).in_bulk({place for place, _ in pairs})
    groups: dict[str, list[UUID]] = {}
    for place, person in sorted(pairs, key=lambda pair: (str(names[pair[0]]), pair[1])):
        groups.setdefault(f"{names[place]} ({names[place].public_id})", []).append(person)
    alone = sorted(set(persons) - {person for _, person in pairs})
    return groups | ({"": alone} if alone else {})


HEADER = "identifiant;dernier contact;archivé le"


def written_list(today: date) -> list[str]:
    """Lines of whom to erase, for who approves it: no name. Read with the maintenance role."""
    rows = expired(Person.objects.using(MAINTENANCE), today, MAINTENANCE).order_by("archived_on", "pk")
    found = rows.values_list("pk", "last_contact_on", "archived_on")
    return [HEADER, *(f"{pk};{met or ''};{archived}" for pk, met, archived in found)]


def read_list(text: str) -> list[UUID]:
    """Whom an approved list names: its first column, however a spreadsheet wrote the others. Raises ValueError, in French."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        told = re.split("[;,\t]", line)[0].strip().strip('"')
        if told and told != HEADER.split(";")[0]:
            found.append(_identifier(told, number))
    return found


def _identifier(told: str, number: int) -> UUID:
    try:
        return UUID(told)
    except ValueError:
        raise ValueError(
            f"Ligne {number}\u00a0: «\u00a0{told[:60]}\u00a0» n’est pas un identifiant. Rien n’est effacé."
        ) from None
