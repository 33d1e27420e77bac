"""What is sealed opens where it was written, under its person's key, and nowhere else."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.vault import masters
from maillage.vault.fields import SealedText
from maillage.vault.management.commands import rewrap_keys
from maillage.vault.masters import MastersMissing, new_master
from maillage.vault.models import DataKey
from maillage.vault.sealing import HEAD, Unreadable, rewrap, seal, seal_bytes, unseal, unseal_bytes

pytestmark = pytest.mark.django_db
PLACE = "people_note.body:1"


@given(text=st.text())
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back(db, text):
    assert unseal(seal(text, owner=uuid4(), place=PLACE), place=PLACE) == text


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\x00", bytes(range(256)) * 40])
def test_any_bytes_come_back_where_they_were_written(content):
    sealed = seal_bytes(content, owner=uuid4(), place="file:1")
    assert unseal_bytes(sealed, place="file:1") == content
    with pytest.raises(Unreadable):
        unseal_bytes(sealed, place="file:2")


def test_the_same_text_never_looks_the_same():
    owner = uuid4()
    first, second = (seal("7 impasse des Mésanges", owner=owner, place=PLACE) for _ in range(2))
    assert first[:HEAD] == second[:HEAD]
    assert first[HEAD:] != second[HEAD:]
    assert DataKey.objects.count() == 1


def test_moved_or_changed_it_does_not_open():
    sealed = seal("secret", owner=uuid4(), place=PLACE)
    with pytest.raises(Unreadable):
        unseal(sealed, place="people_note.body:2")
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(Unreadable):
            unseal(bytes(changed), place=PLACE)
    with pytest.raises(Unreadable):
        unseal(b"", place=PLACE)


def test_a_key_given_to_somebody_else_opens_nothing():
    sealed = seal("secret", owner=uuid4(), place=PLACE)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE maillage_maintenance")
        DataKey.objects.update(owner=uuid4())
        cursor.execute("RESET ROLE")
    with pytest.raises(Unreadable):
        unseal(sealed, place=PLACE)


def test_without_its_key_it_is_lost():
    sealed = seal("secret", owner=uuid4(), place=PLACE)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE maillage_maintenance")
        DataKey.objects.all().delete()
        cursor.execute("RESET ROLE")
    with pytest.raises(Unreadable, match="n’existe plus"):
        unseal(sealed, place=PLACE)


@pytest.mark.parametrize(
    "act", [lambda: DataKey.objects.update(master="x"), lambda: DataKey.objects.all().delete()]
)
def test_the_application_neither_changes_nor_removes_a_key(act):
    seal("secret", owner=uuid4(), place=PLACE)
    with pytest.raises(DatabaseError), transaction.atomic():
        act()


@pytest.fixture
def key_file(settings, tmp_path):
    def write(*lines):
        settings.MAILLAGE_MASTER_KEYS = tmp_path / f"keys-{uuid4()}"
        settings.MAILLAGE_MASTER_KEYS.write_text("".join(lines))

    return write


def test_a_new_master_wraps_and_the_former_still_opens_until_it_leaves(key_file):
    former, new = new_master("2026"), new_master("2027")
    key_file(former)
    sealed = seal("secret", owner=uuid4(), place=PLACE)
    key_file(new, former)
    assert unseal(sealed, place=PLACE) == "secret"
    key = DataKey.objects.get()
    rewrap(key)
    assert key.master == "2027"
    key_file(new)
    with pytest.raises(Unreadable):
        unseal(sealed, place=PLACE)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE maillage_maintenance")
        key.save()
        cursor.execute("RESET ROLE")
    assert unseal(sealed, place=PLACE) == "secret"


@pytest.mark.django_db(databases=["default", "maintenance"], transaction=True)
def test_a_rotation_goes_over_every_key(key_file, monkeypatch):
    monkeypatch.setattr(rewrap_keys, "STEP", 2)
    former, new = new_master("2026"), new_master("2027")
    key_file(former)
    sealed = [seal(f"secret {number}", owner=uuid4(), place=PLACE) for number in range(5)]
    key_file(new, former)
    told = [StringIO(), StringIO()]
    for out in told:
        call_command("rewrap_keys", stdout=out)
    assert [out.getvalue().split(".")[0] for out in told] == [
        "Clés enveloppées de nouveau : 5",
        "Clés enveloppées de nouveau : 0",
    ]
    key_file(new)
    assert [unseal(one, place=PLACE) for one in sealed] == [f"secret {number}" for number in range(5)]


def test_a_new_key_is_a_line_for_the_file(key_file):
    out = StringIO()
    call_command("make_master_key", stdout=out)
    key_file(out.getvalue())
    assert [len(key) for key in masters.masters().values()] == [32]


@pytest.mark.parametrize("content", ["", "demo", "demo %%%", "demo QUJD", "a b c"])
def test_a_file_of_another_form_is_told(key_file, content):
    key_file(content)
    with pytest.raises(MastersMissing, match="introuvables ou illisibles"):
        masters.masters()


def test_what_is_not_given_is_kept_as_an_empty_text():
    assert SealedText().get_default() == ""
