"""Questions asked of a body's referent: of a person, of one's day; and the one that a signed link opens."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.directory.rules import shown_phone
from maillage.people.models import Consent, LegalBasis, Person
from maillage.permissions import Actor
from maillage.support.enums import QuestionState
from maillage.support.models import DirectQuestion, QuestionAnswer, Referent
from maillage.support.models.questions import awaited
from maillage.vault.fields import open_together
from maillage.web.signed_keys import key_in, signed

SALT = "maillage direct question"
LONGEST = timedelta(days=120)
MOST_LISTED = 200
BY_LINK = "par un lien"


def questions(actor: Actor, person: Person) -> list[DirectQuestion]:
    """The last one first, each with its answers; every sealed text opened: two queries and one for keys."""
    rows = _rows(actor).filter(person=person).order_by("-asked_on", "-written_at", "pk")
    return with_answers(actor, list(rows[:MOST_LISTED]))


def _rows(actor: Actor) -> QuerySet[DirectQuestion]:
    rows: QuerySet[DirectQuestion] = DirectQuestion.objects.visible_to(actor)
    return rows.select_related("author", "structure", "basis", "consent", "escalate_to")


def with_answers(actor: Actor, found: list[DirectQuestion]) -> list[DirectQuestion]:
    answers = list(QuestionAnswer.objects.visible_to(actor).filter(asked__in=found).order_by("written_at"))
    open_together([*found, *answers])
    by_question: dict[UUID, list[QuestionAnswer]] = defaultdict(list)
    for one in answers:
        by_question[one.asked_id].append(one)
    for asked in found:
        asked.answers = by_question[asked.pk]
    return found


def question(actor: Actor, person: Person, pk: Any) -> DirectQuestion | None:
    found = list(_rows(actor).filter(person=person, pk=pk))
    return with_answers(actor, found)[0] if found else None


def follow_up(actor: Actor, asked: DirectQuestion) -> DirectQuestion | None:
    """The question that asks this one again."""
    return _rows(actor).filter(follows=asked).first()


def withheld(person: Person) -> list[tuple[LegalBasis, int]]:
    """For the person: what a text keeps from them of these questions and answers, counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT basis, rows FROM maillage_definer.withheld_questions(%s)", [person.pk])
        counts = dict(cursor.fetchall())
    return [(one, counts[one.pk]) for one in LegalBasis.objects.filter(pk__in=counts).order_by("label")]


def open_questions(actor: Actor, person: Person) -> list[DirectQuestion]:
    """Those that wait for an answer, the soonest due first, each with who asked and from where."""
    rows: QuerySet[DirectQuestion] = DirectQuestion.objects.visible_to(actor)
    rows = rows.filter(awaited(timezone.localdate()), person=person).select_related("author", "structure")
    return list(rows.order_by("due_on", "pk")[:MOST_LISTED])


def my_questions(actor: Actor, until: date) -> QuerySet[DirectQuestion]:
    """What the actor asked that is late or soon due, or answered and not judged yet; what they are told of."""
    mine = Q(author_id=actor.user_id, structure_id=actor.structure_id)
    waiting = awaited(timezone.localdate())
    due = waiting & Q(due_on__lte=until) | Q(state=QuestionState.ANSWERED, usefulness="")
    told = waiting & Q(escalate_to_id=actor.user_id, escalated_at__isnull=False)
    rows: QuerySet[DirectQuestion] = DirectQuestion.objects.visible_to(actor)
    return rows.filter(mine & due | told).select_related("person", "author").order_by("due_on", "pk")


def reachable(actor: Actor) -> list[Referent]:
    """Referents to whom a link can be sent."""
    rows = Referent.objects.visible_to(actor).exclude(email="")
    return list(rows.order_by("body", "department", "service"))


def agreements(actor: Actor, person: Person, found: list[Referent]) -> list[Consent]:
    """Lines of the ledger, in force, for the structure of one of these referents."""
    places = {one.structure_id for one in found if one.structure_id}
    rows = Consent.objects.visible_to(actor).live(timezone.localdate())
    here = rows.filter(person=person, basis=None, structure__in=places)
    return list(here.select_related("structure").order_by("structure__name", "pk"))


def token_of(asked: DirectQuestion) -> str:
    return signed(asked.link, SALT)


def link_of(token: str) -> UUID | None:
    """The link that this token signs; None for any other text, or a token too old."""
    return key_in(token, SALT, LONGEST)


@dataclass(frozen=True)
class Opened:
    """What a link opens: the question, who asks it, from where, and the telephone there."""

    question: DirectQuestion
    asker: str
    place: str
    phone: str


def opened_by(link: UUID) -> Opened | None:
    """For whoever holds the link, without an account; None once it opens nothing more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM maillage_definer.question_by_link(%s)", [link])
        row = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
    if row is None:
        return None
    told = dict(zip(names, row, strict=True))
    asker, place, phone = (told.pop(name) for name in ("asker", "place", "phone"))
    return Opened(_question_of(told), asker, place, shown_phone(phone))


def _question_of(told: dict[str, Any]) -> DirectQuestion:
    """A question of which only these columns are known; its sealed texts opened."""
    names = [one.attname for one in DirectQuestion._meta.concrete_fields if one.attname in told]
    found = DirectQuestion.from_db("default", names, [told[name] for name in names])
    if found.basis_id:
        found.basis = LegalBasis.objects.get(pk=found.basis_id)
    return open_together([found])[0]


def by_link(who: str, asked: DirectQuestion) -> Actor:
    """Who answers, as they declared; the journal shows it to the person."""
    return Actor(label=f"{who[:80]}, {asked.asked_of[:100]}, {BY_LINK}")
