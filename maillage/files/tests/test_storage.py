"""A document is kept sealed, whole or not at all, and opens only under its own key and its person's."""

import os
import stat
from uuid import uuid4

import pytest
from django.db import connection, transaction

from maillage.files.storage import FileLost, FileNotKept, drop, keep, read
from maillage.vault.models import DataKey
from maillage.vault.sealing import Unreadable

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MAILLAGE_FILES = tmp_path
    return tmp_path / "documents"


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("content", [b"", b"\x00\xff secret", os.urandom(10_000_000)])
def test_what_is_kept_comes_back(folder, content):
    key = keep(content, owner=uuid4())
    assert read(key) == content
    (kept,) = files(folder)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert b"secret" not in kept.read_bytes()


def test_a_key_says_nothing_of_its_person(folder):
    owner = uuid4()
    keys = {keep(b"a", owner=owner) for _ in range(20)}
    assert len(keys) == 20
    assert not any(owner.hex in str(path) for path in files(folder))


def test_what_is_dropped_is_gone(folder):
    key = keep(b"a", owner=uuid4())
    for _ in range(2):
        drop(key)
    assert files(folder) == []
    with pytest.raises(FileLost, match="introuvable"):
        read(key)


@pytest.mark.parametrize(
    "key", ["", "..", "../../etc/passwd", "a" * 39, "A" * 40, "a" * 40 + "\n", "ab/" + "a" * 37]
)
def test_a_key_of_another_form_reaches_nothing(key):
    for act in (read, drop):
        with pytest.raises(FileLost):
            act(key)


def test_a_file_changed_or_put_in_anothers_place_does_not_open(folder):
    first, second = (keep(content, owner=uuid4()) for content in (b"first", b"second"))
    paths = {path.name: path for path in files(folder)}
    paths[second].write_bytes(paths[first].read_bytes())
    with pytest.raises(Unreadable):
        read(second)
    paths[first].write_bytes(paths[first].read_bytes()[:-1])
    with pytest.raises(Unreadable):
        read(first)


def test_without_its_persons_key_it_is_lost():
    key = keep(b"secret", owner=uuid4())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE maillage_maintenance")
        DataKey.objects.all().delete()
        cursor.execute("RESET ROLE")
    with pytest.raises(Unreadable, match="n’existe plus"):
        read(key)


@pytest.mark.parametrize("step", ["fsync", "open"])
def test_a_disk_that_fails_leaves_nothing(folder, monkeypatch, step):
    def fail(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(FileNotKept, match="plus de place"):
        keep(b"a", owner=uuid4())
    monkeypatch.undo()
    assert files(folder) == []
