"""A structure that closes: what it holds, whom it leaves; counted and named before anything is done.

Read with the maintenance role: nobody sees all of this. Identifiers and counts only.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from maillage.accounts.models import Membership, User
from maillage.directory.models import Structure
from maillage.people.models import Attachment, Consent
from maillage.people.rules import RECEIVING, live
from maillage.support.apps import CARRIED as CARRIED
from maillage.support.enums import AppointmentState
from maillage.support.models import Accompaniment, Appointment, Promise

MAINTENANCE = "maintenance"


@dataclass(frozen=True)
class Leaving:
    """`led_elsewhere`: followed by a référent of this structure, led by another one, which must name who takes over."""

    structure: Structure
    persons: list[UUID]
    attachments: int
    consents: int
    members: int
    appointments: int
    promises: int
    led_here: list[Accompaniment] = field(default_factory=list)
    led_elsewhere: list[Accompaniment] = field(default_factory=list)
    left_alone: list[UUID] = field(default_factory=list)


def leaving(structure: Structure, today: date) -> Leaving:
    persons = followed(structure)
    mine = (
        _open(Accompaniment)
        .filter(referent_structure=structure, closed_on=None)
        .select_related("lead_structure")
    )
    elsewhere = [one for one in mine if one.lead_structure_id != structure.pk and one.lead_structure.active]
    return Leaving(
        structure,
        persons,
        _open(Attachment).filter(structure=structure, ended_at=None).count(),
        _open(Consent).filter(live(today), structure=structure).count(),
        members(structure, today).count(),
        _open(Appointment).filter(structure=structure, state=AppointmentState.PLANNED).count(),
        _open(Promise).filter(structure=structure, kept_on=None).count(),
        [one for one in mine if one not in elsewhere],
        elsewhere,
        sorted(set(persons) - _followed_elsewhere(structure, persons)),
    )


def _open(model: Any) -> Any:
    return model.objects.using(MAINTENANCE)


def followed(structure: Structure) -> list[UUID]:
    """Persons that its team follows, and not by the ledger."""
    rows = _open(Attachment).filter(structure=structure, ended_at=None, consent_of=None, person__isnull=False)
    return sorted(set(rows.values_list("person_id", flat=True)))


def _followed_elsewhere(structure: Structure, persons: list[UUID]) -> set[UUID]:
    rows = _open(Attachment).filter(person__in=persons, ended_at=None, consent_of=None)
    return set(rows.exclude(structure=structure).values_list("person_id", flat=True))


def members(structure: Structure, today: date) -> Any:
    """Places held there today, or to come."""
    rows = Membership.objects.using(MAINTENANCE).filter(structure=structure, ended_at=None)
    return rows.filter(Q(until=None) | Q(until__gte=today))


def receiver_in(structure: Structure, email: str, today: date) -> User | None:
    """Who receives people there today, by their address."""
    here = Membership.objects.using(MAINTENANCE).filter(
        structure=structure, role__in=RECEIVING, since__lte=today
    )
    here = here.filter(Q(until=None) | Q(until__gte=today), ended_at=None)
    rows = User.objects.using(MAINTENANCE).filter(pk__in=here.values("user_id"), is_active=True)
    return rows.filter(email__iexact=email.strip()).first()
