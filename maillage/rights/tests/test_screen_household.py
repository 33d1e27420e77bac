"""One household: computed, kept once, computed again only when something has changed."""

from datetime import date
from decimal import Decimal

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.audit.models import Entry
from maillage.people.models import BudgetLine
from maillage.people.tests.factories import attach, make_household, make_person
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.rights.actions import screening
from maillage.rights.models import Entitlement, Screening
from maillage.rights.queries import situations
from maillage.rights.tests.factories import MONTH, make_worker_home
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    with become("maintenance"):
        return make_member()


@pytest.fixture
def home(worker):
    with become("maintenance"):
        return make_worker_home(worker)[0]


def screen(worker, home, month=MONTH):
    with acting(actor_of(worker)) as actor:
        return screening.screen_household(by=actor, household=home, month=month)


def kept(worker):
    with acting(actor_of(worker)):
        rows = Entitlement.objects.order_by("benefit")
        return {row.benefit: (row.status, row.amount, row.change) for row in rows}


def test_what_is_found_is_kept_and_written_in_the_journal(worker, home):
    tally = screen(worker, home)
    assert (tally.screened, tally.unchanged) == (1, 0)
    found = kept(worker)
    assert found["ppa"][0] == "entitled"
    assert found["ppa"][1] > Decimal("100")
    assert found["css_free"] == ("entitled", Decimal("0.00"), "new")
    assert "rsa" not in found or found["rsa"][0] != "entitled"
    with acting(actor_of(worker)):
        entry = Entry.objects.get(verb="screen")
        assert entry.object_id == str(home.pk)
        assert entry.details["new"] == len(found)


def test_the_same_situation_writes_nothing(worker, home):
    screen(worker, home)
    with become("maintenance"):
        before = (Screening.objects.get().computed_at, kept(worker))
    tally = screen(worker, home)
    assert (tally.screened, tally.unchanged) == (0, 1)
    with become("maintenance"):
        assert (Screening.objects.get().computed_at, kept(worker)) == before


def test_a_changed_amount_changes_only_what_depends_on_it(worker, home):
    screen(worker, home)
    with become("maintenance"):
        BudgetLine.objects.filter(household=home).update(amount=Decimal("620"))
    tally = screen(worker, home)
    assert tally.screened == 1
    found = kept(worker)
    assert found["ppa"][2] == "changed"
    assert found["css_free"][2] == "same"


def test_a_right_that_is_no_more_stays_as_gone_until_the_next_time(worker, home):
    screen(worker, home)
    with become("maintenance"):
        BudgetLine.objects.filter(household=home).update(amount=Decimal("3500"))
    assert screen(worker, home).changes["gone"] >= 2
    assert kept(worker)["ppa"][2] == "gone"
    with acting(actor_of(worker)) as actor:
        assert "ppa" not in [row.benefit for row in situations.potential_rights(actor, home)]
    with become("maintenance"):
        BudgetLine.objects.filter(household=home).update(amount=Decimal("3600"))
    screen(worker, home)
    assert "ppa" not in kept(worker)


def test_the_next_month_is_told_against_this_one(worker, home):
    screen(worker, home)
    tally = screen(worker, home, date(2026, 12, 1))
    assert tally.changes["new"] == 0
    assert tally.changes["same"] + tally.changes["changed"] > 0


def test_a_household_without_applicant_is_refused_with_what_to_do(worker):
    with become("maintenance"):
        child = make_person("Inès", birth_date=date(2020, 2, 1))
        home = make_household((child, "child"))
        attach(worker, child, home)
    with pytest.raises(Forbidden, match="indiquez qui demande"):
        screen(worker, home)


@pytest.mark.parametrize("month", [date(2024, 12, 1), date(2027, 1, 1)])
def test_a_month_without_law_is_refused(worker, home, month):
    with pytest.raises(Forbidden, match="barèmes"):
        screen(worker, home, month)


def test_somebody_else_s_household_cannot_be_screened(home):
    with become("maintenance"):
        stranger = make_member(Role.RIGHTS_LEAD)
    with pytest.raises(Forbidden):
        screen(stranger, home)
    with become("maintenance"):
        assert not Screening.objects.exists()


def test_rights_go_with_their_screening(worker, home):
    screen(worker, home)
    with acting(actor_of(worker)):
        Screening.objects.all().delete()
        assert not Entitlement.objects.exists()
