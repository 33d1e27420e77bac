"""Compose a household from real persons, and write what its rights depend on."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.actions.guard import guarded_update
from maillage.people.actions.persons import attach
from maillage.people.enums import MemberRole
from maillage.people.models import Household, HouseholdMember, Person
from maillage.people.rules import check_can_compose
from maillage.permissions import Actor, Forbidden

TWICE = "Cette personne est déjà dans ce foyer, ou le foyer a déjà un demandeur ou un conjoint."


@transaction.atomic
def compose(*, by: Actor, applicant: Person, since: date | None = None) -> Household:
    """A new household around one person, followed by whoever composes it."""
    check_can_compose(by)
    household = Household()
    household.save(force_insert=True)
    attach(by=by, household=household, reason="composition du foyer")
    _write_member(
        HouseholdMember(household=household, person=applicant, role=MemberRole.APPLICANT, since=since)
    )
    record(by, "compose", household)
    return household


@transaction.atomic
def join(*, by: Actor, member: HouseholdMember) -> HouseholdMember:
    """Somebody lives here, from a date or for an unknown time."""
    check_can_compose(by)
    _write_member(member)
    record(by, "join", member.household, role=member.role)
    return member


def _write_member(member: HouseholdMember) -> None:
    try:
        with transaction.atomic():
            member.save(force_insert=member._state.adding)
    except IntegrityError:
        raise Forbidden(TWICE) from None


@transaction.atomic
def edit_member(*, by: Actor, member: HouseholdMember) -> None:
    """Place in the household, shared custody, dates; a date of departure closes the membership."""
    check_can_compose(by)
    _write_member(member)
    record(by, "leave" if member.until else "edit_member", member.household, role=member.role)


@transaction.atomic
def edit_household(
    *, by: Actor, household: Household, version: int, values: dict[str, Any], source: str
) -> None:
    """Housing, rent, union, tax income, commune. Raises `Stale` when somebody saved in between."""
    check_can_compose(by)
    told = {"facts_on": timezone.localdate(), "facts_source": source}
    guarded_update(household, version, {**values, **told})
    record(by, "edit_household", household, fields=sorted(values))
