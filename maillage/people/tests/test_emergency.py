"""An emergency: opened for a day, told to everybody, reviewed by somebody else; tries that fail stay counted."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, signed_in
from maillage.audit.models import Entry
from maillage.people.models import Attachment, Consent, MatchAttempt, Person
from maillage.people.tests.factories import make_family
from tests.plugin import become

pytestmark = pytest.mark.django_db
URL = "/personnes/recevoir/urgence/"
TYPED = {"first_name": "Samira", "last_name": "Benali", "birth_date": "30/04/1992"}
MOTIVE = "Elle a appelé, elle est menacée."


@pytest.fixture
def two(client):
    """A worker elsewhere, signed in `client`, and the client of the worker who follows the mother."""
    theirs = Client()
    with become("maintenance"):
        follower = signed_in(theirs, Role.SOCIAL_WORKER)
        _, mother, _ = make_family(follower)
        asker = signed_in(client, Role.SOCIAL_WORKER)
    return asker, theirs, mother


def text(page):
    return page.content.decode()


def test_it_is_offered_folded_after_the_answer_about_somebody_out_of_sight(client, two):
    page = text(client.post(reverse("people:receive"), TYPED))
    assert "<summary>Urgence\u00a0: ouvrir quand même</summary>" in page
    assert "jusqu’à demain soir" in page
    assert URL in page
    assert client.get(URL).status_code == 200
    asked = text(client.post(reverse("people:ask"), TYPED))
    assert '<input type="hidden" name="birth_date" value="30/04/1992">' in asked


def test_it_opens_the_folder_is_told_and_reviewed_by_the_team(client, two):
    _, theirs, mother = two
    folder = reverse("people:person", args=[mother.pk])
    assert client.get(folder).status_code == 404
    assert client.post(URL, {**TYPED, "motive": MOTIVE}).url == folder
    assert client.get(folder).status_code == 200
    ledger = reverse("people:ledger", args=[mother.pk])
    assert "a ouvert en urgence le dossier de Samira BENALI" in text(theirs.get("/"))
    page = theirs.get(ledger)
    assert "Accès exceptionnel, à relire" in text(page)
    assert MOTIVE in text(page)
    assert [one.motive for one in page.context["openings"] if one.exceptional] == [MOTIVE]
    with become("maintenance"):
        line = Consent.objects.get()
    review = reverse("people:review", args=[mother.pk, line.pk])
    assert client.post(review, {"review": "justifié"}).status_code == 403
    empty = theirs.post(review, {"review": " "})
    assert empty.status_code == 422
    assert "Écrivez ce que vous en pensez." in text(empty)
    assert theirs.post(review, {"review": "L’urgence était réelle."}).url == ledger
    assert "en urgence" not in text(theirs.get("/"))
    assert "L’urgence était réelle." in text(theirs.get(ledger))
    again = theirs.post(review, {"review": "autre avis"}, follow=True)
    assert "Quelqu’un a déjà relu cet accès." in text(again)


def test_the_team_is_told_by_mail_and_not_about_whom(client, two, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(URL, {**TYPED, "motive": MOTIVE})
    assert len(mail.outbox) == 1
    sent = mail.outbox[0]
    assert "à relire" in sent.subject
    assert not any(word in f"{sent.subject} {sent.body}" for word in ("Samira", "BENALI", MOTIVE))


def test_nobody_several_or_a_wrong_date_are_answered_alike_and_counted(client, two):
    answers = set()
    for changed in ({"last_name": "Personne"}, {"birth_date": "01/05/1992"}):
        page = client.post(URL, {**TYPED, "motive": MOTIVE, **changed})
        assert page.status_code == 422
        answers.add(str(page.context["form"].non_field_errors()))
        assert MOTIVE in text(page)
    assert len(answers) == 1
    with become("maintenance"):
        assert MatchAttempt.objects.count() == 2
        assert Entry.objects.filter(verb="emergency_unanswered").count() == 2


def test_the_quota_closes_it(client, two):
    for _ in range(20):
        client.post(URL, {**TYPED, "last_name": "Personne", "motive": MOTIVE})
    assert client.post(URL, {**TYPED, "motive": MOTIVE}).status_code == 422


@pytest.mark.parametrize("missing", ["first_name", "last_name", "birth_date", "motive"])
def test_all_of_it_is_needed(client, two, missing):
    page = client.post(URL, {**TYPED, "motive": MOTIVE, missing: ""})
    assert page.status_code == 422
    assert page.context["form"].errors[missing]
    with become("maintenance"):
        assert not Consent.objects.exists()


def test_it_is_for_social_workers(client):
    with become("maintenance"):
        signed_in(client, member=make_member(Role.RECEPTION))
    assert client.get(URL).status_code == 403
    assert "Urgence" not in text(client.post(reverse("people:receive"), TYPED))


def test_an_archived_file_stays_closed(client, two):
    _, _, mother = two
    with become("maintenance"):
        Person.objects.filter(pk=mother.pk).update(archived_on="2026-01-01")
        Attachment.objects.update(ended_at=timezone.now())
    assert client.post(URL, {**TYPED, "motive": MOTIVE}).status_code == 422
    with become("maintenance"):
        assert not Consent.objects.exists()
    assert mail.outbox == []
