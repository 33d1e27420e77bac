"""What `rules.visible` says and what PostgreSQL shows are the same rows, for whoever acts; nobody writes beside."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import ProgrammingError, transaction
from django.utils import timezone

from maillage.accounts.tests.factories import actor_of, make_member, make_structure, make_user
from maillage.contributions.models import (
    Axis,
    Block,
    Cell,
    Contribution,
    Dissent,
    Fate,
    Process,
    Report,
    Sentence,
    SentenceSource,
    Synthesis,
    TerritoryTask,
)
from maillage.contributions.rules import visible
from maillage.contributions.tests.factories import axes_of, make_keeper, make_process, make_territory
from maillage.governance.tests.factories import make_committee, make_seat
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = sorted(apps.get_app_config("contributions").get_models(), key=lambda model: model.__name__)
TODAY = timezone.localdate()
KEEPER, SPEAKER, MEMBER, AUTHOR, HELPER, STRANGER, NOBODY = range(7)


@pytest.fixture(scope="module")
def world(whole_module):
    """A public committee and one of members alone, each with a published process and one not yet; people around."""
    place = make_structure()
    committees = [make_committee(place, publicity=publicity) for publicity in ("public", "members")]
    speaking = make_committee(place)
    keeper, speaker = make_keeper(committees[0]), make_keeper(speaking)
    with become("maintenance"):
        member, author, helper = (make_user() for _ in range(3))
        stranger = make_member()
    for committee in committees:
        make_seat(committee, user=member)
        for published in (TODAY, None):
            process = make_process(committee, published_on=published)
            make_territory(process, "37", speaking)
            with become("maintenance"):
                fill(process, keeper.user_id, author, helper)
    people = [Actor(user_id=one.pk) for one in (member, author, helper)]
    return [keeper, speaker, *people, actor_of(stranger), ANONYMOUS]


def fill(process, keeper, author, helper):
    rows, columns = axes_of(process)
    report = Report.objects.create(process=process, group="G", key="k", name="g.txt", added_by_id=keeper)
    Block.objects.create(report=report, number=1, section=1, kind="bullet", text="Texte")
    told = {"process": process, "kind": "finding", "text": "Constat", "author": "X", "given_on": TODAY}
    given = []
    for publicity in ("public", "restricted"):
        for withdrawn in (None, TODAY):
            same = {**told, "publicity": publicity, "withdrawn_on": withdrawn, "author_kind": "person"}
            given.append(
                Contribution.objects.create(user=author, entered_by=author, channel="account", **same)
            )
            given.append(Contribution.objects.create(entered_by=helper, channel="relay", **same))
            given.append(Contribution.objects.create(channel="link", **same))
    for one in given:
        Cell.objects.create(contribution=one, process=process, row=rows[0], column=columns[0])
        Fate.objects.create(contribution=one, kind="kept", told_on=TODAY)
    for number, when in ((1, timezone.now()), (2, None)):
        digest = "0" * 64 if when else ""
        made = Synthesis.objects.create(process=process, number=number, published_at=when, digest=digest)
        sentence = Sentence.objects.create(synthesis=made, position=1, text="Phrase")
        SentenceSource.objects.create(sentence=sentence, contribution=given[0])
    told = {"process": process, "title": "T", "author": "A", "body": "B", "added_on": TODAY}
    Dissent.objects.create(**told)
    Dissent.objects.filter(pk=Dissent.objects.create(**told).pk).update(body="Corrigé", version=2)


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_rules_and_postgresql_show_the_same_rows(world, model):
    for number, actor in enumerate(world):
        with become("maintenance"):
            allowed = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
        with acting(actor):
            seen = set(model.objects.values_list("pk", flat=True))
        assert (number, seen) == (number, allowed)


def test_what_each_reads(world):
    """Of twelve contributions a process: a keeper reads the six that stand, the public three once it is published."""
    read = []
    for actor in world:
        with acting(actor):
            read.append((Process.objects.count(), Contribution.objects.count(), Report.objects.count()))
    assert read[KEEPER] == (2, 12, 2)
    assert read[MEMBER] == (4, 12, 0)
    assert read[STRANGER] == read[NOBODY] == read[SPEAKER] == (2, 3, 0)
    assert read[AUTHOR] == read[HELPER] == (2, 16 + 2, 0)


def refused(act):
    with pytest.raises(ProgrammingError), transaction.atomic():
        act()


def test_words_change_for_nobody_and_only_their_author_withdraws_them(world):
    with acting(world[KEEPER]):
        refused(lambda: Contribution.objects.update(text="autre chose"))
        assert Contribution.objects.update(withdrawn_on=TODAY) == 0
    with acting(world[AUTHOR]):
        assert Contribution.objects.update(withdrawn_on=TODAY) == 8


def test_a_stranger_writes_nothing_of_what_a_keeper_does(world):
    with acting(world[STRANGER]):
        process, one = Process.objects.first(), Contribution.objects.first()
        refused(lambda: Axis.objects.create(process=process, kind="row", label="x"))
        refused(lambda: Fate.objects.create(contribution=one, kind="kept", told_on=TODAY))
        refused(lambda: Cell.objects.create(contribution=one, process=process, row=process.axes.first()))
        refused(lambda: Synthesis.objects.create(process=process, title="x", number=9))
        refused(
            lambda: Dissent.objects.create(process=process, title="x", author="x", body="x", added_on=TODAY)
        )
        assert Process.objects.update(published_on=TODAY) == 0
        assert Fate.objects.all().delete()[0] == 0


def test_nobody_contributes_in_the_name_of_another_account_nor_once_it_is_closed(world):
    other, me = world[AUTHOR].user_id, world[STRANGER].user_id
    with acting(world[STRANGER]):
        process = Process.objects.first()
        told = {"process": process, "kind": "finding", "text": "x", "author": "x", "author_kind": "person"}
        told |= {"publicity": "public", "given_on": TODAY, "channel": "account"}
        refused(lambda: Contribution.objects.create(user_id=other, entered_by_id=me, **told))
        refused(lambda: Contribution.objects.create(user_id=me, entered_by_id=other, **told))
        refused(lambda: Contribution.objects.create(entered_by_id=me, **{**told, "channel": "paper"}))
        Contribution.objects.create(user_id=me, entered_by_id=me, **told)
    with become("maintenance"):
        Process.objects.update(
            opens_at=timezone.now() - timedelta(3), closes_at=timezone.now() - timedelta(1)
        )
    with acting(world[STRANGER]):
        refused(lambda: Contribution.objects.create(user_id=me, entered_by_id=me, **told))


def test_what_is_published_changes_for_nobody(world):
    with acting(world[KEEPER]):
        done = Synthesis.objects.filter(published_at__isnull=False)
        assert done.update(title="autre") == 0
        assert Sentence.objects.filter(synthesis__in=done).update(text="autre") == 0
        assert Sentence.objects.update(text="autre") == 2
        refused(lambda: Sentence.objects.create(synthesis=done.first(), position=9, text="x"))
        assert Dissent.objects.filter(added_at__lt=timezone.now()).update(body="x") == 4
        with become("maintenance"):
            Synthesis.objects.filter(published_at__isnull=False).update(published_at=timezone.now())
        assert Dissent.objects.update(body="y") == 0


def test_who_speaks_for_a_territory_gives_its_wishes_until_it_is_shared_out(world):
    with acting(world[SPEAKER]):
        assert TerritoryTask.objects.update(row_wishes=[1]) == 2
        refused(lambda: TerritoryTask.objects.update(row=Axis.objects.first()))
    with acting(world[STRANGER]):
        assert TerritoryTask.objects.update(row_wishes=[2]) == 0
