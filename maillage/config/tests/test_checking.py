"""Each sentence of `maillage check`, by breaking what it speaks of; a well-kept installation has nothing to say."""

import os
import socket
import ssl
import stat
import subprocess
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError, connection

from maillage.config.backups.keys import new_key
from maillage.config.checking import command, database, machine, told
from maillage.config.monitoring import state
from maillage.pages import texts
from tests.plugin import become

FROM_A_DAY = "DELETE FROM procrastinate_workers"


def said(check):
    return [one.what.replace("\u00a0", " ") for one in check()]


def about(check, words):
    """The one sentence of this check that says so, and what to do."""
    (found,) = [one for one in check() if words in one.what.replace("\u00a0", " ")]
    assert found.cure
    return found


@pytest.fixture
def kept(settings, tmp_path):
    """An installation as the guide says."""
    for name in ("data", "static/web", "backups"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "data").chmod(0o700)
    settings.MAILLAGE_DATA, settings.STATIC_ROOT = tmp_path / "data", tmp_path / "static"
    settings.MAILLAGE_FILES = tmp_path / "data/files"
    settings.BACKUPS, settings.BACKUP_URL = tmp_path / "backups", "postgres:///x"
    settings.MAILLAGE_BACKUP_KEYS = tmp_path / "backup-keys"
    settings.MAILLAGE_BACKUP_KEYS.write_text(new_key())
    settings.MAILLAGE_BACKUP_KEYS.chmod(0o600)
    settings.MAILLAGE_ERASURES = tmp_path / "erasures"
    settings.MAILLAGE_MASTER_KEYS = tmp_path / "master-keys"
    settings.MAILLAGE_MASTER_KEYS.write_text(new_key())
    settings.MAILLAGE_MASTER_KEYS.chmod(0o600)
    settings.SECRET_KEY = "0123456789abcdef" * 4
    settings.HTTPS = settings.BEHIND_PROXY = settings.SECOND_FACTOR_REQUIRED = True
    settings.ALLOWED_HOSTS = ["maillage.test"]
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", "maillage@exemple.test"
    settings.ALERTS = ["informatique@exemple.test"]
    settings.MAILLAGE_TEXTS = tmp_path / "texts"
    settings.MAILLAGE_TEXTS.mkdir()
    (settings.MAILLAGE_TEXTS / "declaration.md").write_text("# À nous\n\nLe site est **non conforme**.\n")
    saved(settings.BACKUPS, 2)
    texts.document.cache_clear()
    yield settings
    texts.document.cache_clear()


def saved(folder, hours):
    made = datetime.now(UTC) - timedelta(hours=hours)
    (folder / f"maillage-{made:%Y-%m-%dT%H%M%S}Z.sauvegarde").touch()


class TestTold:
    def test_well_told_there_is_nothing_to_say(self, kept, monkeypatch):
        kept.MAILLAGE_SENDERS = {**kept.MAILLAGE_SENDERS, "sms": "a.Gateway"}
        kept.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        monkeypatch.setattr(told, "_answers_in_https", lambda name: iter(()))
        assert [words for check in told.CHECKS for words in said(check)] == []

    @pytest.mark.parametrize("key", ["trop courte", "a" * 60])
    def test_a_weak_secret(self, kept, key):
        kept.SECRET_KEY = key
        assert about(told.secret_key, "trop courte ou trop simple").serious

    def test_names(self, kept):
        kept.ALLOWED_HOSTS = ["*"]
        assert about(told.names, "accepte tous les noms").serious
        kept.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
        assert about(told.names, "ne nomme que cette machine").serious

    def test_in_clear(self, kept):
        kept.HTTPS = False
        assert about(told.https, "passeraient en clair").serious

    def test_without_a_proxy(self, kept):
        kept.BEHIND_PROXY, kept.ALLOWED_HOSTS = False, []
        assert not about(told.https, "MAILLAGE_PROXY").serious

    def test_nobody_answers_in_https(self, kept, monkeypatch):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        monkeypatch.setattr(told, "HTTPS_PORT", port)
        monkeypatch.setattr(told, "public_names", lambda: ["127.0.0.1"])
        assert not about(told.https, "ne répond pas depuis cette machine").serious

    def test_a_certificate_that_nobody_signed(self, kept, monkeypatch, tmp_path):
        with closing(self_signed(tmp_path)) as server:
            monkeypatch.setattr(told, "HTTPS_PORT", server.getsockname()[1])
            monkeypatch.setattr(told, "public_names", lambda: ["localhost"])
            assert about(told.https, "Le certificat de localhost est refusé").serious

    def test_one_factor(self, kept):
        kept.SECOND_FACTOR_REQUIRED = False
        assert about(told.second_factor, "un mot de passe volé suffit").serious

    def test_no_mail_leaves(self, kept):
        kept.EMAIL_HOST = ""
        assert about(told.mail, "Aucun serveur de courriel").serious
        kept.EMAIL_FILE_PATH = "/tmp/mails"
        assert about(told.mail, "aucun ne part").serious

    def test_the_mail_server_does_not_answer(self, kept):
        kept.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        with socket.create_server(("127.0.0.1", 0)) as taken:
            kept.EMAIL_PORT = taken.getsockname()[1]
        assert about(told.mail, f"127.0.0.1:{kept.EMAIL_PORT} ne répond pas").serious

    @pytest.mark.parametrize("sender", ["maillage@localhost", "nobody"])
    def test_a_sender_that_is_refused(self, kept, sender):
        kept.DEFAULT_FROM_EMAIL = sender
        assert about(told._sender, sender).serious

    def test_nobody_is_told_of_what_fails(self, kept):
        kept.ALERTS = []
        assert not about(told.alerts, "Personne n’est prévenu").serious
        kept.ALERTS = ["ada@exemple.test", "le standard"]
        assert about(told.alerts, "« le standard », qui n’est pas une adresse").serious

    def test_figures_that_everybody_would_read(self, kept):
        kept.METRICS_FROM = [ip_network("10.0.0.0/8")]
        kept.BEHIND_PROXY = False
        assert said(told.figures) == []
        kept.METRICS_FROM = [ip_network("127.0.0.1")]
        assert not about(told.figures, "chacun lirait /sante/mesures").serious
        kept.BEHIND_PROXY = True
        assert said(told.figures) == []

    def test_a_statement_of_accessibility_that_nobody_completed(self, kept):
        kept.MAILLAGE_TEXTS = None
        assert about(told.statement, "La déclaration d’accessibilité").serious
        kept.DEMONSTRATION = True
        assert not about(told.statement, "La déclaration d’accessibilité").serious

    def test_no_sms_leaves(self, kept):
        assert not about(told.other_messages, "Aucun SMS").serious


def self_signed(folder):
    """A server whose certificate is its own."""
    key, certificate = folder / "key.pem", folder / "cert.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run([*command, "-out", certificate, "-keyout", key], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = socket.create_server(("localhost", 0))

    def serve():
        try:
            with server.accept()[0] as plain, context.wrap_socket(plain, server_side=True):
                pass
        except OSError:
            return

    threading.Thread(target=serve, daemon=True).start()
    return server


class TestMachine:
    def test_well_kept_there_is_nothing_to_say(self, kept, monkeypatch):
        monkeypatch.setattr(state, "DISK_FREE", 0)
        assert said(machine.folders) + said(machine.keys) == []
        assert [one for one in machine.backups() if one.serious] == []

    def test_folders(self, kept, tmp_path, monkeypatch):
        kept.MAILLAGE_DATA.chmod(0o755)
        assert about(machine.folders, "D’autres comptes du serveur entrent").serious
        kept.STATIC_ROOT = tmp_path / "nowhere"
        assert not about(machine.folders, "feuilles de style").serious
        monkeypatch.setattr(state, "DISK_FREE", 10**18)
        assert about(machine.folders, "Il reste moins de 1 Go").serious
        monkeypatch.setattr(os, "access", lambda path, mode: False)
        assert about(machine.folders, "Ce compte n’écrit pas").serious
        kept.MAILLAGE_DATA = tmp_path / "nowhere"
        assert about(machine.folders, "n’existe pas").serious

    def test_keys_that_others_read(self, kept):
        kept.MAILLAGE_MASTER_KEYS.chmod(0o640)
        kept.MAILLAGE_BACKUP_KEYS.chmod(0o604)
        assert about(machine.keys, "lire les clés maîtresses").serious
        assert about(machine.keys, "lire les clés des sauvegardes").serious

    def test_keys_that_are_lost_or_the_same(self, kept, tmp_path):
        kept.MAILLAGE_BACKUP_KEYS = kept.MAILLAGE_MASTER_KEYS
        assert about(machine.keys, "aussi une clé maîtresse").serious
        kept.MAILLAGE_BACKUP_KEYS = kept.MAILLAGE_MASTER_KEYS = tmp_path / "lost"
        assert about(machine.keys, "Les clés maîtresses").serious
        assert about(machine.keys, "Les clés des sauvegardes").serious

    def test_a_list_of_erasures_that_is_not_one(self, kept):
        kept.MAILLAGE_ERASURES.write_text("anything\n")
        assert about(machine.keys, str(kept.MAILLAGE_ERASURES)).serious

    def test_backups(self, kept, tmp_path):
        assert not about(machine.backups, "sur le disque des données").serious
        for path in kept.BACKUPS.iterdir():
            path.unlink()
        assert about(machine.backups, "Aucune sauvegarde dans").serious
        saved(kept.BACKUPS, 50)
        assert about(machine.backups, "La dernière sauvegarde a 50 heures").serious
        kept.BACKUPS = tmp_path / "nowhere"
        assert about(machine.backups, "Le dossier des sauvegardes n’existe pas").serious
        kept.BACKUP_URL = ""
        assert about(machine.backups, "DATABASE_BACKUP_URL manque").serious
        kept.BACKUPS, kept.BACKUP_URL = None, "postgres:///x"
        assert about(machine.backups, "MAILLAGE_BACKUPS").serious

    def test_another_machine_makes_the_backups(self, kept, monkeypatch, tmp_path):
        kept.BACKUPS, kept.BACKUP_URL = None, ""
        kept.MAILLAGE_BACKUP_KEYS = tmp_path / "nowhere"
        assert not about(machine.backups, "ne fait aucune sauvegarde").serious
        assert said(machine.keys) == []
        monkeypatch.setattr(machine, "SYSTEMD", tmp_path)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
        answer(tmp_path / "systemctl", "disabled")
        answer(tmp_path / "timedatectl", "yes")
        assert [one.serious for one in machine.timers()] == [False, False, True]

    def test_without_systemd_it_says_so(self, kept, monkeypatch, tmp_path):
        monkeypatch.setattr(machine, "SYSTEMD", tmp_path / "nowhere")
        assert not about(machine.timers, "Pas de systemd").serious

    def test_timers_and_clock(self, kept, monkeypatch, tmp_path):
        monkeypatch.setattr(machine, "SYSTEMD", tmp_path)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
        answer(tmp_path / "systemctl", "enabled")
        answer(tmp_path / "timedatectl", "yes")
        assert said(machine.timers) == []
        answer(tmp_path / "systemctl", "disabled")
        answer(tmp_path / "timedatectl", "no")
        assert [words.split()[0] for words in said(machine.timers)] == [*machine.TIMERS, "L’horloge"]

    def test_its_timers_are_those_that_are_delivered(self):
        delivered = Path(__file__).resolve().parents[3] / "deploy/systemd"
        assert set(machine.TIMERS) == {path.name for path in delivered.glob("*.timer")}


def answer(program, words):
    program.write_text(f"#!/bin/sh\necho {words}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def execute(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


@pytest.mark.django_db
class TestDatabase:
    @pytest.fixture(autouse=True)
    def one_connection(self, monkeypatch):
        """What a test breaks is undone with its transaction: all is asked there, as the role that is asked for."""
        asked = {"owner": "owner", "maintenance": "maintenance"}

        def rows(alias, statement, *values):
            if alias not in asked:
                return plain(statement, values)
            with become(asked[alias]):
                return plain(statement, values)

        def plain(statement, values):
            with connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                return list(cursor.fetchall())

        monkeypatch.setattr(database, "rows", rows)

    def test_a_sound_database_has_nothing_to_say(self):
        execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
        sound = (
            database.reached,
            database.roles,
            database.row_security,
            database.migrations,
            database.server,
            database.queue,
        )
        assert [words for check in sound for words in said(check)] == []

    @pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
    def test_unreachable(self, monkeypatch, kind):
        def lost(*_):
            raise kind("connection refused\nmore")

        monkeypatch.setattr(database, "rows", lost)
        assert [words.split(" : ")[0] for words in said(database.reached)] == [
            f"La base ne répond pas avec {name}" for name in database.VARIABLES.values()
        ]

    def test_the_wrong_role(self):
        with become("maintenance"):
            assert about(database.roles, "Le rôle de DATABASE_URL (maillage_maintenance) passe outre").serious
        with become("owner"):
            assert about(database.roles, "possède des tables").serious
            assert about(database.roles, "peut devenir maillage_maintenance").serious
        (root,) = database._attributes("X", ("root", True, True), False)
        assert root.what.startswith("X est un administrateur")
        assert "ne lit pas tout" in next(database._attributes("X", ("app", False, False), True)).what

    def test_row_security_lifted_not_forced_or_without_a_policy(self):
        with become("owner"):
            execute("ALTER TABLE people_person DISABLE ROW LEVEL SECURITY")
            execute("ALTER TABLE people_household NO FORCE ROW LEVEL SECURITY")
        found = about(database.row_security, "sur 2 table(s) : people_household, people_person.")
        assert found.serious

    def test_a_migration_that_was_not_made(self):
        with become("owner"):
            execute("DELETE FROM django_migrations WHERE app = 'people'")
        assert about(database.migrations, "people.0001").serious

    def test_clocks_apart(self, monkeypatch):
        import time

        here = time.time()
        monkeypatch.setattr(database.time, "time", lambda: here + 90)
        assert about(database.server, "s d’écart").serious

    def test_an_old_server(self, monkeypatch):
        monkeypatch.setattr(database, "OLDEST_VERSION", 990000)
        assert about(database.server, "trop ancien").serious

    def test_nobody_works(self):
        execute(FROM_A_DAY)
        execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) VALUES ('default', 'x', '{}', 'failed')"
        )
        assert about(database.queue, "Aucun travailleur").serious
        assert not about(database.queue, "1 travail a échoué depuis").serious
        execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) SELECT queue_name, task_name, args, status FROM procrastinate_jobs"
        )
        assert about(database.queue, "2 travaux ont échoué depuis")

    def test_work_waits(self):
        execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
        execute("INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'x', '{}')")
        execute("UPDATE procrastinate_events SET at = now() - interval '3 hours'")
        assert about(database.queue, "depuis plus de deux heures").serious

    def test_documents_of_another_machine(self, monkeypatch, settings, tmp_path):
        here, there = "a" * 40, "b" * 40
        settings.MAILLAGE_FILES = tmp_path
        (tmp_path / "documents/aa").mkdir(parents=True)
        (tmp_path / "documents/aa" / here).touch()
        monkeypatch.setattr(database, "named_documents", lambda: {here, there})
        assert about(database.documents, "1 document sur 2 n’est pas sur").serious
        monkeypatch.setattr(database, "named_documents", lambda: {here, there, "c" * 40})
        assert about(database.documents, "2 documents sur 3 ne sont pas sur").serious
        monkeypatch.setattr(database, "named_documents", lambda: {here})
        assert said(database.documents) == []

    def test_backups_by_the_wrong_role_or_without_a_server(self, settings):
        url = os.environ["DATABASE_URL"]
        settings.BACKUP_URL = url
        assert about(database.backup_role, "ne lit pas tout").serious
        settings.BACKUP_URL = "postgresql://nobody@/nowhere?host=/nowhere"
        assert about(database.backup_role, "ne répond pas avec DATABASE_BACKUP_URL").serious

    def test_backups_without_their_program(self, settings, monkeypatch):
        settings.BACKUP_URL = os.environ["DATABASE_URL"]
        monkeypatch.setattr(database, "program", _no_program)
        assert about(database.backup_role, "pg_dump").serious


def _no_program(name, server):
    raise database.BackupError(f"Le programme {name} est introuvable.")


def test_the_command_sorts_what_it_says(capsys, monkeypatch):
    one, other = (
        database.Missing("Ceci manque.", "Faites cela."),
        database.Missing("Sachez-le.", "", serious=False),
    )
    for found, code in (([one, other], 1), ([other], 0), ([], 0)):
        monkeypatch.setattr(command, "everything", lambda found=found: iter(found))
        assert command.main([]) == code
    assert capsys.readouterr().out.replace("\u00a0", " ") == (
        "À corriger :\n  - Ceci manque.\n    → Faites cela.\nÀ savoir :\n  - Sachez-le.\nÀ savoir :\n  - Sachez-le.\nRien ne manque.\n"
    )


@pytest.mark.django_db
def test_a_database_without_tables_is_said_and_breaks_nothing(monkeypatch):
    def bare():
        raise OperationalError('relation "procrastinate_jobs" does not exist')
        yield

    (found,) = command._asked(bare)
    assert ("bare" in found.what, found.cure) == (True, "./run maillage migrate")
