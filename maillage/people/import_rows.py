"""From a household of a file to the rows that hold it.

Their identifiers come from the import and the household's ref alone: the same household of the same import makes
the same rows, so that nothing can be written twice.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

from maillage.people.enums import Certainty, MemberRole, Source
from maillage.people.models import Attachment, BudgetLine, Household, HouseholdMember, Import, Person
from maillage.permissions import Actor
from maillage.sheets import HouseholdRecord, MemberRecord

REASON = "import d’un fichier"
SAME_NAMED = (
    "unfit_for_work",
    "pregnant",
    "in_school",
    "dependency_level",
    "ass_entitled",
    "taxed_alone",
)


@dataclass
class Rows:
    """What one transaction of an import writes."""

    households: list[Household] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    members: list[HouseholdMember] = field(default_factory=list)
    lines: list[BudgetLine] = field(default_factory=list)


def add_rows(rows: Rows, by: Actor, source: Import, record: HouseholdRecord, seen_on: date) -> None:
    household = _household(source, record, seen_on)
    rows.households.append(household)
    rows.attachments.append(_attachment(by, household.pk, household_id=household.pk))
    person_ids = {}
    for rank, member in enumerate(record.members):
        person = _person(household.pk, source, record, rank, seen_on)
        person_ids[member.ref] = person.pk
        rows.persons.append(person)
        rows.attachments.append(_attachment(by, person.pk, person_id=person.pk))
        rows.members.append(_member(household.pk, person.pk, member))
    rows.lines.extend(_lines(by, household.pk, person_ids, record))


def _household(source: Import, record: HouseholdRecord, seen_on: date) -> Household:
    return Household(
        pk=uuid5(source.pk, record.ref),
        commune=record.commune or "",
        housing=record.housing or "",
        rent=record.rent,
        flat_share=record.flat_share,
        union=record.union or "",
        reference_income=record.reference_income,
        facts_on=seen_on,
        facts_source=Source.IMPORT,
        imported_by_id=source.pk,
    )


def _person(household_id: UUID, source: Import, record: HouseholdRecord, rank: int, seen_on: date) -> Person:
    member = record.members[rank]
    person = Person(
        pk=uuid5(household_id, str(rank)),
        called=called(record, rank),
        first_name=member.first_name or "",
        last_name=member.last_name or "",
        birth_date=member.birth_date,
        activity=member.activity or "",
        nationality=member.nationality or "",
        disability_rate=_whole(member.disability_rate),
        permit_years=_whole(member.permit_years, 99),
        facts_on=seen_on,
        facts_source=Source.IMPORT,
        imported_by_id=source.pk,
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


def _member(household_id: UUID, person_id: UUID, member: MemberRecord) -> HouseholdMember:
    return HouseholdMember(
        pk=uuid5(person_id, "member"),
        household_id=household_id,
        person_id=person_id,
        role=member.role,
        shared_custody=member.shared_custody,
    )


def _attachment(by: Actor, target: UUID, **target_field: UUID) -> Attachment:
    return Attachment(
        pk=uuid5(target, "attachment"),
        structure_id=by.structure_id,
        worker_id=by.user_id,
        created_by_id=by.user_id,
        reason=REASON,
        **target_field,
    )


def _lines(
    by: Actor, household_id: UUID, person_ids: dict[str, UUID], record: HouseholdRecord
) -> list[BudgetLine]:
    return [
        BudgetLine(
            pk=uuid5(person_ids[one.member], f"{one.month} {one.kind}"),
            household_id=household_id,
            person_id=person_ids[one.member],
            month=date(int(one.month[:4]), int(one.month[5:]), 1),
            kind=one.kind,
            amount=one.amount,
            certainty=Certainty.KNOWN,
            source=Source.IMPORT,
            entered_by_id=by.user_id,
        )
        for one in record.budget
    ]
