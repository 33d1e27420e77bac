"""An agent kept out of a file, met by colleagues who don't think of it; and who may be the last to leave a file."""

import pytest
from django.test import Client
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, make_structure, signed_in
from maillage.people.models import Attachment, AttachmentRequest, Conflict
from maillage.people.tests.factories import give, make_family
from tests.plugin import become

pytestmark = pytest.mark.django_db
SENTENCE = "Ce dossier ne peut pas être partagé avec cette personne"


@pytest.fixture
def office(client):
    """(person, worker, agent kept out); `client` is the worker."""
    with become("maintenance"):
        here = make_structure()
        worker, agent = make_member(Role.SOCIAL_WORKER, here), make_member(Role.SOCIAL_WORKER, here)
        _, person, _ = make_family(worker)
        Conflict.objects.create(person=person, agent=agent.user, reason="ancien conjoint", by=worker.user)
        signed_in(client, member=worker)
    return person, worker, agent


@pytest.mark.parametrize("more", [{}, {"with_household": "on"}])
def test_a_file_is_not_shared_with_them(client, office, more):
    person, _, agent = office
    answer = client.post(reverse("people:share", args=[person.pk]), {"worker": agent.user_id, **more})
    assert answer.status_code == 422
    assert SENTENCE in answer.content.decode()
    with become("maintenance"):
        assert not Attachment.objects.filter(worker=agent.user).exists()


def test_their_request_is_not_accepted_and_still_waits(client, office):
    person, _, agent = office
    with become("maintenance"):
        told = {"structure": agent.structure, "typed_name": "x", "motive": "y"}
        asked = AttachmentRequest.objects.create(person=person, requester=agent.user, **told)
    answer = client.post(reverse("people:answer", args=[asked.pk]), {"answer": "accept"}, follow=True)
    assert SENTENCE in answer.content.decode()
    with become("maintenance"):
        assert AttachmentRequest.objects.get().state == "pending"


def test_the_last_of_the_team_does_not_leave_a_file_to_its_readers(office):
    person, worker, _ = office
    with become("maintenance"):
        give(person, make_member(Role.SOCIAL_WORKER))
    client = Client()
    with become("maintenance"):
        signed_in(client, member=worker)
    page = client.post(reverse("people:leave", args=[person.pk]), follow=True)
    assert "Vous êtes la seule personne à suivre ce dossier" in page.content.decode()
    with become("maintenance"):
        assert Attachment.objects.filter(person=person, worker=worker.user, ended_at=None).exists()
