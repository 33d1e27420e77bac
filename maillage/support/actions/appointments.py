"""Meetings agreed with a person: planned, moved, cancelled, and what came of them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.actions import Stale
from maillage.people.models import Person
from maillage.people.rules import at_work
from maillage.permissions import Actor, Forbidden
from maillage.support.actions.path import note_act
from maillage.support.enums import ActKind, AppointmentState
from maillage.support.models import Appointment
from maillage.support.queries.team import team
from maillage.support.rules import check_can_follow, check_is_from_here
from maillage.web.wording import day

TOLD = (AppointmentState.HELD, AppointmentState.ABSENT)


@transaction.atomic
def plan_appointment(*, by: Actor, appointment: Appointment) -> Appointment:
    """With the actor, or somebody of their structure who follows the person."""
    check_can_follow(by, appointment.person_id)
    _, appointment.structure_id = at_work(by)
    _check_worker(by, appointment.person, appointment.worker_id)
    appointment.save(force_insert=True)
    _tell(by, appointment, "Rendez-vous pris", f"pour le {day(appointment.starts_at)}")
    record(by, "appointment", appointment.person, appointment=appointment.pk)
    return appointment


def _check_worker(by: Actor, person: Person, worker_id: int) -> None:
    if worker_id not in {one.pk for one in team(by, person)}:
        raise Forbidden("Choisissez une personne de votre structure qui suit cette personne.")


def _tell(by: Actor, appointment: Appointment, what: str, outcome: str = "") -> None:
    today = timezone.localdate()
    note_act(by=by, person=appointment.person, kind=ActKind.APPOINTMENT, what=what, on=today, outcome=outcome)


def _check_can_touch(by: Actor, appointment: Appointment) -> None:
    check_can_follow(by, appointment.person_id)
    check_is_from_here(by, appointment.structure_id)


@transaction.atomic
def move_appointment(
    *, by: Actor, appointment: Appointment, sequence: int, starts_at: datetime, values: dict[str, Any]
) -> None:
    """Another moment or place: calendars replace the former one, a reminder goes again. Raises `Stale`."""
    _check_can_touch(by, appointment)
    if values.get("worker_id"):
        _check_worker(by, appointment.person, values["worker_id"])
    rows = Appointment.objects.filter(pk=appointment.pk, state=AppointmentState.PLANNED, sequence=sequence)
    if not rows.update(starts_at=starts_at, reminded_at=None, sequence=F("sequence") + 1, **values):
        _stale_or_over(appointment)
    _tell(by, appointment, "Rendez-vous déplacé", f"au {day(starts_at)}")
    record(by, "appointment_moved", appointment.person, appointment=appointment.pk)


def _stale_or_over(appointment: Appointment) -> None:
    current = Appointment.objects.get(pk=appointment.pk)
    if current.state != AppointmentState.PLANNED:
        raise Forbidden(f"Ce rendez-vous n’est plus à venir\u00a0: {current.get_state_display()}.")
    raise Stale(current)


@transaction.atomic
def cancel_appointment(*, by: Actor, appointment: Appointment) -> None:
    """Struck out in calendars too. Cancelled twice, the first time stands."""
    _check_can_touch(by, appointment)
    rows = Appointment.objects.filter(pk=appointment.pk, state=AppointmentState.PLANNED)
    if not rows.update(state=AppointmentState.CANCELLED, sequence=F("sequence") + 1):
        _stale_or_over(appointment)
    _tell(by, appointment, "Rendez-vous annulé", f"il était prévu le {day(appointment.starts_at)}")
    record(by, "appointment_cancelled", appointment.person, appointment=appointment.pk)


@transaction.atomic
def tell_appointment(*, by: Actor, appointment: Appointment, state: str) -> None:
    """It was held, or the person didn't come: a fact, without a fault. A slip can be put right."""
    _check_can_touch(by, appointment)
    if state not in TOLD:
        raise Forbidden("Dites si le rendez-vous a eu lieu, ou si la personne n’est pas venue.")
    if appointment.starts_at > timezone.now():
        raise Forbidden("Ce rendez-vous n’a pas encore commencé\u00a0: déplacez-le ou annulez-le.")
    rows = Appointment.objects.filter(pk=appointment.pk).exclude(
        state__in=(state, AppointmentState.CANCELLED)
    )
    if not rows.update(state=state):
        raise Forbidden("C’est déjà noté, ou ce rendez-vous a été annulé.")
    if state == AppointmentState.HELD:
        _contacted(appointment)
    label = str(AppointmentState(state).label)
    _tell(by, appointment, f"Rendez-vous du {day(appointment.starts_at)}", label)
    record(by, "appointment_told", appointment.person, appointment=appointment.pk, state=state)


def _contacted(appointment: Appointment) -> None:
    """The retention clock starts again; it never goes back."""
    on = timezone.localdate(appointment.starts_at)
    Person.objects.filter(pk=appointment.person_id).exclude(last_contact_on__gte=on).update(
        last_contact_on=on
    )
