"""Lay the fictional territory out, through the same actions as its users, so that every rule holds there too."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import Membership, User
from maillage.accounts.queries import actor_for
from maillage.directory.actions import create_structure
from maillage.directory.models import Structure, StructureKind, Territory
from maillage.people.actions import budget, households, persons, protection
from maillage.people.enums import Certainty, ChannelKind, Source
from maillage.people.models import Channel, Household, HouseholdMember, Person
from maillage.permissions import Actor
from maillage.permissions.context import acting

PERSONAS = Path(__file__).parent / "personas.yaml"
DOMAIN = "maillage.example"
OPENED_ON = date(2025, 1, 6)
PERSON_FACTS = (
    "activity",
    "nationality",
    "permit_years",
    "disability_rate",
    "pregnant",
    "in_school",
    "dependency_level",
    "ass_entitled",
)
UNKNOWN = "?"


def load() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(PERSONAS.read_text(encoding="utf-8"))
    return content


def is_seeded() -> bool:
    return User.objects.filter(email__endswith=f"@{DOMAIN}").exists()


@transaction.atomic
def seed(*, by: Actor) -> list[str]:
    """Everything or nothing; returns the lines that present the accounts. Does nothing where it was done."""
    told = load()
    if not is_seeded():
        structures = {row["code"]: _structure(by, row) for row in told["structures"]}
        workers = {row["email"]: _colleague(row, structures, told["password"]) for row in told["staff"]}
        for row in told["households"]:
            with acting(_actor(workers[row["worker"]])) as worker:
                _household(worker, row)
    return _presentation(told)


def _structure(by: Actor, row: dict[str, Any]) -> Structure:
    return create_structure(
        by=by,
        name=row["name"],
        kind=StructureKind.objects.get(code=row["kind"]),
        commune=Territory.objects.communes().get(code=row["commune"]),
        phone=row["phone"],
    )


def _colleague(row: dict[str, Any], structures: dict[str, Structure], password: str) -> User:
    user = User.objects.create_user(
        f"{row['email']}@{DOMAIN}", password, first_name=row["first"], last_name=row["last"]
    )
    for code, roles in row["roles"].items():
        for role in roles:
            Membership.objects.create(
                user=user, structure=structures[code], role=role, job_title=row["title"], since=OPENED_ON
            )
    return user


def _actor(user: User) -> Actor:
    return actor_for(user, timezone.localdate())[0]


def _household(worker: Actor, row: dict[str, Any]) -> None:
    members = [(member, _person(worker, member)) for member in row["members"]]
    household = households.compose(by=worker, applicant=members[0][1])
    for member, person in members[1:]:
        shared = member.get("shared_custody")
        row_member = HouseholdMember(
            household=household, person=person, role=member["role"], shared_custody=shared
        )
        households.join(by=worker, member=row_member)
    facts = {name: row[name] for name in ("commune", "housing", "union") if name in row}
    facts |= {"rent": Decimal(str(row["rent"]))} if row.get("rent", UNKNOWN) != UNKNOWN else {}
    households.edit_household(
        by=worker, household=household, version=household.version, values=facts, source=Source.DECLARED
    )
    _budget(worker, household, members)
    if "protected" in row:
        _protect(worker, members[0][1], row["protected"])


def _person(worker: Actor, row: dict[str, Any]) -> Person:
    person = Person(
        called=row.get("called") or row["first"],
        first_name=row.get("first", ""),
        last_name=row.get("last", ""),
        birth_date=row.get("born"),
    )
    persons.receive(by=worker, person=person)
    facts = {name: row[name] for name in PERSON_FACTS if name in row}
    if facts:
        persons.edit_facts(
            by=worker, person=person, version=person.version, values=facts, source=Source.DECLARED
        )
    if "phone" in row:
        channel = Channel(
            person=person,
            kind=ChannelKind.PHONE,
            value=row["phone"],
            discreet=row.get("discreet", False),
        )
        persons.add_channel(by=worker, channel=channel)
    return person


def _budget(worker: Actor, household: Household, members: list[tuple[dict[str, Any], Person]]) -> None:
    cells = [
        _cell(person, month, kind, amount)
        for row, person in members
        for kind, amount in row.get("each", {}).items()
        for month in _counted_months()
    ]
    if cells:
        version = Household.objects.get(pk=household.pk).budget_version
        budget.write_budget(by=worker, household=household, version=version, cells=cells)


def _counted_months() -> list[date]:
    """The four whole months before today, whose resources count."""
    today = timezone.localdate()
    return [_month(today.year * 12 + today.month - 1 - ago) for ago in (4, 3, 2, 1)]


def _month(number: int) -> date:
    """Months counted from year 0, as the first day of each."""
    return date(number // 12, number % 12 + 1, 1)


def _cell(person: Person, month: date, kind: str, amount: object) -> budget.Cell:
    if amount == UNKNOWN:
        return budget.Cell(person.pk, month, kind, Certainty.UNKNOWN, None, Source.DECLARED)
    return budget.Cell(person.pk, month, kind, Certainty.KNOWN, Decimal(str(amount)), Source.DECLARED)


def _protect(worker: Actor, person: Person, row: dict[str, str]) -> None:
    protection.protect_address(
        by=worker,
        person=person,
        address=row["address"],
        elected_domicile=row["elected"],
        elected_commune=row["commune"],
        motive=row["motive"],
        reader_ids=set(),
    )


def _presentation(told: dict[str, Any]) -> list[str]:
    width = max(len(row["email"]) for row in told["staff"]) + len(DOMAIN) + 1
    lines = [
        f"  {row['email'] + '@' + DOMAIN:<{width}}  {row['first']} {row['last']}, {row['title']} : {row['for']}"
        for row in told["staff"]
    ]
    return [f"Comptes de démonstration (mot de passe de tous : {told['password']})", *lines]
