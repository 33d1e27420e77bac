"""The fictional territory: laid out through the real actions, told the same each time, never twice, with nothing real."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.accounts.tests.factories import actor_of
from maillage.demo import reading, stories
from maillage.demo.actions import DOMAIN, GESTURES, load, seed
from maillage.directory.models import DirectoryImport, Structure
from maillage.directory.queries.doubles import proposals
from maillage.people.actions import open_space
from maillage.people.models import (
    Channel,
    Conflict,
    Consent,
    Household,
    Person,
    ProtectedAddress,
    SpaceAccess,
)
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.support.models import (
    Accompaniment,
    Act,
    Appointment,
    DataRequest,
    DirectQuestion,
    Goal,
    Handover,
    Note,
    OwnWords,
    Progress,
    Promise,
    Referent,
    Reply,
    TrustedPerson,
)
from maillage.support.queries.work import my_day
from tests import plugin
from tests.e2e.demonstration import demonstration
from tests.plugin import become

pytestmark = pytest.mark.whole

SYSTEM = Actor(label="démonstration")
A_YEAR = 365
PHONE = re.compile(r"0[1-9](?: \d\d){4}")
INVENTED = re.compile(r"06 00 00 00 \d\d|02 47 00 00 \d\d")


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker, tmp_path_factory):
    """All tests of the module are in a copy of the territory that browser tests look at: to lay it out takes a minute."""
    folder = tmp_path_factory.mktemp("territory")
    with django_db_blocker.unblock(), demonstration(folder) as name:
        plugin._use(name)
        yield folder
        plugin._use(plugin._own_name())


@pytest.fixture(scope="module")
def territory(seeded, whole_module):
    """What `seed_demo` presented; no test here commits."""
    return (seeded / "accounts.txt").read_text(encoding="utf-8").splitlines()


def everything(model):
    with become("maintenance"):
        return list(model.objects.all())


def counts() -> tuple[int, ...]:
    return tuple(len(everything(model)) for model in (User, Structure, Household, Person, Note, Act, Consent))


def test_everybody_told_is_there(territory):
    told = load()
    members = sum(len(row["members"]) for row in told["households"])
    found = counts()
    places = len(told["structures"]) + len(told["partners"]) + len(told["imported"]["structures"])
    assert found[:4] == (len(told["staff"]), places, len(told["households"]), members)
    assert all(number >= least for number, least in zip(found, (14, 8, 25, 40, 60, 120, 12), strict=True))


def test_the_animator_finds_an_import_and_a_pair_that_looks_alike(territory):
    (file,) = everything(DirectoryImport)
    assert (file.state, file.counts["service"]) == ("written", {"created": 3, "refused": 1})
    pairs = [{one.first.name, one.second.name} for one in proposals()]
    assert {"Centre social du Pays de Bourgueil", "Centre social Pays de Bourgueil"} in pairs


def test_a_second_time_only_renews_the_codes(territory):
    before, first = counts(), territory
    second = seed(by=SYSTEM)
    assert counts() == before
    assert [line.split(" : code")[0] for line in second] == [line.split(" : code")[0] for line in first]
    assert second[-2:] != first[-2:]


def test_every_account_presented_signs_in(territory):
    told = load()
    for row in told["staff"]:
        login = {"login": f"{row['email']}@{DOMAIN}", "password": told["password"]}
        response = Client().post(reverse("account_login"), login)
        assert (row["email"], response.status_code, response.url) == (row["email"], 302, "/")


def worker(email: str) -> Actor:
    return actor_of(User.objects.get(email=f"{email}@{DOMAIN}").memberships.first())


def test_each_worker_sees_their_own_households(territory):
    seen = {"claire": 14, "sophie": 16, "remi": 15, "helene": 0, "yann": 3, "luc": 0, "ines": 0, "leila": 2}
    for email, number in seen.items():
        with acting(worker(email)) as actor:
            assert (email, Household.objects.visible_to(actor).count()) == (email, number)


def person(first: str, last: str) -> Person:
    with become("maintenance"):
        return Person.objects.get(first_name=first, last_name=last)


def reads(email: str, who: Person) -> bool:
    with acting(worker(email)) as actor:
        return Person.objects.visible_to(actor).filter(pk=who.pk).exists()


def test_a_former_husband_sees_neither_her_file_nor_her_daughter_s(territory):
    julie, manon = person("Julie", "Aubert"), person("Manon", "Aubert")
    assert reads("remi", person("Samira", "Benali"))
    assert reads("sophie", julie)
    assert not reads("remi", julie)
    assert not reads("remi", manon)
    assert {row.person_id for row in everything(Conflict)} == {julie.pk, manon.pk}
    assert [row.person_id for row in everything(ProtectedAddress)] == [julie.pk]


def test_the_ledger_holds_every_way_of_agreeing(territory):
    lines = everything(Consent)
    assert {line.way for line in lines} == {"oral", "paper", "self", "law"}
    assert {line.basis_id for line in lines if line.basis_id} == {"child_protection", "danger"}
    (withdrawn,) = [line for line in lines if line.withdrawn_at]
    fatou = person("Fatou", "Camara")
    assert withdrawn.person_id == fatou.pk
    assert not reads("karim", fatou)
    (emergency,) = [line for line in lines if line.basis_id == "danger"]
    assert emergency.reviewed_at is None


def test_a_peer_worker_reads_what_was_opened_to_him(territory):
    with acting(worker("dominique")) as actor:
        levels = set(Note.objects.visible_to(actor).values_list("level", "part"))
    assert levels == {("circle", "health"), ("circle", "work")}


def test_two_years_are_told_at_the_three_levels_in_the_words_of_both(territory):
    notes, acts, today = everything(Note), everything(Act), timezone.localdate()
    assert {note.level for note in notes} == {"personal", "team", "circle"}
    assert (today - min(act.on for act in acts)).days > 1.9 * A_YEAR
    assert (today - max(act.on for act in acts)).days < 30
    told = [act for act in acts if "silence" not in act.what]  # known afterwards, by definition
    assert [act for act in told if act.on > today or timezone.localdate(act.recorded_at) != act.on] == []
    # The animation of the territory; those that only answer requests; those that only host; two schools and a platform.
    follow_nobody = 1 + 3 + 3 + 3
    assert len({act.structure_id for act in acts} - {None}) == len(load()["structures"]) - follow_nobody
    assert len(everything(OwnWords)) >= 35
    assert [note.withheld_id for note in notes if note.withheld_id] == ["child_protection"]
    assert [reply.kind for reply in everything(Reply)] == ["disagreement"]


def test_who_is_around_each_person(territory):
    opened = everything(Accompaniment)
    assert len(opened) >= 25
    assert len({one.referent_id for one in opened}) >= 7
    assert len(everything(TrustedPerson)) >= 5
    (passing,) = everything(Handover)
    assert (passing.state, passing.taker.email, passing.giver.email) == (
        "proposed",
        f"helene@{DOMAIN}",
        f"claire@{DOMAIN}",
    )


def test_what_is_pursued_planned_and_owed(territory):
    now, today = timezone.now(), timezone.localdate()
    assert len(everything(Goal)) >= 10
    assert len({mark.at.date() for mark in everything(Progress)}) >= 15
    planned = [one for one in everything(Appointment) if one.state == "planned"]
    assert len(planned) >= 8
    assert [one for one in planned if one.starts_at < now] == []
    assert {one.state for one in everything(Appointment)} == {"planned", "held", "absent"}
    owed = [one for one in everything(Promise) if not one.kept_on]
    (late,) = [one for one in owed if one.due_on < today]
    assert late.person_id == person("Thierry", "Marchand").pk
    assert len(owed) >= 3
    assert [one.kind for one in everything(DataRequest)] == ["take_away"]


def test_three_questions_were_asked_of_bodies(territory):
    today, asked = timezone.localdate(), everything(DirectQuestion)
    assert {one.state: one.due_on < today for one in asked} == {
        "answered": False,
        "asked": True,
        "waiting": False,
    }
    assert len(everything(Referent)) == 6
    assert sum(one.to_check for one in everything(Referent)) == 2
    with acting(worker("claire")) as claire:
        assert len(my_day(claire, today).questions) == 2


def test_the_codes_presented_open_the_spaces(territory):
    lines = [line for line in seed(by=SYSTEM) if " : code " in line]
    for line, first, last in zip(lines, ("Samira", "Odette"), ("Benali", "Garnier"), strict=True):
        who = person(first, last)
        opened = open_space(line.rsplit(" ", 1)[1], who.birth_date)
        assert opened
        assert opened[1] == who.pk
    helpers = {access.helper for access in everything(SpaceAccess)}
    assert helpers == {"", "Isabelle Garnier"}


def test_nothing_of_it_is_real(territory):
    """Phones of ranges that nobody holds, addresses of a domain that does not exist, no quote that is typed straight."""
    text = "".join(path.read_text() for path in reading.TERRITORY.glob("*.yaml"))
    phones = PHONE.findall(text)
    assert phones
    assert [phone for phone in phones if not INVENTED.fullmatch(phone)] == []
    assert {channel.kind for channel in everything(Channel)} == {"phone"}
    assert all(user.email.endswith("@maillage.example") for user in everything(User))
    content = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line for line in content if "'" in line or "http" in line] == []


def test_every_line_of_a_story_is_one_gesture():
    lines = [line for row in load()["stories"] for line in row["story"]]
    assert len(lines) > 120
    assert [line for line in lines if len(GESTURES.keys() & line.keys()) != 1] == []
    assert stories.THEMSELVES not in {row["email"] for row in load()["staff"]}
