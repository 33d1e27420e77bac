"""The one function that opens files in bulk refuses whatever is not a new row of the actor's own import."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.imports.enums import ImportState
from maillage.people.models import Attachment, Household, Import, Person
from maillage.people.tests.factories import attach, make_person
from maillage.permissions import Actor
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    with become("maintenance"):
        return make_member()


def make_import(member, state=ImportState.WRITING) -> Import:
    with become("maintenance"):
        return Import.objects.create(
            structure=member.structure,
            owner=member.user,
            filename="x.csv",
            fingerprint=str(uuid4()),
            state=state,
        )


def new_person(source, **fields) -> Person:
    with become("maintenance"):
        return make_person(imported_by=source, **fields)


def new_home(source) -> Household:
    with become("maintenance"):
        return Household.objects.create(imported_by=source)


def opens(actor: Actor, source, persons=(), homes=()) -> str:
    """The sqlstate of the refusal, "" when it is done; a refusal leaves nothing."""
    arguments = [source.pk, [one.pk for one in persons], [one.pk for one in homes], "essai"]
    with acting(actor), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(
                    "SELECT maillage_definer.attach_imported(%s, %s::uuid[], %s::uuid[], %s)", arguments
                )
        except DatabaseError as error:
            return error.__cause__.sqlstate
    return ""


def attachments() -> int:
    with become("maintenance"):
        return Attachment.objects.count()


def test_new_rows_of_ones_own_import_are_opened(worker):
    source = make_import(worker)
    person, home = new_person(source), new_home(source)
    assert opens(actor_of(worker), source, [person], [home]) == ""
    with become("maintenance"):
        rows = list(
            Attachment.objects.values_list("person", "household", "worker", "structure", "created_by")
        )
    signed = (worker.user_id, worker.structure_id, worker.user_id)
    assert set(rows) == {(person.pk, None, *signed), (None, home.pk, *signed)}


def test_rows_of_nobody_or_of_another_import_are_not(worker):
    source, other = make_import(worker), make_import(worker)
    mine = new_person(source)
    for foreign in (new_person(other), new_person(None)):
        assert opens(actor_of(worker), source, [mine, foreign]) == "42501"
    assert opens(actor_of(worker), source, [mine], [new_home(other)]) == "42501"
    assert attachments() == 0


def test_who_was_ever_followed_is_not(worker):
    """Not even by the actor: an ended attachment stays ended."""
    source = make_import(worker)
    followed, left, home = new_person(source), new_person(source), new_home(source)
    with become("maintenance"):
        attach(make_member(), followed, home)
        attach(worker, left)
        Attachment.objects.filter(person=left).update(ended_at=timezone.now())
    before = attachments()
    for persons, homes in (([followed], []), ([left], []), ([], [home])):
        assert opens(actor_of(worker), source, persons, homes) == "42501"
    assert attachments() == before


def test_who_was_merged_is_not(worker):
    source = make_import(worker)
    kept = new_person(source)
    assert opens(actor_of(worker), source, [new_person(source, merged_into=kept)]) == "42501"


def test_another_ones_import_opens_nothing(worker):
    source = make_import(worker)
    person = new_person(source)
    with become("maintenance"):
        others = [make_member(structure=worker.structure), make_member(user=worker.user), make_member()]
        reception = make_member(Role.RECEPTION)
    actors = [actor_of(one) for one in others]
    actors += [Actor(worker.user_id), Actor(), Actor(worker.user_id, worker.structure_id, frozenset())]
    assert {opens(actor, source, [person]) for actor in actors} == {"42501"}
    assert opens(actor_of(reception), make_import(reception), []) == "42501"
    assert attachments() == 0


@pytest.mark.parametrize("state", [one for one in ImportState.values if one != ImportState.WRITING])
def test_only_while_it_is_being_written(worker, state):
    source = make_import(worker, state)
    assert opens(actor_of(worker), source, [new_person(source)]) == "42501"


def test_twice_is_refused(worker):
    source = make_import(worker)
    person = new_person(source)
    assert opens(actor_of(worker), source, [person, person]) == "23505"
    assert opens(actor_of(worker), source, [person]) == ""
    assert opens(actor_of(worker), source, [person]) == "42501"
    assert attachments() == 1


def test_rows_that_do_not_exist_are_refused(worker):
    assert opens(actor_of(worker), make_import(worker), [Person(pk=uuid4())]) == "42501"
