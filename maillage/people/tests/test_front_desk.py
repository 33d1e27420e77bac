"""From the front desk to a worker: received, waiting, taken by the first who takes."""

import pytest
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, signed_in
from maillage.people import actions, queries
from maillage.people.models import Person
from maillage.permissions import Forbidden
from maillage.permissions.context import acting


@pytest.fixture
def desk(db):
    return make_member(Role.RECEPTION, make_structure())


@pytest.fixture
def worker(desk):
    return make_member(Role.SOCIAL_WORKER, desk.structure)


@pytest.fixture
def person(desk):
    with acting(actor_of(desk)) as actor:
        return actions.receive(by=actor, person=Person(called="Monsieur Paul"))


def waiting_for(member) -> list[Person]:
    with acting(actor_of(member)) as actor:
        return list(queries.waiting(actor))


def test_somebody_received_at_the_desk_waits_for_the_structure(desk, worker, person):
    assert waiting_for(worker) == [person]
    assert waiting_for(desk) == [person]


def test_nobody_elsewhere_sees_them_wait(person):
    assert waiting_for(make_member(Role.SOCIAL_WORKER)) == []


def test_somebody_received_by_a_worker_waits_for_nobody(desk, worker):
    with acting(actor_of(worker)) as actor:
        actions.receive(by=actor, person=Person(called="Julie"))
    assert waiting_for(desk) == []


def test_the_first_who_takes_follows(desk, worker, person):
    with acting(actor_of(worker)) as actor:
        actions.take(by=actor, person=person)
        assert [one.worker for one in queries.followers(person)] == [str(worker.user)]
    assert waiting_for(desk) == []
    late = make_member(Role.SOCIAL_WORKER, desk.structure)
    with acting(actor_of(late)) as actor, pytest.raises(Forbidden):
        actions.take(by=actor, person=person)


def test_the_desk_does_not_take(desk, person):
    with acting(actor_of(desk)) as actor, pytest.raises(Forbidden):
        actions.take(by=actor, person=person)


def test_the_folder_offers_to_take(client, worker, person):
    signed_in(client, member=worker)
    page = client.get(reverse("people:person", args=[person.pk])).content.decode()
    assert page.count("Prendre en charge") == 1
    response = client.post(reverse("people:take", args=[person.pk]), follow=True)
    assert "Prendre en charge" not in response.content.decode()
