"""Nobody learns whether somebody is followed elsewhere, but by the one question that is counted."""

import re
from datetime import date

import pytest
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, signed_in
from maillage.audit.models import Entry
from maillage.people.actions.access import HOURLY_QUESTIONS
from maillage.people.models import AttachmentRequest, MatchAttempt
from maillage.people.tests.factories import attach, make_person
from tests.plugin import become

pytestmark = pytest.mark.django_db
HIDDEN = {"first_name": "Xanthippe", "last_name": "Quivoron", "birth_date": "30/04/1992"}
ABSENT = {"first_name": "Zénobie", "last_name": "Wotanski", "birth_date": "30/04/1992"}
NAMES = re.compile("|".join(str(value) for one in (HIDDEN, ABSENT) for value in one.values()), re.IGNORECASE)


@pytest.fixture
def spy(client):
    """Signed in `client`, in a structure that does not follow the hidden person."""
    with become("maintenance"):
        person = make_person("Xanthippe", "Quivoron", birth_date=date(1992, 4, 30))
        attach(make_member(Role.SOCIAL_WORKER), person)
        return signed_in(client, Role.SOCIAL_WORKER)


def bare(response) -> tuple[int, str, str]:
    """An answer without what was typed, without tokens and keys that are new each time."""
    text = NAMES.sub("…", response.content.decode())
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[A-Za-z0-9]{64}\b|[QW]%C3|%[0-9A-F]{2}", "", text)
    return response.status_code, response.headers.get("Location", ""), text


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("people:persons", "q"),
        ("people:resemblances", "last_name"),
        ("people:receive", "q"),
        ("rights:caseload", "q"),
    ],
)
def test_searching_by_name_is_silent(client, spy, name, field):
    typed = [f"{one['first_name']} {one['last_name']}" for one in (HIDDEN, ABSENT)]
    hidden, absent = (bare(client.get(reverse(name), {field: text})) for text in typed)
    assert hidden == absent


@pytest.mark.parametrize("left_out", ["first_name", "last_name", "birth_date"])
def test_two_criteria_ask_nothing(client, spy, left_out):
    """The file is opened at once, as if nobody bore that name; no question is spent."""
    for who in (HIDDEN, ABSENT):
        typed = {"called": "Madame X", **who} | {left_out: ""}
        assert client.post(reverse("people:receive"), typed).status_code == 302
    with become("maintenance"):
        assert MatchAttempt.objects.count() == 0


@pytest.mark.parametrize("who", [HIDDEN, ABSENT])
def test_asking_gets_one_answer(client, spy, who):
    response = client.post(reverse("people:ask"), {**who, "motive": "reçue ce matin"}, follow=True)
    assert "Votre demande est enregistrée. Si cette personne est déjà suivie" in response.content.decode()
    with become("maintenance"):
        assert AttachmentRequest.objects.count() == (who is HIDDEN)


def test_asking_about_somebody_absent_or_hidden_gets_the_same_page(client, spy):
    answers = [
        bare(client.post(reverse("people:ask"), {**who, "motive": "x"}, follow=True))
        for who in (HIDDEN, ABSENT)
    ]
    assert answers[0] == answers[1]


def test_questions_are_counted_journaled_then_refused(client, spy):
    """Whether they find somebody or not; what was found is not in the journal."""
    for number in range(HOURLY_QUESTIONS):
        who = (HIDDEN, ABSENT)[number % 2]
        assert client.post(reverse("people:ask"), {**who, "motive": "x"}).status_code == 302
    refused = [bare(client.post(reverse("people:ask"), {**who, "motive": "x"})) for who in (HIDDEN, ABSENT)]
    assert refused[0] == refused[1]
    assert refused[0][0] == 403
    with become("maintenance"):
        lines = Entry.objects.filter(verb="ask_attachment").values_list("object_id", "details")
        assert list(lines) == [("", {})] * HOURLY_QUESTIONS


def test_a_receive_form_beyond_the_quota_says_nothing_of_anybody(client, spy):
    with become("maintenance"):
        MatchAttempt.objects.bulk_create(MatchAttempt(user=spy.user) for _ in range(HOURLY_QUESTIONS))
    answers = [
        bare(client.post(reverse("people:receive"), {"called": "X", **who})) for who in (HIDDEN, ABSENT)
    ]
    assert answers[0] == answers[1]


def test_what_was_done_leaves_no_name_in_a_cookie(client, spy):
    response = client.post(reverse("people:receive"), {"called": "Madame Cookie", "first_name": "Cookie"})
    assert response.status_code == 302
    assert "messages" not in response.cookies
    assert "Cookie est dans vos personnes" in client.get(response.url).content.decode()
