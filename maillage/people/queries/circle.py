"""Who follows a person, who is covered by a line of the ledger, who asks to follow or to read."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from maillage.accounts.models import Membership, User
from maillage.directory.models import Structure
from maillage.people.enums import CircleRole
from maillage.people.models import Attachment, AttachmentRequest, Consent, Person
from maillage.people.models.consent import EMERGENCY
from maillage.people.queries.persons import PAGE, persons
from maillage.people.rules import RECEIVING, at_work, team_persons
from maillage.permissions import Actor


class Follower(NamedTuple):
    """One of a person's circle. `account` is None while nobody of the structure took them, or when a whole structure
    reads by an agreement. `role`: in words; `held`: the roles that the account holds there today."""

    worker: str
    structure: str
    since: datetime
    role: str
    by_consent: bool
    account: User | None
    place: Structure
    held: frozenset[str]


NOBODY_YET, THE_WHOLE = "pas encore de professionnel", "plusieurs professionnels"


def followers(person: Person) -> list[Follower]:
    """Who may open this person's file, of any structure; empty for whoever does not see it. Four queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT worker_id, structure_id, since, role, by_consent FROM maillage_definer.followers(%s)",
            [person.pk],
        )
        rows = cursor.fetchall()
    users = User.objects.in_bulk({row[0] for row in rows if row[0]})
    structures = Structure.objects.in_bulk({row[1] for row in rows})
    trades = _trades(users)
    return [_follower(row, users, structures, trades) for row in rows]


def _follower(
    row: Any, users: Any, structures: Any, trades: dict[tuple[int, int], dict[str, str]]
) -> Follower:
    worker, place, since, role, by_consent = row
    account, where, held = users.get(worker), structures[place], trades[worker, place]
    name = str(account) if account else THE_WHOLE if by_consent else NOBODY_YET
    title = next(filter(None, held.values()), "")
    return Follower(
        name, str(where), since, _role_in_words(role, title), by_consent, account, where, frozenset(held)
    )


def _trades(users: Iterable[int]) -> dict[tuple[int, int], dict[str, str]]:
    """(account, structure) → the roles held there today, each with its trade when it is known; the latest first."""
    found: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    rows = Membership.objects.current(timezone.localdate()).filter(user_id__in=list(users))
    for one in rows.order_by("-since", "-pk"):
        found[one.user_id, one.structure_id].setdefault(one.role, one.job_title)
    return found


def covers(line: Consent, one: Follower) -> bool:
    """Whether a line lets this one read, as the policies say (`consent_sql.IN_FORCE`): it names them, or it is for their
    structure, and for a role they hold there. A structure that nobody stands for yet is covered by what is told to any of it.
    """
    if line.reader_id:
        return one.account is not None and line.reader_id == one.account.pk
    named = not line.role or one.account is None or line.role in one.held
    return line.structure_id == one.place.pk and named


def _role_in_words(role: str, title: str) -> str:
    """Their trade rather than their role; what is not a trade (a substitute, an emergency) is always said."""
    label = str(CircleRole(role).label) if role in CircleRole else role
    if role in (CircleRole.SUBSTITUTE, CircleRole.EXCEPTIONAL):
        return f"{title}, {label}" if title else label
    return title or label


def colleagues(actor: Actor) -> list[User]:
    """Who receives people in the actor's structure today, the actor excepted: files are shared with nobody else."""
    user_id, structure_id = at_work(actor)
    today = timezone.localdate()
    here = Membership.objects.current(today).filter(structure_id=structure_id, role__in=RECEIVING)
    rows = User.objects.filter(pk__in=here.values("user_id"), is_active=True).exclude(pk=user_id)
    return list(rows.order_by("last_name", "first_name"))


def requests_made(actor: Actor, limit: int = 25) -> QuerySet[AttachmentRequest]:
    """What the actor asked, from this structure, and what became of it."""
    rows: QuerySet[AttachmentRequest] = AttachmentRequest.objects.visible_to(actor)
    user_id, structure_id = at_work(actor)
    mine = rows.filter(requester_id=user_id, structure_id=structure_id)
    return mine.order_by("-created_at")[:limit]


def waiting(actor: Actor) -> QuerySet[Person]:
    """Received at the front desk of the actor's structure, taken by nobody yet; the oldest first."""
    rows: QuerySet[Attachment] = Attachment.objects.visible_to(actor)
    found = rows.filter(worker_id=None, consent_of=None, ended_at=None, person__isnull=False).values(
        "person_id"
    )
    return persons(actor).filter(pk__in=found).order_by("created_at")


def requests_to_answer(actor: Actor) -> QuerySet[AttachmentRequest]:
    """Others who ask to follow a person whom the actor follows inside the team of the file."""
    rows: QuerySet[AttachmentRequest] = AttachmentRequest.objects.visible_to(actor)
    user_id, structure_id = at_work(actor)
    return (
        rows.filter(state="pending", person__in=persons(actor), person_id__in=team_persons(actor))
        .exclude(requester_id=user_id, structure_id=structure_id)
        .select_related("person", "requester", "structure")
        .order_by("created_at")
    )


def to_review(actor: Actor, limit: int = PAGE) -> list[Consent]:
    """Exceptional accesses to the files of the actor's team that wait to be reviewed by somebody else."""
    rows = Consent.objects.visible_to(actor).filter(basis_id=EMERGENCY, reviewed_at=None)
    others = rows.filter(person_id__in=team_persons(actor)).exclude(reader_id=actor.user_id)
    return list(others.select_related("person", "reader", "structure").order_by("recorded_at", "pk")[:limit])
