"""A text is drafted inside, published for everybody under its digest, found by its words."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from maillage.governance.actions import texts as actions
from maillage.governance.enums import DecisionKind
from maillage.governance.models import TextVersion
from maillage.governance.queries import texts as queries
from maillage.governance.tests.factories import make_committee
from maillage.governance.tests.mandate_factories import make_decision, make_keeper, make_text
from maillage.permissions import ANONYMOUS, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return make_committee()


@pytest.fixture
def keeper(committee):
    return make_keeper(committee)


def write(by, committee, body="Tout service\r\ngarde un guichet.\r\n"):
    told = {"kind": "opinion", "title": "Avis", "body": body, "review_on": None}
    with acting(by):
        return actions.write_text(by=by, committee=committee, **told)


def last(by, text):
    with acting(by):
        return queries.versions(by, text)[0]


def rewrite(by, text, body, read=None, title="Avis"):
    mark = read or actions.mark(last(by, text))
    with acting(by):
        return actions.rewrite_text(by=by, text=text, read=mark, title=title, body=body)


def publish(by, text, decision=None, read=None):
    mark = read or actions.mark(last(by, text))
    with acting(by):
        return actions.publish_text(by=by, text=text, read=mark, decision=decision)


def found(words="", kind="", actor=ANONYMOUS):
    with acting(actor):
        return [one.title for one in queries.register(actor, words, kind)]


def test_from_a_draft_to_its_second_version(committee, keeper):
    text = write(keeper, committee)
    assert last(keeper, text).body == "Tout service\ngarde un guichet."
    assert rewrite(keeper, text, "Garder un guichet.").number == 1
    first = publish(keeper, text)
    assert first.digest == hashlib.sha256(b"Garder un guichet.").hexdigest()
    second = rewrite(keeper, text, "Garder deux guichets.", title="Avis revu")
    assert (second.number, second.published_at) == (2, None)
    with acting(ANONYMOUS):
        assert [one.number for one in queries.versions(ANONYMOUS, text)] == [1]
    assert found() == ["Avis"]
    publish(keeper, text)
    assert found() == ["Avis revu"]
    with acting(ANONYMOUS):
        assert [one.body for one in queries.versions(ANONYMOUS, text)] == [
            "Garder deux guichets.",
            "Garder un guichet.",
        ]


def test_a_draft_exists_for_its_committee_alone(committee, keeper):
    text = write(keeper, committee)
    other = make_keeper(make_committee())
    for stranger in (ANONYMOUS, other):
        with acting(stranger):
            assert (queries.texts(stranger).count(), TextVersion.objects.count()) == (0, 0)
        assert found(actor=stranger) == []
    with pytest.raises(Forbidden):
        rewrite(other, text, "Autre chose", read="x")


def test_what_somebody_else_wrote_is_not_swallowed(committee, keeper):
    text = write(keeper, committee)
    read = actions.mark(last(keeper, text))
    rewrite(keeper, text, "D’abord", read=read)
    assert rewrite(keeper, text, "D’abord", read=read).body == "D’abord"
    for act in (
        lambda: rewrite(keeper, text, "Ensuite", read=read),
        lambda: publish(keeper, text, read=read),
    ):
        with pytest.raises(actions.RewrittenBetween) as between:
            act()
        assert between.value.now.body == "D’abord"


def test_what_is_published_never_changes(committee, keeper):
    text = write(keeper, committee)
    version = publish(keeper, text)
    assert publish(keeper, text) == version
    with acting(keeper):
        assert TextVersion.objects.filter(pk=version.pk).update(body="autre") == 0
        assert TextVersion.objects.filter(pk=version.pk).delete()[0] == 0
    with acting(make_keeper(make_committee())), pytest.raises(ProgrammingError), transaction.atomic():
        TextVersion.objects.create(text=text, committee=committee, number=9, title="x", body="x")


def test_a_version_is_of_the_committee_of_its_text(committee, keeper):
    text, other = make_text(committee), make_committee()
    stranger = make_keeper(other)
    with acting(stranger), pytest.raises(IntegrityError), transaction.atomic():
        TextVersion.objects.create(text=text, committee=other, number=9, title="x", body="x")


def test_a_decision_that_publishes_is_adopted_by_the_same_committee(committee, keeper):
    text = write(keeper, committee)
    wrong = make_decision(committee, DecisionKind.OPINION, adopted=False), make_decision(make_committee())
    for decision in wrong:
        with pytest.raises(ValidationError, match="décision adoptée"):
            publish(keeper, text, decision)
    decision = make_decision(committee, DecisionKind.OPINION)
    assert publish(keeper, text, decision).decision == decision
    with acting(ANONYMOUS):
        assert decision.texts.get().text == text


WORDS = [
    ("guichets", 1),
    ("numerique", 1),
    ("NUMÉRIQUE guichet", 1),
    ('"garde un guichet"', 1),
    ('"guichet un garde"', 0),
    ("guichet -numérique", 0),
    ("chien OR guichet", 1),
    ("chien", 0),
    ("l’égalité", 1),
    ("&|!(:*'", 0),
]


@pytest.mark.parametrize(("words", "count"), WORDS)
def test_the_register_reads_french(committee, words, count):
    make_text(committee, body="Tout service garde un guichet. Égalité d’accès.")
    make_text(committee, "Rapport", "Autre sujet.", kind="report")
    make_text(committee, "Brouillon numérique", "guichets", published_at=None)
    assert len(found(words)) == count
    assert found(kind="report") == ["Rapport"]


def test_a_former_version_is_not_searched(committee, keeper):
    text = write(keeper, committee, body="licorne")
    publish(keeper, text)
    rewrite(keeper, text, "cheval")
    publish(keeper, text)
    assert (found("licorne"), found("cheval")) == ([], ["Avis"])


def test_open_data_gives_what_verifies_the_digest(client, committee):
    text = make_text(committee)
    make_text(make_committee(publicity="members"), "Avis réservé")
    make_text(committee, "Brouillon", published_at=None)
    rows = json.loads(client.get(reverse("governance:texts_json")).content)["textes"]
    assert [(one["titre"], one["instance"]) for one in rows] == [
        ("Avis réservé", None),
        ("Avis sur le numérique", committee.name),
    ]
    mine = rows[1]
    assert mine["adresse"] == f"http://testserver{text.get_absolute_url()}"
    file = client.get(mine["fichier"])
    assert hashlib.sha256(file.content).hexdigest() == mine["sha256"]


@pytest.mark.django_db(transaction=True)
def test_eight_hands_write_one_second_version(committee, keeper):
    text = write(keeper, committee)
    publish(keeper, text)
    read = actions.mark(last(keeper, text))

    def hand(number):
        try:
            rewrite(keeper, text, f"Texte {number}", read=read)
        except actions.RewrittenBetween:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(8) as hands:
        assert sum(hands.map(hand, range(8))) == 1
    with become("maintenance"):
        assert TextVersion.objects.count() == 2
