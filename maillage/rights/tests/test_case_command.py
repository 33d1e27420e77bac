"""`maillage case FOLDER`: read with somebody's rights, journaled to their name, and nothing that names anybody."""

from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member
from maillage.audit.models import Entry
from maillage.rights.engine import screen
from maillage.rights.engine.tests.situations import household
from maillage.rights.tests.factories import make_worker_home
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    with become("maintenance"):
        return make_member(Role.SOCIAL_WORKER)


@pytest.fixture
def home(worker):
    with become("maintenance"):
        return make_worker_home(worker)[0]


def case(home, member, **options):
    out = StringIO()
    call_command("case", str(home), by=member.user.email, stdout=out, **options)
    return out.getvalue()


def test_the_file_runs_as_a_case_and_is_journaled(worker, home):
    text = case(home.pk, worker, month="2026-11")
    assert "Samira" not in text
    assert "1990-03-02" not in text
    (told,) = yaml.safe_load(text)
    (found,) = screen([household(told)], "2026-11")
    assert found["ppa"].amount == pytest.approx(told["expect"]["ppa"], abs=0.02)
    with become("maintenance"):
        (entry,) = Entry.objects.filter(verb="export_case")
        assert (entry.object_id, entry.actor_user_id) == (str(home.pk), worker.user_id)


def test_who_does_not_open_the_household_gets_nothing(home):
    with become("maintenance"):
        other = make_member(Role.SOCIAL_WORKER)
        leader = make_member(Role.TEAM_LEADER)
    for member in (other, leader):
        with pytest.raises(CommandError):
            case(home.pk, member)
    with become("maintenance"):
        assert not Entry.objects.filter(verb="export_case").exists()


@pytest.mark.parametrize(
    ("folder", "month", "sentence"),
    [
        ("x", None, "n’ouvre aucun foyer"),
        (None, "hier", "n’est pas un mois"),
        (None, "2019-01", "vérifiés qu’à partir"),
    ],
)
def test_what_cannot_be_used_is_said(worker, home, folder, month, sentence):
    with pytest.raises(CommandError, match=sentence):
        case(folder or home.pk, worker, month=month)


def test_an_account_that_is_not_open_reads_nothing(home):
    with pytest.raises(CommandError, match="compte ouvert"):
        call_command("case", str(home.pk), by="personne@exemple.test")
