"""Files nobody has met for long: archived, then erased, never while something holds them; and somebody who comes back."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, signed_in
from maillage.audit.models import Entry
from maillage.clocks.months import same_day
from maillage.people.models import Attachment, Conflict, MatchAttempt, Person, SpaceAccess
from maillage.people.tests.factories import attach, enter_space, make_person
from maillage.permissions.context import acting
from maillage.support.actions import erasing
from maillage.support.actions import retention as actions
from maillage.support.models import Act, DataRequest, LegalHold, Note, RetentionRule
from maillage.support.queries.retention import coming
from maillage.support.tasks import archive_dormant
from maillage.support.tests.factories import make_accompaniment, make_appointment, make_note, make_promise
from maillage.vault.erasures import erased
from tests.plugin import become

TODAY = timezone.localdate()
SOON = f"{TODAY + timedelta(days=90):%d/%m/%Y}"
LONG_AGO = TODAY - timedelta(days=800)
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "maintenance"])


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MAILLAGE_FILES = tmp_path / "files"
    settings.MAILLAGE_ERASURES = tmp_path / "erasures"


@pytest.fixture
def quiet(town):
    """Nobody has met Samira for long; her child was seen last month; both live in the same home."""
    with become("maintenance"):
        Person.objects.filter(pk=town.samira.pk).update(last_contact_on=LONG_AGO)
        Person.objects.filter(pk=town.child.pk).update(last_contact_on=TODAY - timedelta(days=30))
        make_note(town.samira, town.worker, synthesis="à garder un temps")
    town.client = Client()
    signed_in(town.client, member=town.worker)
    return town


def run(*arguments):
    said = StringIO()
    call_command("retention", *arguments, stdout=said)
    return said.getvalue()


def erased_of(path, *persons, visa="AD37, bordereau 12"):
    """What the command says once this list is approved."""
    path.write_text("identifiant\n" + "\n".join(str(one.pk) for one in persons), encoding="utf-8")
    return run("--erase", str(path), "--visa", visa)


def archived(person):
    with become("maintenance"):
        return Person.objects.get(pk=person.pk).archived_on


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 24, date(2024, 1, 15)),
        (date(2024, 2, 29), 24, date(2022, 2, 28)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
    ],
)
def test_months_before(day, months, expected):
    assert same_day(day, -months) == expected


def test_the_rule_comes_with_its_source_and_without_one_nothing_is_done(quiet):
    with become("maintenance"):
        found = RetentionRule.objects.get()
        assert "2023-095" in found.text
        assert found.source.startswith("https://www.cnil.fr/")
        RetentionRule.objects.all().update(since=TODAY + timedelta(days=1))
    with pytest.raises(CommandError, match="Aucune durée"):
        run("--archive")
    assert archived(quiet.samira) is None


def test_the_preview_lists_identifiers_and_changes_nothing(quiet):
    said = run("--preview")
    assert "À archiver : 1." in said
    assert f"{quiet.here} ({quiet.here.public_id}) : 1" in said
    assert str(quiet.samira.pk) in said
    assert str(quiet.child.pk) not in said
    assert "Samira" not in said
    assert archived(quiet.samira) is None


def test_archived_nobody_reads_any_more_and_the_others_of_the_home_do(quiet):
    own = Client()
    with become("maintenance"):
        enter_space(own, quiet.samira)
    assert own.get(reverse("people:space")).status_code == 200
    assert "Dossiers archivés : 1." in run("--archive")
    assert archived(quiet.samira) == TODAY
    for member in (quiet.worker, quiet.mate, quiet.partner):
        with acting(actor_of(member)):
            assert not Person.objects.filter(pk=quiet.samira.pk).exists()
            assert not Note.objects.exists()
    with acting(actor_of(quiet.worker)):
        assert Person.objects.filter(pk=quiet.child.pk).exists()
        assert quiet.home.members.exists()
    assert own.get(reverse("people:space")).status_code == 302
    with become("maintenance"):
        assert Note.objects.get(person=quiet.samira).synthesis == "à garder un temps"
        assert Entry.objects.filter(verb="archived", object_id=str(quiet.samira.pk)).count() == 1
        assert not SpaceAccess.objects.filter(ended_at=None).exists()
    assert "Dossiers archivés : 0." in run("--archive")


def test_a_home_closes_with_its_last_member(quiet):
    with become("maintenance"):
        Person.objects.filter(pk=quiet.child.pk).update(last_contact_on=LONG_AGO)
    run("--archive")
    with become("maintenance"):
        assert not Attachment.objects.filter(ended_at=None).exists()


@pytest.fixture
def over(quiet, tmp_path):
    """Samira's archive is over: only a visa is missing."""
    run("--archive")
    with become("maintenance"):
        Person.objects.filter(pk=quiet.samira.pk).update(archived_on=TODAY - timedelta(days=1100))
    quiet.listed = tmp_path / "liste.csv"
    return quiet


def test_after_the_archive_and_a_visa_it_is_erased_for_good(over):
    assert coming(TODAY).counts() == {"archive": 0, "erase": 1}
    assert "à faire viser : 1." in run("--list", str(over.listed))
    said = over.listed.read_text()
    assert said.splitlines()[1].startswith(str(over.samira.pk))
    assert "Samira" not in said
    assert "Effacés : 1." in run("--erase", str(over.listed), "--visa", "AD37, bordereau 12")
    with become("maintenance"):
        assert not Person.objects.filter(pk=over.samira.pk).exists()
        assert Person.objects.filter(pk=over.child.pk).exists()
        why = Entry.objects.filter(verb="erased").get().details["why"]
    assert (why.startswith("retention"), why.endswith("visa AD37, bordereau 12")) == (True, True)
    assert over.samira.pk in erased()
    assert "Effacés : 0." in run("--erase", str(over.listed), "--visa", "AD37, bordereau 12")


def test_nobody_is_erased_without_a_visa_nor_out_of_the_list(over):
    run("--list", str(over.listed))
    with pytest.raises(CommandError, match="visa"):
        run("--erase", str(over.listed))
    with pytest.raises(CommandError, match="visa"):
        run("--erase", str(over.listed), "--visa", " ")
    run("--archive")
    assert "Effacés : 0." in erased_of(over.listed, over.child)
    with become("maintenance"):
        assert Person.objects.filter(pk__in=[over.samira.pk, over.child.pk]).count() == 2
    assert erased() == frozenset()


@pytest.mark.parametrize(
    ("text", "said"),
    [("identifiant\nSamira", "Ligne 2"), ("identifiant;lu\n{0};x\n\n{0}1", "Ligne 4")],
)
def test_a_list_that_cannot_be_read_erases_nobody(over, text, said):
    over.listed.write_text(text.format(over.samira.pk), encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        run("--erase", str(over.listed), "--visa", "x")
    with pytest.raises(CommandError, match="lu ou écrit"):
        run("--erase", str(over.listed / "absent"), "--visa", "x")
    assert erased() == frozenset()


def test_a_list_that_excel_wrote_again_is_read(over):
    over.listed.write_bytes(f'"identifiant";"archivé le"\r\n"{over.samira.pk}";"é"\r\n'.encode("cp1252"))
    assert "Effacés : 1." in run("--erase", str(over.listed), "--visa", "x")


def test_at_night_files_are_archived_when_it_was_chosen_and_nobody_is_erased(quiet, settings):
    settings.ARCHIVE_EVERY_NIGHT = False
    archive_dormant(timestamp=0)
    assert archived(quiet.samira) is None
    settings.ARCHIVE_EVERY_NIGHT = True
    archive_dormant(timestamp=0)
    assert archived(quiet.samira) == TODAY
    with become("maintenance"):
        Person.objects.filter(pk=quiet.samira.pk).update(archived_on=TODAY - timedelta(days=1100))
        assert Entry.objects.get(verb="archived").actor_label == "archivage de nuit"
    archive_dormant(timestamp=0)
    with become("maintenance"):
        assert Person.objects.filter(pk=quiet.samira.pk).exists()


def test_whoever_came_back_during_the_run_is_not_erased(over, monkeypatch):
    locked = erasing._locked

    def comes_back(wanted, still):
        with become("maintenance"):
            Person.objects.filter(pk=over.samira.pk).update(archived_on=None, last_contact_on=TODAY)
        return locked(wanted, still)

    monkeypatch.setattr(erasing, "_locked", comes_back)
    assert "Effacés : 0." in erased_of(over.listed, over.samira)
    assert erased() == frozenset()


HOLDS = {
    "a référent": lambda town: make_accompaniment(town.samira, town.worker),
    "a promise": lambda town: make_promise(town.samira, town.worker, date(2026, 1, 12)),
    "an appointment": lambda town: make_appointment(
        town.samira, town.worker, timezone.now() + timedelta(days=1)
    ),
    "a hold": lambda town: LegalHold.objects.create(
        person=town.samira, reason="x", until=TODAY, placed_by_id=town.worker.user_id
    ),
    "a request": lambda town: DataRequest.objects.create(
        person=town.samira, kind="correct", asked_on=TODAY, due_on=TODAY
    ),
    "a contact": lambda town: Person.objects.filter(pk=town.samira.pk).update(
        last_contact_on=same_day(TODAY, -24)
    ),
}


@pytest.mark.parametrize("what", HOLDS)
def test_never_while_something_holds_it(quiet, what, tmp_path):
    with become("maintenance"):
        HOLDS[what](quiet)
    run("--archive")
    assert archived(quiet.samira) is None
    if what != "a contact":
        with become("maintenance"):
            Person.objects.filter(pk=quiet.samira.pk).update(archived_on=TODAY - timedelta(days=1100))
        assert "Effacés : 0." in erased_of(tmp_path / "liste.csv", quiet.samira)


def test_many_are_archived_by_steps(quiet, monkeypatch):
    monkeypatch.setattr(actions, "STEP", 2)
    with become("maintenance"):
        for _ in range(5):
            attach(quiet.worker, make_person("Paul", "Petit", last_contact_on=LONG_AGO))
    assert "Dossiers archivés : 6." in run("--archive")


def test_who_follows_them_sees_the_list_and_decides(quiet):
    url = reverse("support:retention")
    assert "Samira BENALI" in quiet.client.get(url).content.decode()
    other = Client()
    signed_in(other, member=quiet.other)
    assert "Samira" not in other.get(url).content.decode()
    page = reverse("support:hold", args=[quiet.samira.pk])
    for bad in ({}, {"reason": "recours"}, {"reason": "recours", "until": "31/02/2099"}, {"reason": "", "until": SOON},
                {"reason": "recours", "until": f"{TODAY:%d/%m/%Y}"}):  # fmt: skip
        assert quiet.client.post(page, bad).status_code == 422
    assert quiet.client.post(page, {"reason": "recours 🏠", "until": SOON}).url == url
    assert quiet.client.post(page, {"reason": "encore", "until": SOON}).status_code == 422
    run("--archive")
    assert archived(quiet.samira) is None
    assert "recours 🏠" in quiet.client.get(page).content.decode()
    with acting(actor_of(quiet.worker)):
        hold = LegalHold.objects.get()
    lift = reverse("support:lift_hold", args=[quiet.samira.pk, hold.pk])
    assert other.post(lift).status_code == 404
    assert quiet.client.post(lift).url == url
    run("--archive")
    assert archived(quiet.samira) == TODAY


def test_a_contact_starts_the_clock_again(quiet):
    page = reverse("support:retention_contact", args=[quiet.samira.pk])
    quiet.client.post(page, {"on": "31/02/2026"})
    quiet.client.post(page, {"on": f"{TODAY + timedelta(days=1):%d/%m/%Y}"})
    assert "Samira" in quiet.client.get(reverse("support:retention")).content.decode()
    quiet.client.post(page, {"on": f"{TODAY:%d/%m/%Y}"})
    assert "Samira" not in quiet.client.get(reverse("support:retention")).content.decode()
    assert "Dossiers archivés : 0." in run("--archive")


HER = {"first_name": "Samira", "last_name": "Benali", "birth_date": "30/04/1992", "motive": "elle revient"}


def test_she_comes_back_and_her_former_structure_opens_her_file(quiet):
    run("--archive")
    url = reverse("support:reopen")
    elsewhere = Client()
    signed_in(elsewhere, member=make_member(Role.SOCIAL_WORKER))
    refused = elsewhere.post(url, HER)
    assert refused.status_code == 422
    nobody = elsewhere.post(url, {**HER, "first_name": "Personne"})
    assert nobody.status_code == 422
    mate = Client()
    signed_in(mate, member=quiet.other)
    for missing in HER:
        assert mate.post(url, {k: v for k, v in HER.items() if k != missing}).status_code == 422
    assert mate.post(url, HER).url == reverse("people:person", args=[quiet.samira.pk])
    with acting(actor_of(quiet.other)):
        assert Note.objects.get().synthesis == "à garder un temps"
        assert Act.objects.filter(what="Dossier archivé, rouvert").exists()
        assert quiet.home.members.exists()
    assert archived(quiet.samira) is None
    with become("maintenance"):
        assert Entry.objects.filter(verb="reopen_unanswered").count() == 2
        assert MatchAttempt.objects.count() == 3
    assert "Dossiers archivés : 0." in run("--archive")
    assert mate.post(url, HER).status_code == 422


def test_an_agent_kept_out_reopens_nothing(quiet):
    with become("maintenance"):
        Conflict.objects.create(
            person=quiet.samira, agent=quiet.other.user, by=quiet.worker.user, reason="voisine"
        )
    run("--archive")
    client = Client()
    signed_in(client, member=quiet.other)
    assert client.post(reverse("support:reopen"), HER).status_code == 422
    assert archived(quiet.samira) == TODAY
