"""What is asked wrongly, and what differs, is told in French; nothing is written."""

import base64
import json

import pytest

from maillage.config.backups import contents, places, programs
from maillage.config.backups.comparing import differences
from maillage.config.backups.errors import BackupError
from maillage.config.backups.inventory import Inventory
from maillage.config.backups.keys import key_in_use, new_key
from maillage.config.backups.one_form import one_form
from maillage.config.backups.programs import libpq, program
from maillage.config.commandline import main
from maillage.vault.masters import masters
from maillage.whole_files import writing_whole
from tests import plugin

KEYS = {"k": bytes(32)}


@pytest.fixture
def keys(settings, tmp_path):
    settings.MAILLAGE_BACKUP_KEYS = tmp_path / "backup-keys"
    settings.MAILLAGE_BACKUP_KEYS.write_text(new_key())
    settings.BACKUP_URL = plugin.CLUSTER.urls()["app"]
    return settings.MAILLAGE_BACKUP_KEYS


def refused(capsys, *words: object) -> str:
    assert main([str(word) for word in words]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


def test_a_new_key_is_a_line_of_the_file(capsys):
    assert main(["backup_key"]) == 0
    name, key = capsys.readouterr().out.split()
    assert name.startswith("sauvegardes-20")
    assert len(base64.b64decode(key)) == 32


def test_without_keys_nothing_is_saved(keys, tmp_path, capsys):
    keys.unlink()
    assert "./run maillage backup_key" in refused(capsys, "backup", tmp_path)
    keys.write_text("bonjour\n")
    assert "introuvables ou illisibles" in refused(capsys, "backup", tmp_path)
    assert sorted(tmp_path.iterdir()) == [keys]


def test_a_master_key_opens_no_backup(keys):
    name, key = next(iter(masters().items()))
    keys.write_text(f"{name} {base64.b64encode(key).decode()}\n")
    with pytest.raises(BackupError, match="clé maîtresse"):
        key_in_use()


def test_a_backup_replaces_nothing_and_wants_a_folder(keys, tmp_path, capsys):
    assert "existe déjà" in refused(capsys, "backup", keys)
    assert "n’existe pas" in refused(capsys, "backup", tmp_path / "absent" / "file")


def test_a_role_that_does_not_read_everything_saves_nothing(keys, tmp_path, capsys, settings):
    assert "maillage_backup" in refused(capsys, "backup", tmp_path)
    settings.BACKUP_URL = ""
    assert "DATABASE_BACKUP_URL" in refused(capsys, "backup", tmp_path)
    settings.BACKUP_URL = "postgresql://nobody@localhost:1/nothing"
    assert "La sauvegarde n’a pas pu être faite" in refused(capsys, "backup", tmp_path)
    assert sorted(tmp_path.iterdir()) == [keys]


def test_what_is_no_backup_or_is_not_there(keys, tmp_path, capsys):
    assert "n’est pas une sauvegarde" in refused(capsys, "backup", "--verify", keys)
    assert "ne peut pas être lue" in refused(capsys, "backup", "--verify", tmp_path / "absent")
    server = plugin.CLUSTER.urls()["superuser"]
    assert "ne peut pas être lue" in refused(capsys, "restore", tmp_path / "absent", "--server", server)
    assert "ne peut pas être lue" in refused(capsys, "restore", tmp_path, "--server", server)


def test_a_restore_wants_an_administrator(capsys, monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_SUPERUSER_URL", raising=False)
    assert "DATABASE_SUPERUSER_URL" in refused(capsys, "restore", tmp_path)
    with (
        pytest.raises(BackupError, match="n’administre pas"),
        places.administering(plugin.CLUSTER.urls()["app"], "x"),
    ):
        pass


@pytest.mark.parametrize("name", ["pg_dump", "pg_restore"])
def test_a_program_that_is_missing_or_too_old_is_named_with_what_to_install(name):
    assert program(name, 18).major >= 18
    with pytest.raises(BackupError, match=f"{name} de PostgreSQL 99.*ne convient pas.*postgresql-client-99"):
        program(name, 99)


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """`installed(15, 16)`: these versions alone, as Debian lays them out, and that of the wheel."""

    def install(*majors):
        for major in majors:
            path = tmp_path / str(major) / "bin" / "pg_dump"
            path.parent.mkdir(parents=True)
            path.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {major}.3 (Debian)'\n")
            path.chmod(0o755)
        monkeypatch.setattr(programs, "PACKAGED", tmp_path)
        monkeypatch.setenv("PATH", "")

    return install


def test_the_version_of_the_server_comes_first_then_the_nearest_after_it(installed):
    installed(15, 16, 17, 20)
    assert [program("pg_dump", server).major for server in (15, 16, 17, 18, 19)] == [15, 16, 17, 18, 20]
    assert program("pg_dump", 17, archive=18).major == 18


def test_a_program_that_an_old_server_does_not_understand_is_not_taken(installed):
    installed(15)
    with pytest.raises(BackupError, match=r"PostgreSQL 16 est introuvable.*postgresql-client-16"):
        program("pg_dump", 16)


def test_a_password_is_never_among_the_words_of_a_program():
    address, environment = libpq("postgresql://me:secret@db.example/maillage?sslmode=require", dbname="other")
    assert "secret" not in address
    assert environment["PGPASSWORD"] == "secret"
    assert {"host=db.example", "dbname=other", "sslmode=require"} <= set(address.split())


def test_a_file_that_is_refused_once_written_does_not_take_its_name(tmp_path):
    def check(path):
        assert path.read_bytes() == b"written"
        raise BackupError("refused")

    with pytest.raises(BackupError), writing_whole(tmp_path / "backup", check) as file:
        file.write(b"written")
    assert list(tmp_path.iterdir()) == []


def made(path, *members):
    """A file sealed as it should, with these members."""
    with path.open("wb") as file, contents.writing(file, "k", KEYS["k"]) as out:
        for name, content in members:
            out._add(name, content)
    return path


END = ("end.json", json.dumps({"parts": 1, "files": 0, "octets": 0}).encode())
MANIFEST, PART = ("manifest.json", b'{"format": 1}'), ("database/000001", b"dump")


def test_members_come_back_in_order(tmp_path):
    path = made(tmp_path / "b", MANIFEST, PART, END)
    assert [one.kind for one in contents.reading(path, KEYS)] == ["manifest.json", "database", "end.json"]


@pytest.mark.parametrize(
    "members",
    [
        [],
        [PART, END],
        [MANIFEST, PART],
        [MANIFEST, END],
        [MANIFEST, PART, PART, END],
        [MANIFEST, PART, ("files/a", b"x"), END],
    ],
)
def test_a_backup_that_opens_and_lacks_something(tmp_path, members):
    with pytest.raises(BackupError, match="manque"):
        list(contents.reading(made(tmp_path / "b", *members), KEYS))


def test_a_backup_of_tomorrow(tmp_path):
    path = made(tmp_path / "b", ("manifest.json", b'{"format": 2}'), PART, END)
    with pytest.raises(BackupError, match="plus récente"):
        list(contents.reading(path, KEYS))


SAVED = Inventory({"public.a": [2, "7"]}, {"fonction f": "x"}, {"public.s": 4}, {"0": [2, "h"]})


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (SAVED, []),
        (
            Inventory({"public.a": [1, "7"]}, SAVED.definitions, SAVED.sequences, SAVED.heads),
            ["table public.a"],
        ),
        (
            Inventory({"public.a": [2, "8"]}, SAVED.definitions, SAVED.sequences, SAVED.heads),
            ["table public.a"],
        ),
        (
            Inventory({}, {}, {}, {}),
            ["table public.a", "fonction f", "séquence public.s", "journal, chaîne 0"],
        ),
        (Inventory(SAVED.tables, {"fonction f": "y"}, {"public.s": 5}, SAVED.heads), ["fonction f"]),
        (
            Inventory(SAVED.tables, SAVED.definitions, {"public.s": 7}, {"0": [2, "g"]}),
            ["séquence public.s", "journal, chaîne 0"],
        ),
        (
            Inventory(SAVED.tables, SAVED.definitions | {"index i": "z"}, SAVED.sequences, SAVED.heads),
            ["index i"],
        ),
    ],
)
def test_each_difference_is_named(found, said):
    assert [one.split("\u00a0: ")[0] for one in differences(SAVED, found, {"public.s": 6})] == said


LIST = (
    "((a)::text = ANY ((ARRAY['x'::character varying, 'it''s'::character varying])::text[]))",
    "((a)::text = ANY (ARRAY[('x'::character varying)::text, ('it''s'::character varying)::text]))",
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        LIST,
        ("CHECK ((((a > 1) AND (b)) AND ((c) AND (d))))", "CHECK (((a > 1) AND (b) AND ((c) AND (d))))"),
        ("WHEN ((((a.x) OR (b)) OR (c)))", "WHEN (((a.x) OR (b) OR (c)))"),
        (
            "(((x IS NULL) AND (y)) OR (((a) AND (b)) AND (c)))",
            "(((x IS NULL) AND (y)) OR ((a) AND (b) AND (c)))",
        ),
    ],
)
def test_what_postgresql_writes_in_two_ways_is_compared_in_one(before, after):
    assert one_form(before) == one_form(after)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("((a OR b) AND c)", "(a OR (b AND c))"),
        ("((a AND b) OR c)", "(a AND b OR c)"),
        ("(f(a AND b) AND c)", "(f a AND b AND c)"),
        ("(NOT (a AND b) AND c)", "(NOT a AND b AND c)"),
        ("(a = ')(' AND (b))", "(a = '(' AND (b))"),
        ("a((", "a("),
    ],
)
def test_what_means_something_else_stays_different(one, other):
    assert one_form(one) != one_form(other)
