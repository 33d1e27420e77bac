"""Somebody out of sight: a « peut-être », a question counted, and an answer by those who follow them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, signed_in
from maillage.audit.models import Entry
from maillage.people import actions
from maillage.people.models import Attachment, AttachmentRequest, Household, MatchAttempt, Person
from maillage.people.tests.factories import attach, make_family
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
WHO = {"first_name": "Samira", "last_name": "Benali", "birth_date": date(1992, 4, 30)}
TYPED = {**WHO, "birth_date": "30/04/1992"}


@pytest.fixture
def two(client):
    """A worker who follows a family, and another one, elsewhere, signed in `client`."""
    with become("maintenance"):
        follower = make_member(Role.SOCIAL_WORKER)
        _, mother, _ = make_family(follower)
        asker = signed_in(client, Role.SOCIAL_WORKER)
    return follower, asker, mother


def ask_of(member, **changed):
    actor = actor_of(member)
    with acting(actor):
        return actions.someone_matches(by=actor, **{**WHO, **changed})


def test_three_exact_enough_criteria_are_needed(two):
    _, asker, _ = two
    assert ask_of(asker) is True
    assert ask_of(asker, first_name="BENALI", last_name="samirra") is True
    assert ask_of(asker, birth_date=date(1992, 4, 3)) is False
    assert ask_of(asker, birth_date=None) is False
    assert ask_of(asker, first_name="") is False
    assert ask_of(asker, last_name="Diallo") is False


def test_whom_one_follows_is_not_out_of_sight(two):
    follower, _, _ = two
    assert ask_of(follower) is False


def test_absent_and_forbidden_ask_the_same_of_the_database(two):
    _, asker, _ = two
    shapes = []
    for name in ("Benali", "Personne"):
        with CaptureQueriesContext(connection) as captured:
            ask_of(asker, last_name=name)
        shapes.append([query["sql"].split("(")[0].split(' "s')[0] for query in captured.captured_queries])
    assert shapes[0] == shapes[1]


def test_the_quota_closes_the_question_for_an_hour(two):
    _, asker, _ = two
    answers = [ask_of(asker) for _ in range(21)]
    assert answers[:20] == [True] * 20
    assert answers[20] is None
    actor = actor_of(asker)
    with acting(actor), pytest.raises(Forbidden, match="beaucoup cherché"):
        actions.ask_attachment(by=actor, **WHO, motive="accueil")
    with become("maintenance"):
        assert MatchAttempt.objects.filter(user=asker.user).count() == 20


def test_each_question_is_journaled_without_the_name(two):
    _, asker, _ = two
    ask_of(asker)
    with become("maintenance"):
        line = Entry.objects.get(verb="search_out_of_sight")
        assert (line.object_kind, line.object_id, line.details) == ("person", "", {"answered": True})


def test_receiving_them_says_perhaps_and_nothing_else(client, two):
    _, _, mother = two
    page = client.post(reverse("people:receive"), TYPED)
    text = page.content.decode()
    assert "Une personne correspond peut-être" in text
    assert page.context["alike"] == []
    assert str(mother.pk) not in text
    assert (
        client.post(reverse("people:receive"), {**TYPED, "looked": page.context["looked"]}).status_code == 302
    )
    with become("maintenance"):
        assert Person.objects.filter(last_name="Benali", first_name="Samira").count() == 2


def ask(client, **changed):
    return client.post(reverse("people:ask"), {**TYPED, "motive": "Elle est à l’accueil", **changed})


def test_asking_answers_the_same_whoever_is_meant(client, two):
    there, absent = ask(client), ask(client, last_name="Personne")
    assert (
        (there.status_code, there.url) == (absent.status_code, absent.url) == (302, reverse("people:persons"))
    )
    with become("maintenance"):
        assert AttachmentRequest.objects.count() == 1


def test_asking_twice_leaves_one_request(client, two):
    ask(client)
    ask(client)
    with become("maintenance"):
        assert AttachmentRequest.objects.count() == 1


def test_elsewhere_a_request_is_accepted_by_noting_the_agreement_of_the_person(client, two):
    follower, asker, mother = two
    ask(client)
    folder = reverse("people:person", args=[mother.pk])
    other = Client()
    with become("maintenance"):
        signed_in(other, member=follower)
        request = AttachmentRequest.objects.get()
    page = other.get(reverse("people:requests")).content.decode()
    wanted = f"{reverse('people:consent', args=[mother.pk])}?demande={request.pk}"
    assert "Elle est à l’accueil" in page
    assert wanted in page
    assert 'value="accept"' not in page
    refused = other.post(reverse("people:answer", args=[request.pk]), {"answer": "accept"}, follow=True)
    assert "Il faut l’accord de la personne" in refused.content.decode()
    assert client.get(folder).status_code == 404
    told = {"purpose": "La loger", "way": "oral", "witness": "Claire"}
    told = {**told, "given_on": f"{date.today()}", "until": f"{date.today() + timedelta(days=30)}"}
    seal = other.post(wanted, told).context["seal"]
    assert other.post(wanted, {**told, "seen": seal}).status_code == 302
    assert client.get(folder).status_code == 200
    with acting(actor_of(asker)):
        assert Household.objects.count() == 0
    again = other.post(reverse("people:answer", args=[request.pk]), {"answer": "refuse"})
    assert again.status_code == 404


def test_a_colleague_of_the_same_structure_is_accepted_at_once(two):
    follower, _, mother = two
    other, near = Client(), Client()
    with become("maintenance"):
        signed_in(other, member=follower)
        signed_in(near, member=make_member(Role.SOCIAL_WORKER, follower.structure))
    ask(near)
    with become("maintenance"):
        request = AttachmentRequest.objects.get()
    assert 'value="accept"' in other.get(reverse("people:requests")).content.decode()
    assert other.post(reverse("people:answer", args=[request.pk]), {"answer": "accept"}).status_code == 302
    assert near.get(reverse("people:person", args=[mother.pk])).status_code == 200


def test_a_refused_request_opens_nothing(client, two):
    follower, _, mother = two
    ask(client)
    other = Client()
    with become("maintenance"):
        signed_in(other, member=follower)
        request = AttachmentRequest.objects.get()
    other.post(reverse("people:answer", args=[request.pk]), {"answer": "refuse"})
    assert client.get(reverse("people:person", args=[mother.pk])).status_code == 404
    assert "refusée" in client.get(reverse("people:requests")).content.decode()


def test_nobody_answers_their_own_request(client, two):
    ask(client)
    with become("maintenance"):
        request = AttachmentRequest.objects.get()
    assert client.post(reverse("people:answer", args=[request.pk]), {"answer": "accept"}).status_code == 404


def test_a_folder_is_shared_with_a_colleague_only(client, two):
    follower, asker, mother = two
    with become("maintenance"):
        colleague = make_member(Role.SOCIAL_WORKER, follower.structure)
        signed_in(client, member=follower)
    url = reverse("people:share", args=[mother.pk])
    assert client.post(url, {"worker": asker.user_id}).status_code == 422
    for _ in range(2):
        sent = client.post(url, {"worker": colleague.user_id, "with_household": "on"})
        assert sent.status_code == 302
    with acting(actor_of(colleague)):
        assert list(Person.objects.values_list("pk", flat=True)) == [mother.pk]
        assert Household.objects.count() == 1


def test_the_last_follower_cannot_leave_and_the_others_can(client, two):
    follower, _, mother = two
    with become("maintenance"):
        signed_in(client, member=follower)
    url, folder = reverse("people:leave", args=[mother.pk]), reverse("people:person", args=[mother.pk])
    assert client.post(url).url == folder
    assert client.get(folder).status_code == 200
    with become("maintenance"):
        attach(make_member(Role.SOCIAL_WORKER, follower.structure), mother)
    assert client.post(url).url == reverse("people:persons")
    assert client.get(folder).status_code == 404
    with become("maintenance"):
        assert Attachment.objects.filter(
            worker=follower.user, household__isnull=False, ended_at=None
        ).exists()
