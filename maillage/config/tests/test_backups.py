"""A backup made while others write, put back elsewhere, is the same; touched, it is refused; who was erased stays so."""

import signal
import subprocess
import threading
import time
from datetime import date
from types import SimpleNamespace

import psycopg
import pytest

from maillage.config.backups import commands, inventory_sql
from maillage.config.backups.errors import BackupError
from maillage.config.backups.inventory import WITHOUT_ROWS
from maillage.config.backups.places import ASIDE
from maillage.config.backups.verifying import verify
from maillage.config.tests import saved_site as told
from maillage.config.tests.saved_site import CANARY, COMMAND, KEPT, PAPER
from maillage.files import storage
from maillage.support.models import Note
from maillage.vault.masters import keys_in
from maillage.vault.sealing import Unreadable
from tests import plugin

WRITTEN_MEANWHILE = {"audit_entry", "audit_chainhead"}
NOT_KEPT = {name.split(".")[1] for name in WITHOUT_ROWS}
LINE = """
INSERT INTO audit_entry (at, actor_label, verb, object_kind, object_id, details)
VALUES (now(), 'test', 'read', 'person', %s, '{}')
"""
FILES = {
    ("consultations_workbook", "key"),
    ("contributions_report", "key"),
    ("governance_itemdocument", "key"),
    ("governance_receipt", "key"),
    ("people_consent", "scan_key"),
    ("referrals_joineddocument", "key"),
    ("support_document", "key"),
    ("training_declaration", "file_key"),
}


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def site(database, tmp_path_factory):
    made = told.new_site("source", tmp_path_factory.mktemp("saved") / "data")
    told.lay_out(made)
    yield made
    told.drop(made.name)


@pytest.fixture(scope="module")
def saved(site, tmp_path_factory):
    """The file, made by the command while the journal is written; what the command said is in `site.told`."""
    folder = tmp_path_factory.mktemp("backups")
    with somebody_writes(site):
        done = site.run("backup", folder)
    assert done.returncode == 0, done.stderr
    site.told["said"] = done.stdout
    (path,) = folder.iterdir()
    return path


class somebody_writes:
    """Lines of the journal, each in its transaction with the head of its chain, from before the backup to after it."""

    def __init__(self, site):
        self.url, self.name, self.over = plugin.CLUSTER.urls()["maintenance"], site.name, threading.Event()
        self.thread = threading.Thread(target=self.write)

    def write(self):
        with psycopg.connect(self.url, dbname=self.name, autocommit=True) as connection:
            number = 0
            while not self.over.is_set():
                connection.execute(LINE, [str(number)])
                number += 1
                time.sleep(0.01)

    def __enter__(self):
        self.thread.start()

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


@pytest.fixture
def elsewhere(site, tmp_path):
    """A site without a database yet, that has the same keys."""
    made = told.new_site("target", tmp_path / "elsewhere", site.backup_keys)
    told.drop(made.name, made.name + ASIDE)
    yield made
    told.drop(made.name, made.name + ASIDE)


def test_it_is_one_sealed_file_that_says_what_it_holds(site, saved):
    assert saved.suffix == ".sauvegarde"
    assert saved.stat().st_mode & 0o777 == 0o600
    assert "Sauvegarde faite et relue" in site.told["said"]
    assert "2 documents" in site.told["said"]
    content = saved.read_bytes()
    assert len(content) > 3 * 2**20
    for word in (CANARY, "PGDMP", "Chinon", "manifest"):
        assert word.encode() not in content


def test_put_back_elsewhere_everything_is_the_same(site, saved, elsewhere):
    done = elsewhere.run("restore", saved)
    assert done.returncode == 0, done.stderr
    assert "Personnes effacées depuis, effacées de nouveau\u00a0: 0" in done.stdout
    assert "Ajoutées à la liste des personnes effacées\u00a0: 1." in done.stdout
    assert "ATTENTION\u00a0: ce site n’avait pas de liste des personnes effacées" in done.stdout
    assert elsewhere.erasures.read_text() == site.erasures.read_text()
    assert "Mises à jour" not in done.stdout
    before, after = site.rows(), elsewhere.rows()
    assert set(before) == set(after)
    assert len(before) > 250
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= WRITTEN_MEANWHILE | NOT_KEPT
    assert 0 < len(after["audit_entry"]) < len(before["audit_entry"])
    assert after["context_key"]
    assert [path.read_bytes() for path in elsewhere.documents] == [
        path.read_bytes() for path in site.documents
    ]
    with elsewhere.entered():
        assert Note.objects.using("maintenance").get(pk=site.told["note"]).synthesis == KEPT
        assert storage.read(site.told["paper"]) == PAPER
    again = elsewhere.run("restore", saved)
    assert again.returncode == 1
    assert "n’est pas vide" in again.stderr
    assert elsewhere.rows() == after


@pytest.mark.parametrize(
    ("had_list", "added", "older"), [(True, 1, True), (True, 0, False), (False, 1, False)]
)
def test_a_list_of_erasures_that_lacks_somebody_is_older_than_the_backup(had_list, added, older):
    done = SimpleNamespace(had_list=had_list, listed=added)
    assert commands._older_list(done) is older


def test_interrupted_the_name_is_free_then_who_was_erased_does_not_come_back(site, saved, elsewhere):
    kill_half_way(elsewhere, saved)
    assert told.exists(elsewhere.name + ASIDE)
    assert not told.exists(elsewhere.name)
    elsewhere.erasures.write_text(f"{site.erasures.read_text()}{date.today()} {site.told['samira']}\n")
    done = elsewhere.run("restore", saved)
    assert done.returncode == 0, done.stderr
    assert "ATTENTION" not in done.stdout
    assert "les accès sont ceux du" in done.stdout
    assert "effacées de nouveau\u00a0: 1. Documents détruits\u00a0: 1" in done.stdout
    assert not told.exists(elsewhere.name + ASIDE)
    named = {name for name, rows in elsewhere.rows().items() if str(site.told["samira"]) in "".join(rows)}
    assert named <= {"audit_entry"}
    assert CANARY not in str(elsewhere.rows())
    assert len(elsewhere.documents) == 1
    refuses_her_sealed_texts(site, elsewhere)


def refuses_her_sealed_texts(site, elsewhere):
    """What an older copy still holds of her has no key any more, and none is made."""
    (her_paper,) = {path.name for path in site.documents} - {path.name for path in elsewhere.documents}
    with site.entered():
        sealed = storage.sealed(her_paper)
    with elsewhere.entered():
        storage.put_back(her_paper, sealed)
        for open_it in (
            lambda: storage.read(her_paper),
            lambda: storage.keep(b"x", owner=site.told["samira"]),
        ):
            with pytest.raises(Unreadable):
                open_it()
        assert storage.read(site.told["paper"]) == PAPER


def kill_half_way(site, saved):
    """Once the first tables are there."""
    process = subprocess.Popen(
        [*COMMAND, "restore", str(saved)],
        env=site.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(3000):
        if told.exists(site.name + ASIDE) and has_tables(site.name + ASIDE):
            break
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()


def has_tables(name):
    with told.as_superuser(name) as inside:
        return inside.execute("SELECT FROM pg_tables WHERE schemaname = 'public'").fetchone() is not None


def touched(saved, folder, damage):
    content, half = bytearray(saved.read_bytes()), saved.stat().st_size // 2
    if damage == "flipped":
        content[half] ^= 1
    elif damage == "cut":
        del content[half:]
    else:
        content[half : half + 2**20] = content[half + 2**19 : half + 2**20] + content[half : half + 2**19]
    path = folder / "touched.sauvegarde"
    path.write_bytes(content)
    return path


def test_touched_it_is_refused_and_nothing_is_left(saved, elsewhere, tmp_path):
    done = elsewhere.run("restore", touched(saved, tmp_path, "flipped"))
    assert done.returncode == 1
    assert "abîmée" in done.stderr
    assert "Traceback" not in done.stderr
    assert not told.exists(elsewhere.name)
    assert not told.exists(elsewhere.name + ASIDE)
    assert elsewhere.documents == []


@pytest.mark.parametrize("damage", ["cut", "swapped"])
def test_cut_or_with_its_octets_moved_it_is_refused(site, saved, tmp_path, damage):
    with pytest.raises(BackupError, match="abîmée"):
        verify(touched(saved, tmp_path, damage), keys_in(site.backup_keys))


def test_without_its_key_it_is_refused(site, saved, elsewhere, tmp_path):
    other = tmp_path / "other-keys"
    other.write_text(told.new_key())
    done = elsewhere.run("restore", saved, MAILLAGE_BACKUP_KEYS=str(other))
    assert done.returncode == 1
    assert "n’est pas dans le fichier des clés" in done.stderr
    (name,) = keys_in(site.backup_keys)
    with pytest.raises(BackupError, match=f"La clé «\u00a0{name}\u00a0» n’ouvre pas"):
        verify(saved, {name: bytes(32)})


def test_it_can_be_read_again_at_any_time(saved, elsewhere):
    done = elsewhere.run("backup", "--verify", saved)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Sauvegarde lue en entier")


def test_a_disk_that_takes_no_more_leaves_nothing(site, tmp_path):
    """As a full one does: writing stops in the middle of the dump."""
    limited = ["sh", "-c", 'ulimit -f 2000; exec "$@"', "sh", *COMMAND, "backup", str(tmp_path)]
    done = subprocess.run(limited, env=site.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("La sauvegarde n’a pas pu être faite\u00a0: ")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_every_column_that_names_a_file_is_known(site):
    found = {(table, column) for _, table, column in site.ask(inventory_sql.KEY_COLUMNS)}
    assert found >= FILES
