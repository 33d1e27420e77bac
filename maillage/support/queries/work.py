"""What is under way with a person: goals, appointments, promises, documents; and somebody's own day."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.support.enums import AppointmentState
from maillage.support.models import Appointment, DirectQuestion, Document, Goal, Progress, Promise, Step
from maillage.support.queries.questions import my_questions
from maillage.vault.fields import open_together

DAYS_AHEAD = 7
MOST_IN_A_DAY = 25
MOST_LISTED = 200


@dataclass(frozen=True)
class Pursued:
    """A goal with its steps and the person's own marks, the oldest first."""

    goal: Goal
    steps: list[Step]
    marks: list[Progress]


def goals(actor: Actor, person: Person) -> list[Pursued]:
    """Those being pursued first; every sealed text opened: three queries and one for keys."""
    found = list(_goals(actor, person)[:MOST_LISTED])
    return _pursued(actor, found)


def _goals(actor: Actor, person: Person) -> QuerySet[Goal]:
    rows: QuerySet[Goal] = Goal.objects.visible_to(actor).filter(person=person)
    rows = rows.select_related("author", "structure")
    return rows.order_by(F("closed_on").desc(nulls_first=True), "-agreed_on", "-written_at")


def pursued(actor: Actor, goal: Goal) -> Pursued:
    return _pursued(actor, [goal])[0]


def _pursued(actor: Actor, found: list[Goal]) -> list[Pursued]:
    ids = [one.pk for one in found]
    steps = list(Step.objects.visible_to(actor).filter(goal__in=ids).order_by("rank", "pk"))
    marks = list(Progress.objects.visible_to(actor).filter(goal__in=ids).order_by("at", "pk"))
    open_together([*found, *steps, *marks])
    by_goal: dict[UUID, tuple[list[Step], list[Progress]]] = defaultdict(lambda: ([], []))
    for step in steps:
        by_goal[step.goal_id][0].append(step)
    for mark in marks:
        by_goal[mark.goal_id][1].append(mark)
    return [Pursued(one, *by_goal[one.pk]) for one in found]


def appointments(actor: Actor, person: Person) -> QuerySet[Appointment]:
    rows: QuerySet[Appointment] = Appointment.objects.visible_to(actor).filter(person=person)
    return rows.select_related("worker", "structure")


def _still_coming(now: datetime) -> Q:
    """Until the day is over: a meeting that runs late is still to come."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))
    return Q(state=AppointmentState.PLANNED, starts_at__gte=midnight)


def coming_appointments(actor: Actor, person: Person) -> list[Appointment]:
    """Planned, today or later, the next one first."""
    rows = appointments(actor, person).filter(_still_coming(timezone.now()))
    return list(rows.order_by("starts_at", "pk")[:MOST_LISTED])


def past_appointments(actor: Actor, person: Person) -> list[Appointment]:
    """The others, the last one first: held, missed, cancelled, or never told."""
    rows = appointments(actor, person).exclude(_still_coming(timezone.now()))
    return list(rows.order_by("-starts_at", "pk")[:MOST_LISTED])


def promises(actor: Actor, person: Person) -> QuerySet[Promise]:
    rows: QuerySet[Promise] = Promise.objects.visible_to(actor).filter(person=person)
    return rows.select_related("owed_by", "escalate_to", "structure")


def open_promises(actor: Actor, person: Person) -> list[Promise]:
    """Not kept yet, the soonest due first."""
    return list(promises(actor, person).filter(kept_on=None).order_by("due_on", "pk")[:MOST_LISTED])


def kept_promises(actor: Actor, person: Person) -> list[Promise]:
    rows = promises(actor, person).filter(kept_on__isnull=False)
    return list(rows.order_by("-kept_on", "pk")[:MOST_LISTED])


def documents(actor: Actor, person: Person) -> list[Document]:
    """The last one first; nothing of them is sealed but their files."""
    rows: QuerySet[Document] = Document.objects.visible_to(actor).filter(person=person)
    rows = rows.select_related("author", "structure", "withheld")
    return list(rows.order_by("-written_at", "pk")[:MOST_LISTED])


@dataclass(frozen=True)
class Day:
    """What waits for somebody: the next meetings; what they owe, asked, or are told of, that is late or soon due."""

    appointments: list[Appointment]
    promises: list[Promise]
    questions: list[DirectQuestion] = field(default_factory=list)


def my_day(actor: Actor, today: date) -> Day:
    """Three queries, persons' names with them. Promises: owed within seven days or late, or escalated to the actor."""
    until = today + timedelta(days=DAYS_AHEAD)
    begins = timezone.make_aware(datetime.combine(today, time.min))
    meetings = Appointment.objects.visible_to(actor).filter(
        worker_id=actor.user_id, state=AppointmentState.PLANNED, starts_at__gte=begins
    )
    owed = Q(owed_by_id=actor.user_id, due_on__lte=until)
    told = Q(escalate_to_id=actor.user_id, escalated_at__isnull=False)
    promised = Promise.objects.visible_to(actor).filter(owed | told, kept_on=None)
    return Day(
        list(meetings.select_related("person").order_by("starts_at", "pk")[:MOST_IN_A_DAY]),
        list(promised.select_related("person", "owed_by").order_by("due_on", "pk")[:MOST_IN_A_DAY]),
        list(my_questions(actor, until)[:MOST_IN_A_DAY]),
    )
