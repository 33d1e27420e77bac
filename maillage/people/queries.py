"""What pages read of persons and households, always inside what the actor sees."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from maillage.accounts.models import Membership, User
from maillage.directory.models import Structure, Territory
from maillage.people.apps import HOUSEHOLD_PANELS as HOUSEHOLD_PANELS
from maillage.people.apps import OWN_PAGES as OWN_PAGES
from maillage.people.apps import OWN_PANELS as OWN_PANELS
from maillage.people.apps import PANELS as PANELS
from maillage.people.apps import SPACE_KEY as SPACE_KEY
from maillage.people.enums import CircleRole
from maillage.people.likeness import Identity, Likeness, compare, near_dates
from maillage.people.models import (
    Attachment,
    AttachmentRequest,
    BudgetLine,
    Channel,
    Consent,
    Household,
    HouseholdMember,
    Import,
    ImportMapping,
    NotSame,
    Person,
    PersonMerge,
    ProtectedAddress,
)
from maillage.people.models.consent import EMERGENCY
from maillage.people.names import fold as fold
from maillage.people.names import sound, sound_words
from maillage.people.rules import RECEIVING, at_work, team_persons
from maillage.permissions import Actor

PAGE = 25
MOST_WORDS = 8


def persons(actor: Actor) -> QuerySet[Person]:
    rows: QuerySet[Person] = Person.objects.visible_to(actor)
    return rows.filter(merged_into=None)


def search(actor: Actor, text: str, born: date | None = None) -> QuerySet[Person]:
    """Persons in sight whose names begin with, or sound like, every word typed; exact spellings first."""
    words = fold(text).split()[:MOST_WORDS]
    rows = persons(actor).annotate(heard=Concat(Value(" "), "sound_key", Value(" ")))
    spelled = Q()
    for word in words:
        begun = Q(search_name__startswith=word) | Q(search_name__contains=f" {word}")
        spelled &= begun
        rows = rows.filter(begun | Q(heard__contains=f" {sound(word)} "))
    if born:
        rows = rows.filter(birth_date=born)
    rank = Case(When(spelled, then=0), default=1, output_field=IntegerField()) if words else Value(0)
    return rows.annotate(rank=rank).order_by("rank", "search_name", "pk")


def households(actor: Actor) -> QuerySet[Household]:
    rows: QuerySet[Household] = Household.objects.visible_to(actor)
    return rows


def channels(actor: Actor, person: Person) -> QuerySet[Channel]:
    rows: QuerySet[Channel] = Channel.objects.visible_to(actor)
    return rows.filter(person=person).order_by("kind", "value", "pk")


def members(actor: Actor, household: Household) -> QuerySet[HouseholdMember]:
    rows: QuerySet[HouseholdMember] = HouseholdMember.objects.visible_to(actor)
    return rows.filter(household=household)


class Page(NamedTuple):
    rows: list[Person]
    next_id: UUID | None
    previous_id: UUID | None
    total: int


def page_of(rows: QuerySet[Person], after: UUID | None, before: UUID | None) -> Page:
    """One page by keyset (rank, name, id); `after` and `before` are the ids of rows at its ends."""
    total = rows.count()
    anchor = _anchor(rows, after or before)
    if anchor and after:
        found = list(rows.filter(_beyond(anchor, "gt"))[: PAGE + 1])
        more_after, more_before = len(found) > PAGE, True
    elif anchor:
        found = list(rows.filter(_beyond(anchor, "lt")).reverse()[: PAGE + 1])
        more_after, more_before = True, len(found) > PAGE
        found = found[:PAGE][::-1]
    else:
        found = list(rows[: PAGE + 1])
        more_after, more_before = len(found) > PAGE, False
    shown = found[:PAGE]
    return Page(
        shown,
        shown[-1].pk if shown and more_after else None,
        shown[0].pk if shown and more_before else None,
        total,
    )


def _anchor(rows: Any, pk: UUID | None) -> tuple[int, str, UUID] | None:
    found: tuple[int, str, UUID] | None = rows.filter(pk=pk).values_list("rank", "search_name", "pk").first()
    return found if pk else None


def _beyond(anchor: tuple[int, str, UUID], way: str) -> Q:
    rank, name, pk = anchor
    same_rank = Q(rank=rank)
    return (
        Q(**{f"rank__{way}": rank})
        | same_rank & Q(**{f"search_name__{way}": name})
        | same_rank & Q(search_name=name) & Q(**{f"pk__{way}": pk})
    )


class Alike(NamedTuple):
    person: Person
    likeness: Likeness


def duplicates(actor: Actor, person: Person, limit: int = 8) -> list[Alike]:
    """Persons in sight who may be this one, the likeliest first, without those a human told apart."""
    mine = Identity(_names(person), person.birth_date)
    found = []
    for other in _candidates(actor, person)[:300]:
        likeness = compare(mine, Identity(_names(other), other.birth_date))
        if likeness:
            found.append(Alike(other, likeness))
    found.sort(key=lambda one: (-one.likeness.strength, one.person.search_name))
    return found[:limit]


def _names(person: Person) -> str:
    known = f"{person.first_name} {person.last_name}"
    return known if known.strip() else person.called


def _candidates(actor: Actor, person: Person) -> QuerySet[Person]:
    """One wide net: a word of the name alike by ear, begun alike, or a date of birth one slip away."""
    alike = Q(pk__in=[])
    for word in sound_words(_names(person))[:MOST_WORDS]:
        alike |= Q(heard__contains=f" {word} ")
    for word in fold(_names(person)).split()[:MOST_WORDS]:
        alike |= Q(search_name__contains=word[:3]) if len(word) > 2 else Q(pk__in=[])
    if person.birth_date:
        alike &= (
            Q(birth_date=None)
            | Q(birth_date__in=near_dates(person.birth_date))
            | Q(sound_key=person.sound_key)
        )
    apart = NotSame.objects.filter(Q(first=person.pk) | Q(second=person.pk)).values_list(
        "first_id", "second_id"
    )
    told = {one for pair in apart for one in pair}
    rows = persons(actor).annotate(heard=Concat(Value(" "), "sound_key", Value(" ")))
    same_first = Case(When(sound_key=person.sound_key, then=0), default=1, output_field=IntegerField())
    return (
        rows.filter(alike)
        .exclude(pk=person.pk)
        .exclude(pk__in=told)
        .order_by(same_first, "search_name", "pk")
    )


@dataclass
class Home:
    """A household as its members' pages show it. `hidden`: members out of the actor's sight, counted."""

    household: Household
    members: list[HouseholdMember] = field(default_factory=list)
    former: list[HouseholdMember] = field(default_factory=list)
    hidden: int = 0
    lines: list[BudgetLine] = field(default_factory=list)

    @property
    def applicant(self) -> HouseholdMember | None:
        return next((one for one in self.members if one.role == "applicant"), None)


def homes(actor: Actor, households: Iterable[Household], months: Iterable[date] = ()) -> list[Home]:
    """Members in sight and budget lines of these households; three queries whatever their number."""
    found = {household.pk: Home(household) for household in households}
    memberships = HouseholdMember.objects.visible_to(actor).filter(household__in=found)
    known = persons(actor).in_bulk(list({one.person_id for one in memberships}))
    today = date.today()
    for one in sorted(memberships, key=_place):
        home = found[one.household_id]
        gone = one.until is not None and one.until <= today
        if one.person_id not in known:
            home.hidden += not gone
            continue
        one.person = known[one.person_id]
        (home.former if gone else home.members).append(one)
    for line in BudgetLine.objects.visible_to(actor).filter(household__in=found, month__in=list(months)):
        found[line.household_id].lines.append(line)
    return list(found.values())


PLACES = ("applicant", "partner", "child", "other")


def _place(member: HouseholdMember) -> tuple[int, date, str]:
    return PLACES.index(member.role), member.since or date.min, str(member.pk)


def households_of(actor: Actor, person: Person) -> QuerySet[Household]:
    """Where this person lives today, as far as the actor sees."""
    rows: QuerySet[Household] = Household.objects.visible_to(actor)
    today = date.today()
    here = HouseholdMember.objects.filter(Q(until=None) | Q(until__gt=today), person=person)
    return rows.filter(pk__in=here.values("household_id")).order_by("created_at", "pk")


def households_by_person(actor: Actor, found: list[Person]) -> dict[UUID, list[Household]]:
    """For a page of persons: their present households; two queries."""
    memberships = HouseholdMember.objects.visible_to(actor).filter(person__in=found, until=None)
    links = list(memberships.values_list("person_id", "household_id"))
    rows = Household.objects.visible_to(actor).in_bulk({household for _, household in links})
    answer: dict[UUID, list[Household]] = defaultdict(list)
    for person_id, household_id in links:
        if household_id in rows:
            answer[person_id].append(rows[household_id])
    return answer


class Listed(NamedTuple):
    """A line of the list. `communes`: where their households are, in words."""

    person: Person
    households: list[Household]
    communes: list[str]


def with_homes(actor: Actor, found: list[Person]) -> list[Listed]:
    """The persons of a page with their present households; three queries whatever their number."""
    homes_of = households_by_person(actor, found)
    codes = {one.commune for several in homes_of.values() for one in several if one.commune}
    names = commune_names(codes)
    return [
        Listed(
            person,
            homes_of[person.pk],
            [names[one.commune] for one in homes_of[person.pk] if one.commune in names],
        )
        for person in found
    ]


def commune_names(codes: Iterable[str]) -> dict[str, str]:
    """INSEE code → name, one query."""
    rows = Territory.objects.communes().filter(code__in=set(codes))
    return dict(rows.values_list("code", "name"))


class Follower(NamedTuple):
    """One of a person's circle. `account` is None while nobody of the structure took them, or when a whole structure
    reads by an agreement."""

    worker: str
    structure: str
    since: datetime
    role: str
    by_consent: bool
    account: User | None
    place: Structure


NOBODY_YET, THE_WHOLE = "pas encore de professionnel", "plusieurs professionnels"


def followers(person: Person) -> list[Follower]:
    """Who may open this person's file, of any structure; empty for whoever does not see it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT worker_id, structure_id, since, role, by_consent FROM maillage_definer.followers(%s)",
            [person.pk],
        )
        rows = cursor.fetchall()
    users = User.objects.in_bulk({row[0] for row in rows if row[0]})
    structures = Structure.objects.in_bulk({row[1] for row in rows})
    titles = job_titles(users)
    found = []
    for worker, place, since, role, by_consent in rows:
        account, where = users.get(worker), structures[place]
        name = str(account) if account else THE_WHOLE if by_consent else NOBODY_YET
        label = role_in_words(role, titles.get((worker, place), ""))
        found.append(Follower(name, str(where), since, label, by_consent, account, where))
    return found


def job_titles(users: Iterable[int]) -> dict[tuple[int, int], str]:
    """(account, structure) → the trade they practise there today, when it is known."""
    rows = Membership.objects.current(timezone.localdate()).filter(user_id__in=list(users))
    named = rows.exclude(job_title="").order_by("-since", "-pk")
    return {
        (user, place): title
        for user, place, title in named.values_list("user_id", "structure_id", "job_title")
    }


def role_in_words(role: str, title: str) -> str:
    """Their trade rather than their role; what is not a trade (a substitute, an emergency) is always said."""
    label = str(CircleRole(role).label) if role in CircleRole else role
    if role in (CircleRole.SUBSTITUTE, CircleRole.EXCEPTIONAL):
        return f"{title}, {label}" if title else label
    return title or label


def person_actor(access: Any) -> Actor | None:
    """Who acts in a session opened with this access to a person's own space; None when it no longer opens anything."""
    if not access:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM maillage_definer.space_of(%s)", [access])
        found = cursor.fetchone()
    if found is None:
        return None
    person_id, name, helper = found
    label = f"{helper}, aidant de {name}" if helper else f"{name}, personne accompagnée"
    return Actor(person_id=person_id, label=label[:200], helper=helper)


def colleagues(actor: Actor) -> list[User]:
    """Who receives people in the actor's structure today, the actor excepted: files are shared with nobody else."""
    user_id, structure_id = at_work(actor)
    today = timezone.localdate()
    here = Membership.objects.current(today).filter(structure_id=structure_id, role__in=RECEIVING)
    rows = User.objects.filter(pk__in=here.values("user_id"), is_active=True).exclude(pk=user_id)
    return list(rows.order_by("last_name", "first_name"))


def protected_addresses(actor: Actor, person: Person) -> list[ProtectedAddress]:
    rows = ProtectedAddress.objects.visible_to(actor).filter(person=person)
    return list(rows.prefetch_related("readers__reader").order_by("-created_at"))


def protected_rows(actor: Actor, person: Person) -> QuerySet[ProtectedAddress]:
    rows: QuerySet[ProtectedAddress] = ProtectedAddress.objects.visible_to(actor)
    return rows.filter(person=person)


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


"""The legal basis of an exceptional access: it is reviewed afterwards."""


def to_review(actor: Actor, limit: int = PAGE) -> list[Consent]:
    """Exceptional accesses to the files of the actor's team that wait to be reviewed by somebody else."""
    rows = Consent.objects.visible_to(actor).filter(basis_id=EMERGENCY, reviewed_at=None)
    others = rows.filter(person_id__in=team_persons(actor)).exclude(reader_id=actor.user_id)
    return list(others.select_related("person", "reader", "structure").order_by("recorded_at", "pk")[:limit])


def merges_to_undo(actor: Actor, person: Person, since: datetime) -> list[PersonMerge]:
    rows = PersonMerge.objects.visible_to(actor).filter(kept=person, undone_at=None, at__gt=since)
    return list(rows.order_by("-at"))


def merges(actor: Actor, person: Person) -> QuerySet[PersonMerge]:
    rows: QuerySet[PersonMerge] = PersonMerge.objects.visible_to(actor)
    return rows.filter(kept=person)


class Side(NamedTuple):
    """One of two files compared: what it carries besides its fields."""

    person: Person
    channels: list[Channel]
    households: int
    lines: int


def sides(actor: Actor, *compared: Person) -> list[Side]:
    return [
        Side(
            person,
            list(channels(actor, person)),
            HouseholdMember.objects.visible_to(actor).filter(person=person).count(),
            BudgetLine.objects.visible_to(actor).filter(person=person).count(),
        )
        for person in compared
    ]


def merged_into(actor: Actor, absorbed_id: UUID) -> UUID | None:
    """Where the file of this person went, when the actor sees the one it was made one with."""
    rows = PersonMerge.objects.visible_to(actor).filter(absorbed_id=absorbed_id, undone_at=None)
    kept: UUID | None = rows.values_list("kept_id", flat=True).first()
    return kept


def budget_lines(actor: Actor, household: Household, months: list[date]) -> list[BudgetLine]:
    rows: Any = BudgetLine.objects.visible_to(actor).filter(household=household, month__in=months)
    return list(rows.order_by("month", "kind", "pk"))


def imports(actor: Actor) -> QuerySet[Import]:
    rows: QuerySet[Import] = Import.objects.visible_to(actor)
    return rows


def remembered_mapping(actor: Actor, headers: str) -> dict[str, str | None]:
    """How the actor's structure read a file with these headers (their fingerprint) the last time."""
    rows = ImportMapping.objects.visible_to(actor).filter(headers=headers)
    return rows.values_list("mapping", flat=True).first() or {}


def identities(actor: Actor, but: UUID) -> Iterator[tuple[str, str, Any]]:
    """First name, last name and date of birth of the persons in sight who have all three.

    Those that the import `but` brought in are left out.
    """
    named = persons(actor).exclude(first_name="").exclude(last_name="").exclude(birth_date=None)
    others = named.exclude(imported_by=but)
    return others.values_list("first_name", "last_name", "birth_date").iterator()
