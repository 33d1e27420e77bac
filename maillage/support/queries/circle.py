"""Accompaniments, handovers, persons of trust, as the actor sees them; and what a référent has to do today."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from maillage.people.models import Person
from maillage.people.rules import team_persons
from maillage.permissions import Actor
from maillage.support.enums import HandoverState
from maillage.support.models import Accompaniment, DataRequest, Handover, TrustedPerson
from maillage.support.queries.retention import my_dormant


def accompaniment(actor: Actor, person: Person) -> Accompaniment | None:
    """The open one."""
    rows: QuerySet[Accompaniment] = Accompaniment.objects.visible_to(actor)
    found = rows.filter(person=person, closed_on=None)
    return found.select_related("referent", "referent_structure", "lead_structure", "substitute").first()


def trusted(actor: Actor, person: Person) -> list[TrustedPerson]:
    rows = TrustedPerson.objects.visible_to(actor).filter(person=person, until=None)
    return list(rows.order_by("since", "name"))


def handovers(actor: Actor) -> QuerySet[Handover]:
    rows: QuerySet[Handover] = Handover.objects.visible_to(actor)
    return rows.select_related("giver", "taker", "taker_structure")


def waiting_handover(actor: Actor, person: Person) -> Handover | None:
    return handovers(actor).filter(person=person, state=HandoverState.PROPOSED).first()


def names_of_proposed() -> dict[UUID, str]:
    """Whom the handovers proposed to the actor are about: they don't see the persons yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT handover, name FROM maillage_definer.handover_names()")
        return dict(cursor.fetchall())


class Duties(NamedTuple):
    """What waits for the actor: handovers to answer (with the person's name), requests of persons on their data, how
    many files are about to be archived."""

    handovers: list[tuple[Handover, str]]
    requests: list[DataRequest]
    dormant: int = 0


def duties(actor: Actor, today: date) -> Duties:
    """Five queries at most, whatever the caseload."""
    team = team_persons(actor).filter(worker_id=actor.user_id)
    asked = handovers(actor).filter(state=HandoverState.PROPOSED, taker_id=actor.user_id)
    own = DataRequest.objects.visible_to(actor).filter(answered_on=None, person_id__in=team)
    proposed = list(asked.order_by("proposed_at")[:10])
    names = names_of_proposed() if proposed else {}
    return Duties(
        [(one, names.get(one.pk, "")) for one in proposed],
        list(own.select_related("person").order_by("due_on")[:10]),
        my_dormant(actor, today).count(),
    )
