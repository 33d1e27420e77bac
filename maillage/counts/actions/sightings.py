"""Lines kept, corrected, struck: by a team through its link, by who organises; doubles decided; rounds declared walked."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.counts.actions.nights import locked
from maillage.counts.enums import ChangedBy
from maillage.counts.models import Double, Night, Round, Sighting
from maillage.counts.queries.door import Opened
from maillage.permissions import ANONYMOUS, Actor, Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import value_of

CLOSED = "La nuit n’est pas ouverte, ou elle est close\u00a0: gardez cette fiche et appelez l’organisateur."
ELSEWHERE = "Ce secteur n’est plus à votre équipe\u00a0: choisissez-en un autre."
OVER = "Cette fiche ne change plus\u00a0: elle est rayée, ou la nuit est close."
TEAM = Actor(label="équipe de comptage")
Values = dict[str, Any]


@transaction.atomic
def keep_by_link(*, opened: Opened, line: UUID, round_id: int, values: Values) -> None:
    """Sent twice, it is one row: `line` was made by the phone, or by the page."""
    said = value_of(
        "count_keep(%s::uuid, %s::bigint, %s::uuid, %s::json)", opened.key, round_id, line, _json(values)
    )
    if said != "kept":
        raise Forbidden(ELSEWHERE if said == "elsewhere" else CLOSED)
    _record(opened, "sighting_kept")


@transaction.atomic
def correct_by_link(*, opened: Opened, line: UUID, round_id: int, values: Values) -> None:
    call = "count_correct(%s::uuid, %s::bigint, %s::uuid, %s::json)"
    _changed(opened, "sighting_corrected", value_of(call, opened.key, round_id, line, _json(values)))


@transaction.atomic
def strike_by_link(*, opened: Opened, line: UUID, why: str) -> None:
    call = "count_strike(%s::uuid, %s::uuid, %s::varchar)"
    _changed(opened, "sighting_struck", value_of(call, opened.key, line, why))


@transaction.atomic
def tell_walked_by_link(
    *, opened: Opened, round_id: int, walked: str, began_at: datetime | None, finished_at: datetime | None
) -> None:
    call = "count_walked(%s::uuid, %s::bigint, %s::varchar, %s::timestamptz, %s::timestamptz)"
    told = value_of(call, opened.key, round_id, walked, began_at, finished_at)
    _changed(opened, "sector_walked", told)


def _json(values: Values) -> str:
    return json.dumps(values, default=str)


def _changed(opened: Opened, verb: str, told: bool) -> None:
    if not told:
        raise Forbidden(OVER)
    _record(opened, verb)


def _record(opened: Opened, verb: str) -> None:
    with acting(TEAM):
        record(TEAM, verb, Night(pk=opened.facts.night_id), team=opened.facts.team_id)


def _open(by: Actor, night: Night) -> Night:
    row = locked(by, night)
    if row.opened_at is None or row.closed_at:
        raise Forbidden("Les fiches se saisissent et se corrigent pendant que la nuit est ouverte.")
    return row


@transaction.atomic
def type_paper(*, by: Actor, round: Round, line: UUID, values: Values) -> None:
    """A paper typed in by who organises."""
    row = _open(by, round.team.night)
    made = Sighting(public_id=line, round=round, on_paper=True, **values)
    made.clean_fields(exclude=["round"])
    Sighting.objects.bulk_create([made], ignore_conflicts=True)
    record(by, "paper_typed", row, round=round.pk)


@transaction.atomic
def correct(*, by: Actor, sighting: Sighting, values: Values) -> None:
    row = _open(by, sighting.round.team.night)
    changed = {**values, "changed_at": timezone.now(), "changed_by": ChangedBy.ORGANISER}
    _write(sighting, changed)
    record(by, "sighting_corrected", row, sighting=sighting.pk)


@transaction.atomic
def strike(*, by: Actor, sighting: Sighting, why: str) -> None:
    """It stays to be read, and counts no more."""
    row, now = _open(by, sighting.round.team.night), timezone.now()
    changed = {"struck_at": now, "struck_why": why, "changed_at": now, "changed_by": ChangedBy.ORGANISER}
    _write(sighting, changed)
    record(by, "sighting_struck", row, sighting=sighting.pk)


def _write(sighting: Sighting, changed: Values) -> None:
    if not Sighting.objects.filter(pk=sighting.pk, struck_at=None).update(**changed):
        raise Forbidden(OVER)


@transaction.atomic
def decide(*, by: Actor, first: Sighting, second: Sighting, same: bool) -> None:
    """Until the report is published; decided again, the last word counts."""
    row = locked(by, first.round.team.night)
    if second.round.team.night_id != row.pk or first.round.team_id == second.round.team_id:
        raise Forbidden("Ces deux fiches ne sont pas de deux équipes de cette nuit.")
    low, high = sorted((first, second), key=lambda one: one.pk)
    told = {"same": same, "user_id": by.user_id, "decided_at": timezone.now()}
    Double.objects.update_or_create(first=low, second=high, defaults=told)
    record(by, "double_decided", row, same=same)


@transaction.atomic
def tell_walked(
    *, by: Actor, round: Round, walked: str, began_at: datetime | None, finished_at: datetime | None
) -> None:
    """For a team that could not; until the report is published."""
    row = locked(by, round.team.night)
    told = {"walked": walked, "began_at": began_at, "finished_at": finished_at}
    Round.objects.filter(pk=round.pk).update(**told)
    record(by, "sector_walked", row, round=round.pk)


def forget() -> None:
    """Every night: first names and the number to call, three months after."""
    with acting(ANONYMOUS):
        value_of("count_forget()")
