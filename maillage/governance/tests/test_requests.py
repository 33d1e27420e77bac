"""A council of persons puts a point on the agenda of its committee; it leaves it for a reason alone."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, client_of, make_member
from maillage.governance.actions import gatherings
from maillage.governance.actions import requests as actions
from maillage.governance.models import AgendaItem, ItemRequest
from maillage.governance.tests.factories import make_committee, make_duty, make_gathering, make_seat
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
TITLE = "Les délais pour un rendez-vous"


class World:
    """A public committee and its council of persons; the council's member keeps nothing of the committee."""

    def __init__(self):
        with become("maintenance"):
            self.secretary, self.member = make_member(Role.ANIMATOR), make_member(Role.SOCIAL_WORKER)
            self.stranger = make_member(Role.SOCIAL_WORKER)
        self.target = make_committee(self.secretary.structure, name="Comité du Cher")
        make_duty(self.target, self.secretary.user)
        self.council = make_committee(kind="persons", parent=self.target, name="Conseil des personnes")
        make_seat(self.council, user=self.member.user)

    def ask(self, who=None, title=TITLE, target=None):
        url = reverse("governance:ask_point", args=[self.council.public_id])
        typed = {"target": (target or self.target).pk, "title": title, "details": "Trois mois."}
        return client_of(who or self.member).post(url, typed)

    def meet(self, days=9):
        return make_gathering(self.target, timezone.now() + timedelta(days=days))

    def items(self, meeting):
        with become("maintenance"):
            return list(AgendaItem.objects.filter(gathering=meeting))

    def request(self):
        with become("maintenance"):
            return ItemRequest.objects.get()

    def council_page(self):
        url = reverse("governance:committee", args=[self.council.public_id])
        return client_of(self.member).get(url).content.decode()


@pytest.fixture
def world():
    return World()


def test_it_enters_the_next_agenda_at_once_and_says_who_asked(world):
    world.meet(days=30)
    meeting = world.meet()
    assert world.ask().status_code == 302
    (item,) = world.items(meeting)
    assert (item.title, item.asked_by, item.details) == (TITLE, "Conseil des personnes", "Trois mois.")
    url = reverse("governance:gathering", args=[meeting.public_id])
    page = client_of(world.secretary).get(url).content.decode()
    assert "demandé par Conseil des personnes" in page
    assert "Retirer, avec la raison" in page
    assert "À l’ordre du jour" in world.council_page()


def test_without_a_meeting_it_waits_and_enters_the_first_one_planned(world):
    world.ask()
    assert "Attend la prochaine séance" in world.council_page()
    starts_at = timezone.now() + timedelta(days=5)
    values = {
        "title": "Plénière",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "place": "x",
    }
    actor = actor_of(world.secretary)
    with acting(actor):
        meeting = gatherings.plan_gathering(by=actor, committee=world.target, values={**values, "link": ""})
        assert [one.title for one in meeting.items.all()] == [TITLE]
        gatherings.cancel_gathering(by=actor, gathering=meeting, reason="grève")
    assert world.request().item_id is None


def test_of_a_cancelled_meeting_it_goes_to_the_next(world):
    first, later = world.meet(), world.meet(days=20)
    world.ask()
    actor = actor_of(world.secretary)
    with acting(actor):
        gatherings.cancel_gathering(by=actor, gathering=first, reason="grève")
    assert [one.title for one in world.items(later)] == [TITLE]


def test_it_is_neither_removed_nor_rewritten_but_moved(world):
    meeting = world.meet()
    world.ask()
    (item,) = world.items(meeting)
    client = client_of(world.secretary)
    remove = reverse("governance:remove_item", args=[meeting.public_id, item.public_id])
    assert "dites pourquoi" in client.post(remove, follow=True).content.decode()
    correct = reverse("governance:correct_item", args=[meeting.public_id, item.public_id])
    client.post(correct, {"title": "Autre", "nature": "decision", "minutes": "20"})
    (item,) = world.items(meeting)
    assert (item.title, item.nature, item.minutes) == (TITLE, "decision", 20)
    with acting(actor_of(world.secretary)):
        assert AgendaItem.objects.filter(pk=item.pk)._raw_delete("default") == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            ItemRequest.objects.update(title="Autre")


def test_it_is_left_out_for_a_reason_that_the_council_reads(world):
    meeting = world.meet()
    world.ask()
    (item,) = world.items(meeting)
    url = reverse("governance:drop_point", args=[meeting.public_id, item.public_id])
    client = client_of(world.secretary)
    assert client.post(url, {"why": ""}).status_code == 422
    assert client.post(url, {"why": "Traité en octobre"}).status_code == 302
    assert world.items(meeting) == []
    assert "Traité en octobre" in world.council_page()


def test_asked_twice_it_is_there_once(world):
    meeting = world.meet()
    assert (world.ask().status_code, world.ask().status_code) == (302, 422)
    assert len(world.items(meeting)) == 1


def test_only_a_council_of_persons_asks_and_only_those_it_is_linked_with(world):
    world.meet()
    other = make_committee()
    assert world.ask(target=other).status_code == 422
    assert world.ask(who=world.stranger).status_code == 403
    actor = actor_of(world.member)
    with acting(actor), pytest.raises(Forbidden):
        actions.ask_point(by=actor, council=world.council, target=other, title="x", details="")
    with become("maintenance"):
        world.council.kind = "group"
        world.council.save()
    assert world.ask().status_code == 403
    with become("maintenance"):
        assert not ItemRequest.objects.exists()


def test_postgresql_refuses_a_request_written_beside(world):
    with acting(actor_of(world.member)) as by:
        told = {"council": world.council, "target": world.target, "user_id": by.user_id}
        with pytest.raises(ProgrammingError), transaction.atomic():
            ItemRequest.objects.create(title="x", **told)
