"""Caseloads for tests. Call them under `become("maintenance")`."""

from datetime import date

from maillage.accounts.models import Membership
from maillage.people.models import Household, Person
from maillage.people.tests.factories import attach, make_household, make_line, make_person
from maillage.rights.models import Claim, Overpayment, Piece

MONTH = date(2026, 11, 1)
TODAY = date(2026, 11, 24)


def make_worker_home(member: Membership, wage: str = "700", **facts) -> tuple[Household, Person]:
    """Somebody alone who earns a little, everything known: PPA and CSS for 2026-11."""
    person = make_person(
        birth_date=date(1990, 3, 2),
        activity="employed",
        nationality="french",
        disability_rate=0,
        ass_entitled=False,
    )
    home = make_household((person, "applicant"), **{"commune": "37072", "housing": "hosted", **facts})
    attach(member, person, home)
    for month in range(7, 11):
        make_line(home, person, member, "wage", wage, month=date(2026, month, 1))
    return home, person


def make_claim(person: Person, by: Membership, benefit: str = "rsa", **fields) -> Claim:
    """A right talked about, with one paper to gather; under `become("maintenance")`."""
    day = date(2026, 9, 1)
    told = {"found_on": day, "proposed_on": day, "worker_id": by.user_id, **fields}
    claim = Claim.objects.create(person=person, structure_id=by.structure_id, benefit=benefit, **told)
    Piece.objects.create(claim=claim, person=person, structure_id=by.structure_id, what="avis d’impôt")
    return claim


def make_overpayment(person: Person, by: Membership, **fields) -> Overpayment:
    told = {
        "benefit": "rsa",
        "amount": 100,
        "notified_on": date(2026, 9, 1),
        "contest_by": date(2026, 11, 2),
        **fields,
    }
    return Overpayment.objects.create(person=person, structure_id=by.structure_id, **told)
