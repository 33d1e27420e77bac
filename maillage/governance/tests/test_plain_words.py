"""Where persons sit among themselves, a point and a decision are also told in plain words, shown first."""

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import signed_in
from maillage.governance.models import AgendaItem, Decision
from maillage.governance.tests.factories import make_committee, make_duty, make_gathering, make_item
from tests.plugin import become

pytestmark = pytest.mark.django_db
WORDS = "On vous donne l’argent du train avant."


@pytest.fixture
def secretary(client):
    return signed_in(client, Role.ANIMATOR)


def council(secretary, kind):
    committee = make_committee(secretary.structure, kind=kind)
    make_duty(committee, secretary.user)
    return make_gathering(committee)


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_a_point_of_a_persons_council_is_told_in_plain_words_first(client, secretary):
    meeting = council(secretary, "persons")
    to = reverse("governance:add_item", args=[meeting.public_id])
    assert "En clair" in text(client.get(to))
    sent = {"title": "Avance", "nature": "debate", "details": "Le décret.", "plain_words": WORDS}
    page = text(client.post(to, sent, follow=True))
    assert page.index(WORDS) < page.index("Le décret.")
    with become("maintenance"):
        item = AgendaItem.objects.get()
    to = reverse("governance:correct_item", args=[meeting.public_id, item.public_id])
    assert WORDS in text(client.get(to))
    assert client.post(to, {**sent, "plain_words": "x" * 1001}).status_code == 422


def test_elsewhere_it_is_not_asked(client, secretary):
    meeting = council(secretary, "local")
    to = reverse("governance:add_item", args=[meeting.public_id])
    assert "En clair" not in text(client.get(to))
    client.post(to, {"title": "Avance", "nature": "debate", "plain_words": WORDS})
    with become("maintenance"):
        assert AgendaItem.objects.get().plain_words == ""


def test_a_decision_is_told_in_plain_words_first(client, secretary):
    meeting = council(secretary, "persons")
    item = make_item(meeting, plain_words=WORDS)
    to = reverse("governance:decide", args=[meeting.public_id, item.public_id])
    assert WORDS in text(client.get(to))
    client.post(to, {"kind": "track", "text": "Demander une avance.", "plain_words": WORDS})
    with become("maintenance"):
        made = Decision.objects.get()
    assert made.plain_words == WORDS
    page = text(client.get(made.get_absolute_url()))
    assert page.index(WORDS) < page.index("Demander une avance.</p>")
    assert timezone.localdate() >= made.decided_at.date()
    paper = client.get(reverse("governance:record_paper", args=[meeting.public_id]))
    assert paper.content.startswith(b"%PDF")
