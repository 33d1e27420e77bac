"""What a body still owes keeps a file from being archived, then erased; what is over, or was only thought of, does not."""

from datetime import date, timedelta

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.people.models import Person
from maillage.people.tests.factories import attach, make_person
from maillage.permissions.context import acting
from maillage.rights.models import Appeal
from maillage.rights.tests.factories import TODAY, make_claim, make_overpayment
from maillage.support.actions.retention import archive
from maillage.support.queries.retention import MAINTENANCE, expired, my_dormant
from tests.plugin import become

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "maintenance"])
SOON, PAST = TODAY + timedelta(days=9), TODAY - timedelta(days=9)


@pytest.fixture
def quiet():
    """Somebody whom nobody has met for three years, and who follows them."""
    with become("maintenance"):
        worker = make_member(Role.SOCIAL_WORKER)
        person = make_person(last_contact_on=date(2023, 11, 2))
        attach(worker, person)
    return person, worker


def appeal_of(person, by, **told):
    claim = make_claim(person, by, state="closed")
    row = {
        "claim": claim,
        "person": person,
        "structure_id": by.structure_id,
        "stage": "prior",
        "authority": "CRA",
    }
    dates = {"decision_on": PAST, "lodge_by": PAST, "lodged_on": PAST}
    Appeal.objects.create(**row, **dates, **told)


OPEN = {
    **{
        state: lambda person, by, state=state: make_claim(person, by, state=state)
        for state in ("filed", "incomplete", "granted", "appealed")
    },
    "refused, to contest": lambda person, by: make_claim(person, by, state="refused", act_by=SOON),
    "an appeal": appeal_of,
    "money claimed back": lambda person, by: make_overpayment(person, by, contest_by=SOON),
    "contested": lambda person, by: make_overpayment(person, by, contest_by=PAST, contested_on=PAST),
}
OVER = {
    **{
        state: lambda person, by, state=state: make_claim(person, by, state=state)
        for state in ("proposed", "preparing", "paid", "closed", "refused")
    },
    "too late to contest": lambda person, by: make_claim(person, by, state="refused", act_by=PAST),
    "an appeal answered": lambda person, by: appeal_of(person, by, outcome="lost", answered_on=PAST),
    "money settled": lambda person, by: make_overpayment(person, by, contest_by=SOON, settled_on=PAST),
    "money never contested": lambda person, by: make_overpayment(person, by, contest_by=PAST),
}


def may_be_erased(person) -> bool:
    with become("maintenance"):
        Person.objects.filter(pk=person.pk).update(archived_on=date(2020, 1, 5))
    return expired(Person.objects.using(MAINTENANCE).filter(pk=person.pk), TODAY, MAINTENANCE).exists()


@pytest.mark.parametrize("what", OPEN)
def test_a_file_stays_as_long_as_something_is_owed(quiet, what):
    person, worker = quiet
    with become("maintenance"):
        OPEN[what](person, worker)
    with acting(actor_of(worker)) as actor:
        assert not my_dormant(actor, TODAY).exists()
    assert archive() == 0
    assert not may_be_erased(person)


@pytest.mark.parametrize("what", OVER)
def test_and_no_longer(quiet, what):
    person, worker = quiet
    with become("maintenance"):
        OVER[what](person, worker)
    with acting(actor_of(worker)) as actor:
        assert my_dormant(actor, TODAY).count() == 1
    assert archive() == 1
    assert may_be_erased(person)
