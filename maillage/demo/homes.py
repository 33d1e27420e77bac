"""Persons and households: received some day in the past, their situation as it is today."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from maillage.demo.clock import back_to, moment
from maillage.demo.places import Scene
from maillage.people.actions import budget, households, persons, protection
from maillage.people.enums import Certainty, ChannelKind, Source
from maillage.people.models import Channel, Household, HouseholdMember, Person
from maillage.permissions import Actor
from maillage.permissions.context import acting

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
Members = list[tuple[dict[str, Any], Person]]


def settle(scene: Scene, row: dict[str, Any]) -> None:
    with acting(scene.worker(row["worker"])) as worker:
        members = [(member, _received(worker, member, row["since"])) for member in row["members"]]
        household = _composed(worker, members, row["since"])
        for member, person in members:
            _tell_facts(worker, person, member)
        _tell_home(worker, household, row)
        _tell_budget(worker, household, members)
        if "protected" in row:
            _protect(worker, members[0][1], row["protected"])
    scene.persons |= {name_of(member): person for member, person in members}


def name_of(row: dict[str, Any]) -> str:
    return str(row.get("called") or f"{row['first']} {row['last']}")


def _received(worker: Actor, row: dict[str, Any], since: int) -> Person:
    """The day the file was opened, or some days after a birth."""
    person = Person(
        called=row.get("called") or row["first"],
        first_name=row.get("first", ""),
        last_name=row.get("last", ""),
        birth_date=row.get("born"),
    )
    with back_to(moment(_days_known(row, since))):
        persons.receive(by=worker, person=person)
    if "phone" in row:
        _tell_phone(worker, person, row)
    return person


def _days_known(row: dict[str, Any], since: int) -> int:
    born = row.get("born")
    return min(since, (timezone.localdate() - born).days - 20) if born else since


def _tell_phone(worker: Actor, person: Person, row: dict[str, Any]) -> None:
    told = {"value": row["phone"], "discreet": row.get("discreet", False)}
    persons.add_channel(by=worker, channel=Channel(person=person, kind=ChannelKind.PHONE, **told))


def _composed(worker: Actor, members: Members, since: int) -> Household:
    with back_to(moment(since, rank=1)):
        household = households.compose(by=worker, applicant=members[0][1])
    for row, person in members[1:]:
        member = HouseholdMember(
            household=household,
            person=person,
            role=row["role"],
            shared_custody=row.get("shared_custody"),
        )
        with back_to(moment(_days_known(row, since), rank=1)):
            households.join(by=worker, member=member)
    return household


def _tell_facts(worker: Actor, person: Person, row: dict[str, Any]) -> None:
    facts = {name: row[name] for name in PERSON_FACTS if name in row}
    if facts:
        persons.edit_facts(
            by=worker, person=person, version=person.version, values=facts, source=Source.DECLARED
        )


def _tell_home(worker: Actor, household: Household, row: dict[str, Any]) -> None:
    facts = {name: row[name] for name in ("commune", "housing", "union") if name in row}
    facts |= {"rent": Decimal(str(row["rent"]))} if row.get("rent", UNKNOWN) != UNKNOWN else {}
    households.edit_household(
        by=worker, household=household, version=household.version, values=facts, source=Source.DECLARED
    )


def _tell_budget(worker: Actor, household: Household, members: Members) -> None:
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
    months = [timezone.localdate().replace(day=1)]
    for _ in range(4):
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months[:0:-1]


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
