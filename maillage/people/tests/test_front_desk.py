"""From the front desk to a worker: received, waiting, taken by the first who takes."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, signed_in
from maillage.people import actions, queries
from maillage.people.models import Person
from maillage.people.tests.factories import attach
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become


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


def test_why_they_came_is_noted_once_and_waits_with_them(client, desk, worker):
    signed_in(client, member=desk)
    client.post(reverse("people:receive"), {"called": "julie", "why": "facture d’eau"})
    with acting(actor_of(desk)) as actor:
        (julie,) = queries.waiting(actor)
    assert julie.called == "Julie"
    signed_in(client, member=worker)
    for url in (reverse("pages:home"), reverse("people:person", args=[julie.pk])):
        assert client.get(url).content.decode().count("Passage à l’accueil\u00a0: facture d’eau") == 1, url


def test_the_desk_notes_why_somebody_comes_back(client, desk, worker, person):
    signed_in(client, member=desk)
    folder = reverse("people:person", args=[person.pk])
    assert "Pourquoi cette personne vient" in client.get(folder).content.decode()
    visit = reverse("support:visit", args=[person.pk])
    assert client.post(visit, {"why": ""}).status_code == 422
    assert client.post(visit, {"why": "x" * 171}).status_code == 422
    assert (
        "Passage à l’accueil\u00a0: papiers CAF"
        in client.post(visit, {"why": "papiers CAF"}, follow=True).content.decode()
    )


def test_only_the_desk_of_the_structure_or_who_follows_notes_a_visit(client, worker, person):
    visit = reverse("support:visit", args=[person.pk])
    signed_in(client, member=worker)
    assert client.post(visit, {"why": "papiers"}).status_code == 403
    signed_in(client, member=make_member(Role.RECEPTION))
    assert client.post(visit, {"why": "papiers"}).status_code == 404


def test_the_desk_does_not_take(desk, person):
    with acting(actor_of(desk)) as actor, pytest.raises(Forbidden):
        actions.take(by=actor, person=person)


def test_the_folder_offers_to_take(client, worker, person):
    signed_in(client, member=worker)
    page = client.get(reverse("people:person", args=[person.pk])).content.decode()
    assert page.count("Prendre en charge") == 1
    response = client.post(reverse("people:take", args=[person.pk]), follow=True)
    assert "Prendre en charge" not in response.content.decode()


def test_whoever_follows_already_takes_without_a_second_attachment(desk, worker, person):
    with become("maintenance"):
        attach(worker, person)
    with acting(actor_of(worker)) as actor:
        actions.take(by=actor, person=person)
        assert [one.worker for one in queries.followers(person)] == [str(worker.user)]
    assert waiting_for(desk) == []


@pytest.mark.parametrize(
    ("role", "until", "ended", "offered"),
    [
        (Role.SOCIAL_WORKER, None, False, True),
        (Role.RECEPTION, timedelta(days=30), False, True),
        (Role.SOCIAL_WORKER, timedelta(days=-1), False, False),
        (Role.SOCIAL_WORKER, timedelta(), True, False),
        (Role.ADMINISTRATOR, None, False, False),
        (Role.TEAM_LEADER, None, False, False),
    ],
)
def test_a_file_is_shared_with_whom_the_form_offers_and_nobody_else(worker, role, until, ended, offered):
    today = timezone.localdate()
    over = {"ended_at": timezone.now(), "ended_by": worker.user} if ended else {}
    other = make_member(role, worker.structure, until=None if until is None else today + until, **over)
    with acting(actor_of(worker)) as actor:
        person = actions.receive(by=actor, person=Person(called="Julie"))
        assert (other.user in queries.colleagues(actor)) == offered
        with nullcontext() if offered else pytest.raises(Forbidden):
            actions.share(by=actor, person=person, worker_id=other.user_id, households=[])
        assert len(queries.followers(person)) == 1 + offered
