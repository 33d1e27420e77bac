"""From a household of a file to the rows that hold it.

Their identifiers come from the import and the household's ref alone: the same household of the same import makes
the same rows, so that nothing can be written twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from maillage.people.enums import MemberRole, Source
from maillage.people.models import Household, Import, Person
from maillage.sheets import HouseholdRecord

Row = tuple[Any, ...]
SAME_NAMED = (
    "unfit_for_work",
    "pregnant",
    "in_school",
    "dependency_level",
    "ass_entitled",
    "taxed_alone",
    "scholarship",
)


@dataclass
class Rows:
    """What one transaction of an import writes. `seen_on`: the day the facts are dated; `at`: the moment of writing.

    `members`: (id, household, person, role, shared custody); `lines`: (household, person, first day of the month,
    kind, euros). Tuples: there are many of them.
    """

    source: Import
    seen_on: date
    at: datetime
    households: list[Household] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    members: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)

    def add(self, record: HouseholdRecord) -> None:
        household_id = uuid5(self.source.pk, record.ref)
        self.households.append(self._dated(_household(household_id, record)))
        person_ids = {}
        for rank, member in enumerate(record.members):
            person_id = person_ids[member.ref] = uuid5(household_id, str(rank))
            self.persons.append(self._dated(_person(person_id, record, rank)))
            member_id = uuid5(person_id, "member")
            self.members.append((member_id, household_id, person_id, member.role, member.shared_custody))
        self.lines.extend(_lines(household_id, person_ids, record))

    def _dated(self, row: Any) -> Any:
        row.facts_on, row.facts_source = self.seen_on, Source.IMPORT.value
        row.imported_by_id, row.created_at = self.source.pk, self.at
        return row


def _household(household_id: UUID, record: HouseholdRecord) -> Household:
    return Household(
        pk=household_id,
        commune=record.commune or "",
        housing=record.housing or "",
        rent=record.rent,
        flat_share=record.flat_share,
        union=record.union or "",
        reference_income=record.reference_income,
    )


def _person(person_id: UUID, record: HouseholdRecord, rank: int) -> Person:
    member = record.members[rank]
    person = Person(
        pk=person_id,
        called=called(record, rank),
        first_name=member.first_name or "",
        last_name=member.last_name or "",
        birth_date=member.birth_date,
        activity=member.activity or "",
        nationality=member.nationality or "",
        disability_rate=_whole(member.disability_rate),
        permit_years=_whole(member.permit_years, 99),
        **{name: getattr(member, name) for name in SAME_NAMED},
    )
    person.refresh_search()
    return person


def called(record: HouseholdRecord, rank: int) -> str:
    """A name to call somebody by: theirs, else their place in the household of the file."""
    member = record.members[rank]
    name = member.first_name or member.last_name
    return (name or f"{MemberRole(member.role).label.capitalize()}, foyer {record.ref}")[:120]


def _whole(number: Decimal | None, most: int = 100) -> int | None:
    return None if number is None else min(int(number), most)


def _lines(household_id: UUID, person_ids: dict[str, UUID], record: HouseholdRecord) -> Iterator[Row]:
    for one in record.budget:
        yield household_id, person_ids[one.member], f"{one.month}-01", one.kind, one.amount
