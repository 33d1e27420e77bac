"""A protected address: for its named readers, on its own page, and nowhere else."""

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, client_of, make_member, signed_in
from maillage.audit.models import Entry, RowVersion
from maillage.people import actions
from maillage.people.models import Channel, Household, Person, ProtectedAddress, ProtectedReader
from maillage.people.tests.factories import attach, make_family
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.vault.models import DataKey
from tests.plugin import become

pytestmark = pytest.mark.django_db
SECRET = "7 impasse des Mésanges"
CANARIES = (SECRET, "Mésanges", "37132", "Joué", "Avoine", "3 rue d’avant")


@pytest.fixture
def hidden(client):
    """A mother whose address her worker protects; a colleague named as reader, another one not."""
    with become("maintenance"):
        worker = signed_in(client, Role.SOCIAL_WORKER)
        household, mother, child = make_family(worker)
        Household.objects.filter(pk=household.pk).update(commune="37011")
        Channel.objects.create(person=mother, kind="post", value="3 rue d’avant, Avoine")
        reader, stranger = (make_member(Role.SOCIAL_WORKER, worker.structure) for _ in range(2))
        for one in (reader, stranger):
            attach(one, mother, child, household)
    typed = {
        "address": SECRET,
        "elected_domicile": "CCAS de Tours, 2 rue du Domicile",
        "commune": "Tours (37261)",
        "motive": "ordonnance de protection",
        "readers": [reader.user_id],
    }
    answer = client.post(reverse("people:protect", args=[mother.pk]), typed)
    assert answer.status_code == 302
    with become("maintenance"):
        return worker, reader, stranger, mother, household, ProtectedAddress.objects.get()


def pages(mother, household):
    person = [
        reverse(f"people:{name}", args=[mother.pk]) for name in ("person", "identity", "facts", "share")
    ]
    names = ("household", "household_facts", "budget", "add_member")
    home = [reverse(f"people:{name}", args=[household.pk]) for name in names]
    lists = [reverse("people:persons"), reverse("people:requests")]
    searches = [f"{reverse('people:persons')}?q={word}" for word in ("mesanges", "impasse", "avoine")]
    return [*person, *home, *lists, *searches]


def test_nothing_betrays_it_to_whoever_is_not_named(hidden):
    _, _, stranger, mother, household, protected = hidden
    client = client_of(stranger)
    for url in pages(mother, household):
        page = client.get(url)
        assert page.status_code == 200
        text = page.content.decode()
        assert [word for word in CANARIES if word in text.replace("?q=avoine", "")] == []
        assert str(protected.pk) not in text
    assert client.get(reverse("people:protected", args=[mother.pk, protected.pk])).status_code == 404
    assert client.get(reverse("people:lift", args=[mother.pk, protected.pk])).status_code == 404


def test_even_a_reader_finds_it_on_its_own_page_only(hidden):
    worker, reader, _, mother, household, protected = hidden
    for member in (worker, reader):
        client = client_of(member)
        for url in pages(mother, household):
            assert SECRET not in client.get(url).content.decode()
        page = client.get(reverse("people:protected", args=[mother.pk, protected.pk])).content.decode()
        assert SECRET in page
        assert "3 rue d’avant, Avoine" in page
    with become("maintenance"):
        assert Entry.objects.filter(verb="read_protected_address", object_id=str(mother.pk)).count() == 2


def test_everybody_sees_the_elected_domicile(hidden):
    _, _, stranger, mother, household, _ = hidden
    page = client_of(stranger).get(reverse("people:person", args=[mother.pk])).content.decode()
    assert "CCAS de Tours, 2 rue du Domicile" in page
    with become("maintenance"):
        assert Household.objects.get(pk=household.pk).commune == "37261"
        assert not Channel.objects.filter(person=mother).exists()


def test_no_postal_address_can_be_added_beside_it(hidden):
    _, _, stranger, mother, _, _ = hidden
    typed = {"kind": "post", "value": "9 rue Nouvelle"}
    answer = client_of(stranger).post(reverse("people:add_channel", args=[mother.pk]), typed)
    assert answer.status_code == 422
    assert "adresse de domiciliation" in answer.content.decode()


def test_the_kept_history_of_rows_never_holds_it(hidden):
    """Neither the protected address, nor where the file said they lived: street and commune."""
    with become("maintenance"):
        former = [str(row.former) for row in RowVersion.objects.all()]
    assert len(former) >= 3
    assert not [row for row in former for place in (SECRET, "rue d’avant", "37011") if place in row]


def test_a_copy_of_the_database_does_not_tell_it(hidden):
    with become("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(a)::text FROM people_protectedaddress a")
        row = cursor.fetchone()[0]
    told = (SECRET, "rue d’avant", "37011", "ordonnance")
    assert not [one for one in told if one in row or one.encode().hex() in row]


def test_without_its_key_a_sentence_says_so(hidden):
    worker, *_, mother, _, protected = hidden
    with become("maintenance"):
        DataKey.objects.all().delete()
    answer = client_of(worker).get(reverse("people:protected", args=[mother.pk, protected.pk]))
    assert (answer.status_code, "la clé de cette personne n’existe plus" in answer.content.decode()) == (
        403,
        True,
    )


def test_nobody_else_makes_the_history_forget(hidden):
    _, _, stranger, *_, protected = hidden
    with pytest.raises(DatabaseError), acting(actor_of(stranger)), connection.cursor() as cursor:
        cursor.execute("SELECT maillage_definer.forget_addresses(%s)", [protected.pk])


def test_only_colleagues_are_named(hidden):
    worker, _, _, mother, _, _ = hidden
    with become("maintenance"):
        outsider = make_member(Role.SOCIAL_WORKER)
    actor = actor_of(worker)
    with acting(actor), pytest.raises(Forbidden, match="votre structure"):
        actions.protect_address(
            by=actor,
            person=mother,
            address=SECRET,
            elected_domicile="CCAS",
            elected_commune="37261",
            motive="danger",
            reader_ids={outsider.user_id},
        )


def test_lifted_it_is_erased_and_the_domicile_stays(hidden):
    worker, _, _, mother, _, protected = hidden
    client = client_of(worker)
    url = reverse("people:lift", args=[mother.pk, protected.pk])
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    with become("maintenance"):
        assert not ProtectedAddress.objects.exists()
        assert not ProtectedReader.objects.exists()
        assert Person.objects.get(pk=mother.pk).elected_domicile.startswith("CCAS de Tours")
