"""A sentence rests on its sources; what is published stays; what disagrees is whole beside it."""

import json
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from maillage.accounts.tests.factories import make_user
from maillage.contributions.actions import contributions, dissents, syntheses
from maillage.contributions.models import Contribution, Fate, Sentence, SentenceSource, Synthesis
from maillage.contributions.queries.grid import orphans
from maillage.contributions.queries.syntheses import reading
from maillage.contributions.tests.factories import axes_of, make_contribution, make_keeper, make_process
from maillage.permissions import ANONYMOUS, Actor, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db


class Bench:
    """A published grid, who runs it, somebody who gave four contributions of which one is restricted."""

    def __init__(self):
        self.process = make_process(published_on=timezone.localdate())
        self.keeper = make_keeper(self.process.committee)
        with become("maintenance"):
            self.author = Actor(user_id=make_user().pk)
        self.given = [
            make_contribution(self.process, self.author, text=f"Constat {n}", publicity="restricted" if n == 3 else "public")
            for n in range(4)
        ]  # fmt: skip
        self.row = axes_of(self.process)[0][0]

    def does(self, act, **told):
        with acting(self.keeper):
            return act(by=self.keeper, **told)

    def begun(self, axis=None):
        return self.does(syntheses.begin, process=self.process, axis=axis)

    def writes(self, synthesis, *sources, text="On attend trop longtemps.", **more):
        told = {"text": text, "paragraph": "Constats", "sources": list(sources), **more}
        return self.does(syntheses.write, synthesis=synthesis, **told)

    def published(self):
        made = self.begun(self.row)
        self.writes(made, *self.given[:2])
        self.writes(made, self.given[3], text="Il faut du temps.")
        self.does(syntheses.publish, synthesis=made)
        return made


@pytest.fixture
def bench():
    return Bench()


def test_a_sentence_without_a_source_is_refused(bench):
    elsewhere = make_contribution(make_process(), bench.author)
    made = bench.begun()
    for sources in ((), (elsewhere,)):
        with pytest.raises(ValidationError):
            bench.writes(made, *sources)
    with become("maintenance"):
        Sentence.objects.create(synthesis=made, position=1, text="Sans source.")
    with pytest.raises(Forbidden, match="phrase 1"):
        bench.does(syntheses.publish, synthesis=made)


def test_what_no_sentence_rests_on_is_listed_and_nothing_is_lost(bench):
    made = bench.begun(bench.row)
    bench.writes(made, *bench.given[:2])
    with acting(bench.keeper):
        assert list(orphans(bench.keeper, made)) == bench.given[2:]


def test_published_it_tells_its_authors_and_no_longer_changes(bench):
    contributions_told = {"contribution": bench.given[0], "kind": "not_kept", "why": "Déjà dit"}
    bench.does(contributions.say_fate, **contributions_told)
    made = bench.published()
    with become("maintenance"):
        fates = dict(Fate.objects.values_list("contribution", "kind"))
    assert fates == {bench.given[0].pk: "not_kept", bench.given[1].pk: "kept", bench.given[3].pk: "kept"}
    with become("maintenance"):
        sentence = made.sentences.first()
    for act, told in (
        (syntheses.write, {"synthesis": made, "text": "x", "paragraph": "", "sources": bench.given[:1]}),
        (syntheses.take_away, {"sentence": sentence}),
        (syntheses.move_up, {"sentence": sentence}),
    ):
        with pytest.raises(Forbidden):
            bench.does(act, **told)


def test_a_new_version_begins_with_the_sentences_of_the_last(bench):
    first = bench.published()
    second = bench.begun(bench.row)
    assert (second.number, bench.begun(bench.row)) == (2, second)
    with become("maintenance"):
        assert SentenceSource.objects.filter(sentence__synthesis=second).count() == 3
        assert Synthesis.objects.get(pk=first.pk).published_at is not None


def test_a_source_that_one_may_not_read_keeps_its_number(bench):
    made = bench.published()
    with acting(bench.author):
        contributions.withdraw(by=bench.author, contribution=bench.given[0])
    with acting(ANONYMOUS):
        told = reading(ANONYMOUS, made)
    assert [one.row and one.row.text for one in told.sources] == [None, "Constat 1", None]
    assert [source.number for _, rows in told.paragraphs for one in rows for source in one.sources] == [
        1,
        2,
        3,
    ]


def test_sentences_change_place_and_words(bench):
    made = bench.begun()
    one, two = (bench.writes(made, bench.given[0], text=text) for text in ("Un.", "Deux."))
    bench.does(syntheses.move_up, sentence=two)
    bench.writes(made, bench.given[2], text="Une.", sentence=one)
    with become("maintenance"):
        assert list(made.sentences.values_list("text", "sources__contribution")) == [
            ("Deux.", bench.given[0].pk), ("Une.", bench.given[2].pk)
        ]  # fmt: skip


def url(name, row):
    return reverse(f"contributions:{name}", args=[row.public_id])


def test_anybody_reads_it_with_what_disagrees_whole_and_takes_it_away(bench):
    body = "Nous ne signons pas.\n" + "Le temps manque. " * 400
    values = {"title": "Contribution d’un syndicat", "author": "Le syndicat", "body": body}
    bench.does(dissents.add_dissent, process=bench.process, axis=None, copied=True, values=values)
    made, nobody = bench.published(), Client()
    page = nobody.get(url("synthesis", made)).text
    assert body.strip().splitlines()[1] in page
    assert "[3]" in page
    assert "Constat 3" not in page
    told = json.loads(nobody.get(url("synthesis_json", made)).content)
    assert [one["sources"] for one in told["sentences"]] == [[1, 2], [3]]
    assert told["dissents"][0]["body"] == body
    assert nobody.get(url("synthesis_pdf", made)).content.startswith(b"%PDF")
    words = [
        one.text for one in Document(BytesIO(nobody.get(url("synthesis_docx", made)).content)).paragraphs
    ]
    assert any("On attend trop longtemps. [1, 2]" in one for one in words)
    assert any("En désaccord" in one for one in words)


def test_reading_it_takes_as_many_queries_with_three_sentences_as_with_one(bench):
    one, three = bench.begun(bench.row), bench.begun()
    bench.writes(one, bench.given[0])
    for given in bench.given[:3]:
        bench.writes(three, given)
    with become("maintenance"):
        Synthesis.objects.update(published_at=timezone.now(), digest="0" * 64)
    spent = []
    for made in (one, three):
        spent.append(count_queries(Client(), url("synthesis", made)))
    assert spent[0] == spent[1]
    with become("maintenance"):
        assert Contribution.objects.count() == 4
