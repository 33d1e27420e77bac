"""Persons, households and their budgets for tests. Call them under `become("maintenance")`, or in `acting(actor)`."""

from datetime import date
from decimal import Decimal
from itertools import count

from django.test import Client

from maillage.accounts.models import Membership
from maillage.people.models import (
    Attachment,
    BudgetLine,
    Consent,
    Household,
    HouseholdMember,
    Person,
    SpaceAccess,
)
from maillage.people.queries import SPACE_KEY

numbers = count(1)


def make_person(first_name: str = "Samira", last_name: str = "Benali", **fields) -> Person:
    """A person with an identity; nobody follows them yet."""
    fields.setdefault("called", first_name or f"Personne {next(numbers)}")
    return Person.objects.create(first_name=first_name, last_name=last_name, **fields)


def attach(member: Membership, *targets: Person | Household, worker: bool = True) -> None:
    """Let this member open these files; `worker=False` leaves them to be taken in the structure."""
    for target in targets:
        kind = "person" if isinstance(target, Person) else "household"
        Attachment.objects.create(
            **{kind: target},
            structure_id=member.structure_id,
            worker_id=member.user_id if worker else None,
            created_by_id=member.user_id,
            reason="essai",
        )


def give(person: Person, member: Membership, *parts: str, **fields) -> Consent:
    """The person lets this member read these parts, until the year 2099; the member is in their circle by that."""
    told = {"purpose": "essai", "way": "self", "given_on": date(2026, 1, 1), "until": date(2099, 1, 1)}
    who = {"structure_id": member.structure_id, "reader_id": member.user_id}
    consent = Consent.objects.create(person=person, parts=list(parts), **{**told, **who, **fields})
    Attachment.objects.create(
        person=person, structure_id=member.structure_id, worker_id=member.user_id, role="partner", reason="essai",
        created_by_id=member.user_id, consent_of=person,
    )  # fmt: skip
    return consent


def make_household(*members: tuple[Person, str], **facts) -> Household:
    """A household of (person, role) pairs."""
    household = Household.objects.create(**facts)
    for person, role in members:
        HouseholdMember.objects.create(household=household, person=person, role=role)
    return household


def make_line(
    household: Household,
    person: Person,
    by: Membership,
    kind: str = "wage",
    amount: str | None = "640",
    **fields,
) -> BudgetLine:
    """A known amount for August 2026 (unknown when `amount` is None)."""
    certainty = "unknown" if amount is None else "known"
    defaults = {"month": date(2026, 8, 1), "certainty": certainty, "source": "declared"}
    return BudgetLine.objects.create(
        household=household,
        person=person,
        kind=kind,
        amount=None if amount is None else Decimal(amount),
        entered_by_id=by.user_id,
        **{**defaults, **fields},
    )


def make_family(member: Membership) -> tuple[Household, Person, Person]:
    """A mother and her child at home, both followed by `member`, with their household."""
    mother = make_person(birth_date=date(1992, 4, 30))
    child = make_person("Inès", "Benali", birth_date=date(2020, 2, 1))
    household = make_household((mother, "applicant"), (child, "child"), commune="37072")
    attach(member, mother, child, household)
    return household, mother, child


def enter_space(client: Client, person: Person) -> SpaceAccess:
    """`client` is this person, in their own space. Under `become("maintenance")`."""
    access = SpaceAccess.objects.create(
        person=person, fingerprint=f"empreinte {next(numbers)}", until=date(2099, 1, 1)
    )
    session = client.session
    session[SPACE_KEY] = str(access.pk)
    session.save()
    return access
