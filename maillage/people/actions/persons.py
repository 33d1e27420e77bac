"""Receive somebody, correct their file, write how to reach them."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.actions.guard import guarded_update
from maillage.people.apps import ARRIVALS
from maillage.people.enums import ChannelKind
from maillage.people.models import Attachment, Channel, Household, Person
from maillage.people.rules import at_work, can_compose, check_can_compose, check_can_receive
from maillage.permissions import Actor, Forbidden

IDENTITY = ("called", "first_name", "last_name", "birth_date")


@transaction.atomic
def receive(*, by: Actor, person: Person, reason: str = "accueil", why: str = "") -> Person:
    """Write down somebody who comes in, and why they came, followed from now on by whoever received them.

    Received at the front desk, they wait for a colleague of the structure to take them.
    """
    check_can_receive(by)
    person.last_contact_on = person.last_contact_on or timezone.localdate()
    person.save(force_insert=True)
    attach(by=by, person=person, reason=reason, waiting=not can_compose(by))
    record(by, "receive", person)
    for tell in ARRIVALS if why else ():
        tell(by, person, why)
    return person


def attach(
    *,
    by: Actor,
    reason: str,
    person: Person | None = None,
    household: Household | None = None,
    waiting: bool = False,
) -> None:
    """Let the actor open this file, from the structure they work in; `waiting`: whoever takes it there."""
    user_id, structure_id = at_work(by)
    Attachment(
        person=person,
        household=household,
        structure_id=structure_id,
        worker_id=None if waiting else user_id,
        created_by_id=user_id,
        reason=reason,
    ).save(force_insert=True)


@transaction.atomic
def edit_identity(*, by: Actor, person: Person, version: int, values: dict[str, Any]) -> None:
    """Names, date of birth, domiciliation. Raises `Stale` when somebody saved in between."""
    check_can_receive(by)
    names = {name: values.get(name, getattr(person, name)) for name in IDENTITY}
    searched = Person(**names)
    searched.refresh_search()
    keys = {"search_name": searched.search_name, "sound_key": searched.sound_key}
    guarded_update(person, version, {**values, **keys})
    record(by, "edit_identity", person, fields=sorted(values))


@transaction.atomic
def edit_facts(*, by: Actor, person: Person, version: int, values: dict[str, Any], source: str) -> None:
    """What rights depend on: activity, disability… Raises `Stale` when somebody saved in between."""
    check_can_compose(by)
    told = {"facts_on": timezone.localdate(), "facts_source": source}
    guarded_update(person, version, {**values, **told})
    record(by, "edit_facts", person, fields=sorted(values))


@transaction.atomic
def add_channel(*, by: Actor, channel: Channel) -> Channel:
    """A way to reach somebody. Whoever has an elected domicile gets their post there, nowhere else."""
    check_can_receive(by)
    if channel.kind == ChannelKind.POST and channel.person.elected_domicile:
        raise Forbidden(
            "Cette personne reçoit son courrier à son adresse de domiciliation. Changez la domiciliation si elle n’est plus bonne."
        )
    channel.save(force_insert=True)
    record(by, "add_channel", channel.person, kind=channel.kind)
    return channel


@transaction.atomic
def remove_channel(*, by: Actor, channel: Channel) -> None:
    check_can_receive(by)
    record(by, "remove_channel", channel.person, kind=channel.kind)
    channel.delete()


@transaction.atomic
def note_contact(*, by: Actor, person: Person, on: date) -> None:
    """The retention clock starts again from the last contact; it never goes back."""
    check_can_receive(by)
    Person.objects.filter(pk=person.pk).exclude(last_contact_on__gte=on).update(
        last_contact_on=on, version=F("version")
    )
    record(by, "contact", person)
