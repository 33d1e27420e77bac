"""What a scheme still owes keeps a file from being archived, then erased; what is over, or was only begun, does not."""

from datetime import date, timedelta

import pytest

from maillage.people.models import Person
from maillage.referrals.models import Appeal, SchemeRequest
from maillage.referrals.tests.factories import begun, request_of, sent
from maillage.support.actions.retention import archive
from maillage.support.queries.retention import MAINTENANCE, expired
from tests.plugin import become

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "maintenance"])
TODAY = date.today()
SOON, PAST = TODAY + timedelta(days=9), TODAY - timedelta(days=9)


@pytest.fixture
def quiet(town):
    """Nobody has met Samira for three years; her child was seen yesterday."""
    town.request = sent(town)
    with become("maintenance"):
        Person.objects.filter(pk=town.samira.pk).update(last_contact_on=TODAY - timedelta(days=1100))
        Person.objects.filter(pk=town.child.pk).update(last_contact_on=TODAY)
    return town


def decided(town, state, **told):
    with become("maintenance"):
        SchemeRequest.objects.filter(pk=town.request.pk).update(state=state, **told)


def may_be_erased(town) -> bool:
    with become("maintenance"):
        Person.objects.filter(pk=town.samira.pk).update(archived_on=TODAY - timedelta(days=2000))
    return expired(Person.objects.using(MAINTENANCE), TODAY, MAINTENANCE).exists()


@pytest.mark.parametrize(
    ("state", "told"),
    [
        *((state, {}) for state in ("sent", "received", "incomplete", "complete")),
        *((state, {}) for state in ("accepted", "waiting", "proposed", "entered")),
        ("refused", {"contest_by": SOON}),
    ],
)
def test_a_file_stays_as_long_as_a_scheme_owes_something(quiet, state, told):
    decided(quiet, state, **told)
    assert archive() == 0
    assert not may_be_erased(quiet)


@pytest.mark.parametrize("outcome", ["", "lost"])
def test_an_appeal_holds_it_until_it_is_answered(quiet, outcome):
    decided(quiet, "refused", contest_by=PAST)
    with become("maintenance"):
        answered = {"outcome": outcome, "answered_on": PAST if outcome else None}
        whose = {"person": quiet.samira, "structure": quiet.here, "request": quiet.request}
        dates = {"decision_on": PAST, "lodged_on": PAST}
        Appeal.objects.create(authority="le juge", **whose, **dates, **answered)
    assert archive() == (1 if outcome else 0)
    assert may_be_erased(quiet) == bool(outcome)


@pytest.mark.parametrize(
    ("state", "told"), [("closed", {}), ("redirected", {}), ("refused", {"contest_by": PAST})]
)
def test_what_is_over_holds_nothing(quiet, state, told):
    decided(quiet, state, **told)
    assert archive() == 1
    assert may_be_erased(quiet)


def test_what_was_only_begun_holds_nothing(town):
    request = request_of(town, begun(town))
    assert request.state == "draft"
    with become("maintenance"):
        Person.objects.update(last_contact_on=TODAY - timedelta(days=1100))
    assert archive() == 2
