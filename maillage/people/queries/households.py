"""Households in sight, with their members and their amounts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from maillage.directory.models import Territory
from maillage.people.models import BudgetLine, Household, HouseholdMember, Person
from maillage.people.queries.persons import persons
from maillage.permissions import Actor
from maillage.permissions.once import once_a_page


def households(actor: Actor) -> QuerySet[Household]:
    rows: QuerySet[Household] = Household.objects.visible_to(actor)
    return rows


def members(actor: Actor, household: Household) -> QuerySet[HouseholdMember]:
    rows: QuerySet[HouseholdMember] = HouseholdMember.objects.visible_to(actor)
    return rows.filter(household=household)


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


@once_a_page
def households_of(actor: Actor, person: Person) -> list[Household]:
    """Where this person lives today, as far as the actor sees."""
    rows: QuerySet[Household] = Household.objects.visible_to(actor)
    today = date.today()
    here = HouseholdMember.objects.filter(Q(until=None) | Q(until__gt=today), person=person)
    return list(rows.filter(pk__in=here.values("household_id")).order_by("created_at", "pk"))


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
