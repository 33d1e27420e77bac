"""A committee is founded; seats are given to organisations; persons come and go; duties are given and ended."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.actions import record
from maillage.governance.enums import CommitteeKind, DutyKind
from maillage.governance.models import College, Committee, Duty, Occupant, Seat
from maillage.governance.queries import standing
from maillage.governance.rules import account, check_can_found, check_can_seat
from maillage.permissions import Actor, Forbidden

SAVED_BETWEEN = "Quelqu’un vient de changer cette instance\u00a0: relisez-la avant d’enregistrer."
ETHICS = "Espace éthique\u00a0: {name}"
ONE_COLLEGE = "Membres"


@transaction.atomic
def found_committee(
    *, by: Actor, values: dict[str, Any], colleges: list[str], territories: list[Any]
) -> Committee:
    """With its colleges; whoever founds keeps it. A local committee is born with its ethics space."""
    check_can_found(by)
    committee = _create(by, values, colleges, territories)
    if committee.kind == CommitteeKind.LOCAL:
        name = ETHICS.format(name=committee.name)[:150]
        told = {**values, "kind": CommitteeKind.ETHICS, "name": name, "mission": "", "parent": committee}
        _create(by, told, [ONE_COLLEGE], territories)
    return committee


def _create(by: Actor, values: dict[str, Any], colleges: list[str], territories: list[Any]) -> Committee:
    committee = Committee(structure_id=by.structure_id or 0, **values)
    committee.full_clean(exclude=["structure"])
    committee.save(force_insert=True)
    committee.territories.set(territories)
    Duty.objects.create(
        committee=committee, user_id=account(by), kind=DutyKind.SECRETARY, starts_on=timezone.localdate()
    )
    for position, name in enumerate(dict.fromkeys(colleges or [ONE_COLLEGE])):
        College.objects.create(committee=committee, name=name, position=position)
    record(by, "committee_founded", committee)
    return committee


@transaction.atomic
def correct_committee(
    *, by: Actor, committee: Committee, version: int, values: dict[str, Any], territories: list[Any]
) -> None:
    check_can_seat(by, standing(by, committee))
    kept = Committee.objects.select_for_update().get(pk=committee.pk)
    if kept.version != version:
        raise Forbidden(SAVED_BETWEEN)
    for name, value in {**values, "version": version + 1}.items():
        setattr(kept, name, value)
    kept.full_clean(exclude=["structure"])
    kept.save()
    kept.territories.set(territories)
    record(by, "committee_corrected", kept)


@transaction.atomic
def set_college(*, by: Actor, college: College, quorum: int, required: bool) -> None:
    check_can_seat(by, standing(by, college.committee))
    changed = College.objects.filter(pk=college.pk).exclude(quorum=quorum, required=required)
    if changed.update(quorum=quorum, required=required):
        record(by, "college_set", college, quorum=quorum, required=required)


@transaction.atomic
def give_seat(*, by: Actor, committee: Committee, values: dict[str, Any]) -> Seat:
    check_can_seat(by, standing(by, committee))
    if values["college"].committee_id != committee.pk:
        raise Forbidden("Ce collège est celui d’une autre instance.")
    seat = Seat(committee=committee, **values)
    seat.full_clean(exclude=["committee", "structure"])
    seat.save(force_insert=True)
    record(by, "seat_given", seat)
    return seat


@transaction.atomic
def seat_somebody(*, by: Actor, seat: Seat, values: dict[str, Any]) -> Occupant:
    """From a day on; whoever held that rank until then leaves it the day before."""
    check_can_seat(by, standing(by, seat.committee))
    Seat.objects.select_for_update().get(pk=seat.pk)
    former = Occupant.objects.filter(seat=seat, rank=values["rank"], ends_on=None)
    for one in former:
        _leave(by, one, values["starts_on"])
    occupant = Occupant(seat=seat, **values)
    occupant.full_clean(exclude=["seat", "user"])
    occupant.save(force_insert=True)
    record(by, "seat_occupied", occupant, rank=occupant.rank)
    return occupant


def _leave(by: Actor, occupant: Occupant, next_day: date) -> None:
    if next_day <= occupant.starts_on:
        raise Forbidden("Quelqu’un occupe déjà ce siège à ce rang depuis ce jour ou après.")
    Occupant.objects.filter(pk=occupant.pk).update(ends_on=date.fromordinal(next_day.toordinal() - 1))
    record(by, "seat_left", occupant)


@transaction.atomic
def leave_seat(*, by: Actor, occupant: Occupant, last: date) -> None:
    check_can_seat(by, standing(by, occupant.seat.committee))
    if last < occupant.starts_on:
        raise Forbidden("Le dernier jour vient après le premier.")
    if Occupant.objects.filter(pk=occupant.pk).exclude(ends_on=last).update(ends_on=last):
        record(by, "seat_left", occupant, last=last)


@transaction.atomic
def give_duty(*, by: Actor, committee: Committee, user: User, kind: str, starts_on: date) -> Duty:
    check_can_seat(by, standing(by, committee))
    duty, new = Duty.objects.get_or_create(
        committee=committee, user=user, kind=kind, ends_on=None, defaults={"starts_on": starts_on}
    )
    if new:
        record(by, "duty_given", duty, kind=kind)
    return duty


@transaction.atomic
def end_duty(*, by: Actor, duty: Duty, last: date) -> None:
    check_can_seat(by, standing(by, duty.committee))
    if Duty.objects.filter(pk=duty.pk, ends_on=None).update(ends_on=max(last, duty.starts_on)):
        record(by, "duty_ended", duty)
