"""An open forum: proposed, accepted, placed, told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.tests.factories import client_of
from maillage.events.models import Slot, Topic
from maillage.events.queries.registrations import token_of
from maillage.events.tests.factories import Event, make_registration
from maillage.governance.models import Gathering
from tests.plugin import become

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def at(name, *args):
    return reverse(f"events:{name}", args=args)


def test_from_a_proposal_to_what_came_out_of_it(client):
    event = Event(forum=True)
    keeper, public_id = client_of(event.keeper), event.opening.public_id
    token = token_of(make_registration(event.opening, name="Awa Diop").key)
    client.post(at("propose", token), {"title": "Accueillir sans rendez-vous", "why": "On attend trop."})
    with become("maintenance"):
        topic = Topic.objects.get()
    assert "sans rendez-vous" not in words(client.get(event.opening.get_absolute_url()))
    day = timezone.localtime(event.meeting.starts_at)
    slot = {"day": f"{day:%d/%m/%Y}", "begins": "10 h", "ends": "11 h", "room": "Salle bleue"}
    assert keeper.post(at("add_slot", public_id), slot).status_code == 302
    assert keeper.post(at("add_slot", public_id), slot).status_code == 422
    with become("maintenance"):
        place = Slot.objects.get()
    keeper.post(at("place_topic", public_id, topic.pk), {"accepted": "on", "slot": place.pk})
    shown = words(client.get(event.opening.get_absolute_url()))
    assert "Accueillir sans rendez-vous" in shown
    assert "Proposé par Awa Diop" in shown
    assert "Salle bleue" in shown
    early = client.post(at("report", token, topic.pk), {"report": "Trop tôt"})
    assert (early.status_code, "n’a pas commencé" in words(early)) == (422, True)
    with become("maintenance"):
        Gathering.objects.update(starts_at=timezone.now() - timedelta(hours=1))
    client.post(at("report", token, topic.pk), {"report": "Un matin par semaine sans rendez-vous."})
    assert "Un matin par semaine" in words(client.get(event.opening.get_absolute_url()))


def test_a_slot_holds_one_topic():
    event = Event(forum=True)
    keeper, public_id = client_of(event.keeper), event.opening.public_id
    for title in ("Un", "Deux"):
        keeper.post(at("add_topic", public_id), {"title": title, "proposed_by": "Awa"})
    with become("maintenance"):
        one, two = Topic.objects.order_by("pk")
        start = event.meeting.starts_at
        slot = Slot.objects.create(
            opening=event.opening, starts_at=start, ends_at=start + timedelta(hours=1), room="A"
        )
    assert (
        keeper.post(at("place_topic", public_id, one.pk), {"accepted": "on", "slot": slot.pk}).status_code
        == 302
    )
    refused = keeper.post(at("place_topic", public_id, two.pk), {"accepted": "on", "slot": slot.pk})
    assert (refused.status_code, "est pris" in words(refused)) == (422, True)


def test_nobody_speaks_for_another(client):
    event = Event(forum=True)
    mine, other = (token_of(make_registration(event.opening, number).key) for number in (1, 2))
    client.post(at("propose", mine), {"title": "Le mien"})
    with become("maintenance"):
        topic = Topic.objects.get()
    assert client.get(at("report", other, topic.pk)).status_code == 404
    for _ in range(6):
        answer = client.post(at("propose", mine), {"title": "Encore"})
    assert (answer.status_code, "Cinq sujets au plus" in words(answer)) == (422, True)


def test_without_a_forum_nothing_is_proposed(client):
    event = Event()
    token = token_of(make_registration(event.opening).key)
    assert client.get(at("propose", token)).status_code == 404
