"""A structure closes: it takes its own away, leaves nobody without saying so, and reads nothing any more."""

import json
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from types import SimpleNamespace
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.models import Membership
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, signed_in
from maillage.audit.models import Entry
from maillage.directory.models import Structure
from maillage.people.models import Attachment, Conflict, Consent, Person
from maillage.people.tests.factories import attach, give, make_family, make_person
from maillage.permissions.context import acting
from maillage.support.models import Accompaniment, Act, Appointment, DirectQuestion, Handover
from maillage.support.tests.factories import (
    make_accompaniment,
    make_appointment,
    make_document,
    make_goal,
    make_note,
    make_question,
)
from tests.plugin import become

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "maintenance"])


@pytest.fixture
def closing(settings, tmp_path):
    """An association follows Samira (led by the département) and Paul (led by itself), and reads Nadia's file."""
    settings.MAILLAGE_FILES = tmp_path / "files"
    settings.MAILLAGE_ERASURES = tmp_path / "erasures"
    (tmp_path / "out").mkdir()
    with become("maintenance"):
        town = _town()
    return SimpleNamespace(**town, folder=tmp_path / "out")


def _town():
    shut, lead = make_structure("Association du Pont"), make_structure("MDS de Chinon")
    worker, boss = make_member(Role.SOCIAL_WORKER, shut), make_member(Role.ADMINISTRATOR, shut)
    taker, far = make_member(Role.SOCIAL_WORKER, lead), make_member(Role.SOCIAL_WORKER)
    home, samira, _ = make_family(worker)
    paul, nadia = make_person("Paul", "Petit"), make_person("Nadia", "Roy")
    attach(worker, paul)
    attach(far, nadia, paul)
    consent = give(nadia, worker, "health")
    led = make_accompaniment(samira, worker, lead_structure_id=lead.pk)
    own = make_accompaniment(paul, worker)
    note = make_note(samira, worker, synthesis="Loyer impayé")
    make_note(samira, worker, "personal", synthesis="secret")
    make_note(paul, far, synthesis="à d’autres")
    make_goal(samira, worker, words="Un logement")
    make_question(samira, worker, question="Le dossier est-il complet ?")
    make_document(samira, worker, b"contenu", name="../../avis.TXT")
    make_appointment(samira, worker, timezone.now() + timedelta(days=2))
    return locals()


def run(town, *arguments):
    said = StringIO()
    call_command("close_structure", str(town.shut.public_id), *arguments, stdout=said)
    return said.getvalue()


def close(town, *more):
    who = ["--apply", "--folder", str(town.folder), "--by", town.boss.user.email]
    return run(town, *who, "--successor", f"{town.samira.pk}={town.taker.user.email}", *more)


def test_the_preview_counts_names_nobody_and_changes_nothing(closing):
    said = run(closing, "--preview")
    assert "Accords à arrêter : 1. Rôles à retirer : 2." in said
    assert f"À reprendre par MDS de Chinon : {closing.samira.pk}" in said
    assert f"Accompagnement terminé, {closing.paul.pk}" in said
    assert "Samira" not in said
    with become("maintenance"):
        assert Structure.objects.get(pk=closing.shut.pk).active
        assert Attachment.objects.filter(ended_at=None, structure=closing.shut).count() == 5


def test_after_it_nobody_there_reads_anything(closing):
    client = Client()
    signed_in(client, member=closing.worker)
    assert client.get(reverse("people:person", args=[closing.samira.pk])).status_code == 200
    close(closing)
    for person in (closing.samira, closing.paul, closing.nadia):
        assert client.get(reverse("people:person", args=[person.pk])).status_code in (302, 403, 404)
        assert client.post(reverse("support:write", args=[person.pk]), {}).status_code in (302, 403, 404)
    with become("maintenance"):
        assert not Attachment.objects.filter(ended_at=None, structure=closing.shut).exists()
        assert not Membership.objects.current(timezone.localdate()).filter(structure=closing.shut).exists()
        line = Consent.objects.get(pk=closing.consent.pk)
        assert (line.withdrawn_way, line.withdrawn_by_id) == ("law", closing.boss.user_id)
        assert not Structure.objects.get(pk=closing.shut.pk).active
        assert Entry.objects.filter(verb="consent_withdrawn", details__why="structure_closed").count() == 1
    for member in (closing.worker, closing.boss):
        actor = actor_of(member)
        assert not actor.roles
        with acting(actor):
            assert not Person.objects.exists()


def test_each_person_keeps_a_referent_or_is_told(closing):
    close(closing)
    with acting(actor_of(closing.taker)):
        followed = Accompaniment.objects.get(person=closing.samira)
        assert (followed.referent_id, followed.closed_on) == (closing.taker.user_id, None)
        assert closing.home.members.count() == 2
        assert Act.objects.filter(person=closing.samira, what__startswith="Nouveau référent").exists()
    with acting(actor_of(closing.far)):
        ended = Accompaniment.objects.get(person=closing.paul)
        assert (ended.closed_reason, bool(ended.closed_on)) == ("la structure a fermé", True)
        assert Act.objects.filter(person=closing.paul, what__contains="la structure a fermé").exists()
    with become("maintenance"):
        assert Appointment.objects.get().state == "cancelled"
        assert DirectQuestion.objects.get().state == "closed"


def test_the_archive_is_its_own_data_and_only_that(closing):
    said = close(closing)
    (path,) = closing.folder.iterdir()
    assert str(path) in said
    assert path.stat().st_mode & 0o777 == 0o600
    with ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert set(archive.namelist()) == {*manifest["sha256"], "manifest.json"}
        for name, fingerprint in manifest["sha256"].items():
            assert sha256(archive.read(name)).hexdigest() == fingerprint
            assert ".." not in name
        whole = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".json"))
        told = json.loads(archive.read(f"personnes/{closing.samira.pk}/dossier.json"))
        document = next(name for name in manifest["sha256"] if "/documents/" in name)
        assert archive.read(document) == b"contenu"
    assert (manifest["persons"], manifest["unreadable"]) == (3, 0)
    assert [one["synthesis"] for one in told["note"]] == ["Loyer impayé"]
    assert told["goal"][0]["words"] == "Un logement"
    assert told["directquestion"][0]["question"] == "Le dossier est-il complet ?"
    assert told["not_here"] == {"working_notes": 1, "notes_of_others": 0, "protected_addresses": 0}
    for words in ("secret", "à d’autres", "Nadia"):
        assert words not in whole


def test_a_file_that_is_gone_is_counted_and_stops_nothing(closing, settings):
    for path in (settings.MAILLAGE_FILES / "documents").rglob("*"):
        if path.is_file():
            path.unlink()
    assert "fichiers : 0, illisibles : 1" in close(closing)


def test_a_handover_under_way_ends(closing):
    with become("maintenance"):
        told = {"reason": "x", "note": "x", "taker": closing.boss.user, "taker_structure": closing.shut}
        row = Handover.objects.create(
            accompaniment=closing.own, person=closing.paul, giver=closing.worker.user, **told
        )
    close(closing)
    with become("maintenance"):
        assert Handover.objects.get(pk=row.pk).state == "declined"


def test_twice_changes_nothing_more(closing):
    close(closing)
    with become("maintenance"):
        before = Accompaniment.objects.order_by("pk").values_list("version", flat=True)
        before = list(before)
    (archive,) = closing.folder.iterdir()
    content = archive.read_bytes()
    with pytest.raises(CommandError, match="déjà fermée"):
        run(closing, "--apply", "--folder", str(closing.folder), "--by", closing.boss.user.email)
    assert archive.read_bytes() == content
    with become("maintenance"):
        assert list(Accompaniment.objects.order_by("pk").values_list("version", flat=True)) == before


def test_an_archive_already_there_is_not_lost(closing):
    kept = closing.folder / f"structure-{closing.shut.public_id}-{timezone.localdate():%Y-%m-%d}.zip"
    kept.write_bytes(b"avant")
    with pytest.raises(CommandError, match="existe déjà"):
        close(closing)
    assert kept.read_bytes() == b"avant"


def refused(closing, match, *arguments):
    with pytest.raises(CommandError, match=match):
        run(closing, *arguments)
    with become("maintenance"):
        assert Structure.objects.get(pk=closing.shut.pk).active
    assert list(closing.folder.iterdir()) == []


def test_what_is_missing_or_wrong_is_said_and_nothing_is_done(closing):
    folder, by = ["--folder", str(closing.folder)], ["--by", closing.boss.user.email]
    refused(closing, "--folder", "--apply", *by)
    refused(closing, "--folder", "--apply", *by, "--folder", str(closing.folder / "absent"))
    refused(closing, "--by", "--apply", *folder)
    refused(closing, "--by", "--apply", *folder, "--by", "personne@exemple.test")
    refused(closing, "Nommez qui reprend", "--apply", *folder, *by)
    refused(closing, "PERSONNE=E-MAIL", "--apply", *folder, *by, "--successor", "Samira")
    refused(closing, "Personne à reprendre", "--apply", *folder, *by, "--successor", f"{uuid4()}=x@y.fr")
    far = f"{closing.samira.pk}={closing.far.user.email}"
    refused(closing, "ne reçoit pas de public", "--apply", *folder, *by, "--successor", far)
    with become("maintenance"):
        Conflict.objects.create(
            person=closing.samira, agent=closing.taker.user, by=closing.worker.user, reason="voisine"
        )
    kept_out = f"{closing.samira.pk}={closing.taker.user.email}"
    refused(closing, "ne peut pas reprendre", "--apply", *folder, *by, "--successor", kept_out)
    with pytest.raises(CommandError, match="Aucune structure"):
        call_command("close_structure", str(uuid4()), "--preview")


def test_a_folder_that_cannot_be_written_closes_nothing(closing, monkeypatch):
    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CommandError, match="rien n’est fermé"):
        close(closing)
    monkeypatch.undo()
    assert list(closing.folder.iterdir()) == []
    with become("maintenance"):
        assert Structure.objects.get(pk=closing.shut.pk).active
