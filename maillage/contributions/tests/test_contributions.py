"""Given by an account, for somebody else, from a paper, by a link; withdrawn; told what it became."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.accounts.tests.factories import make_user
from maillage.audit.models import Entry
from maillage.contributions.actions import contributions as actions
from maillage.contributions.models import Cell, Contribution, Fate, Process
from maillage.contributions.queries import grid
from maillage.contributions.queries.processes import link_token
from maillage.contributions.tests.factories import (
    axes_of,
    make_contribution,
    make_keeper,
    make_process,
    make_synthesis,
    make_territory,
    told,
)
from maillage.governance.tests.factories import make_committee
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture
def process():
    return make_process(published_on=timezone.localdate())


@pytest.fixture
def author():
    with become("maintenance"):
        return Actor(user_id=make_user().pk)


def test_every_pair_ticked_is_a_cell_and_one_side_alone_is_one_too(process, author):
    rows, columns = ([one.pk for one in side] for side in axes_of(process))
    whole = make_contribution(process, author, rows=tuple(rows), columns=tuple(columns))
    alone = make_contribution(process, author, rows=(), columns=(columns[0],))
    with become("maintenance"):
        assert whole.cells.count() == 4
        assert list(alone.cells.values_list("row", "column")) == [(None, columns[0])]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"rows": (), "columns": ()}, "rows"),
        ({"author": " "}, "author"),
        ({"kind": "testimony"}, "agreed"),
        ({"text": "x" * 4001}, "text"),
        ({"text": "Appelez le 06 12 34 56 78"}, "confirmed"),
        ({"rows": (10**9,)}, "rows"),
    ],
)
def test_what_is_missing_is_said_where_it_is(process, author, more, field):
    with pytest.raises(ValidationError) as refusal:
        make_contribution(process, author, **more)
    assert field in refusal.value.error_dict


def test_a_testimony_may_stay_unnamed_when_its_author_agreed(process, author):
    made = make_contribution(process, author, kind="testimony", author="", agreed=True)
    assert made.agreed_on == timezone.localdate()


def test_a_paper_is_copied_by_who_runs_it_even_after_it_closed(process, author):
    with become("maintenance"):
        Process.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
        process.refresh_from_db()
    with pytest.raises(Forbidden):
        make_contribution(process, author)
    with pytest.raises(Forbidden):
        make_contribution(process, author, channel="paper")
    assert make_contribution(process, make_keeper(process.committee), channel="paper").user_id is None


def test_its_author_withdraws_it_once_and_nobody_else_does(process, author):
    one, keeper = make_contribution(process, author), make_keeper(process.committee)
    with acting(keeper), pytest.raises(Forbidden):
        actions.withdraw(by=keeper, contribution=one)
    with acting(author):
        actions.withdraw(by=author, contribution=one)
        actions.withdraw(by=author, contribution=one)
        assert Contribution.objects.count() == 1
    with acting(keeper):
        assert Contribution.objects.count() == 0
    with become("maintenance"):
        assert Entry.objects.filter(verb="contribution_withdrawn").count() == 1


def test_what_a_helper_gives_for_somebody_is_theirs_to_follow(process, author):
    one = make_contribution(process, author, channel="relay", author="Une habitante", publicity="restricted")
    with acting(author):
        assert list(grid.mine(author)) == [one]
    with acting(make_keeper(make_committee())):
        assert not Contribution.objects.exists()


def fate(by, one, kind, **more):
    with acting(by):
        actions.say_fate(by=by, contribution=one, kind=kind, **more)


def test_its_fate_is_told_with_a_reason_and_told_again(process, author):
    keeper = make_keeper(process.committee)
    one, other = (make_contribution(process, author) for _ in range(2))
    for kind, more in (
        ("not_kept", {}),
        ("merged", {}),
        ("merged", {"into": one}),
        ("kept", {"into": other}),
    ):
        with pytest.raises(ValidationError):
            fate(keeper, one, kind, **more)
    fate(keeper, one, "not_kept", why="Hors sujet")
    fate(keeper, one, "merged", into=other)
    with acting(author):
        assert list(Fate.objects.values_list("kind", "into")) == [("merged", other.pk)]
    with pytest.raises(Forbidden):
        fate(author, one, "kept")


def test_it_is_placed_elsewhere_by_who_runs_the_process(process, author):
    one, keeper = make_contribution(process, author), make_keeper(process.committee)
    rows, columns = axes_of(process)
    with acting(keeper):
        actions.place(by=keeper, contribution=one, rows=[rows[1]], columns=columns)
    with acting(author), pytest.raises(Forbidden):
        actions.place(by=author, contribution=one, rows=rows, columns=[])
    with become("maintenance"):
        assert Cell.objects.filter(row=rows[1]).count() == 2


# By a link


@pytest.fixture
def linked():
    """Of a committee that its members alone read: the link still opens it."""
    process = make_process(make_committee(publicity="members"), link_key=uuid4())
    make_territory(process, "37")
    return process


def test_a_link_takes_words_while_the_process_is_open_and_is_known_a_day_more(linked):
    _, facts = grid.opened_by_link(link_token(linked))
    assert (facts.title, len(facts.axes), len(facts.territories)) == (linked.title, 4, 1)
    assert grid.opened_by_link("rien") is None
    with become("maintenance"):
        Process.objects.update(closes_at=timezone.now() - timedelta(hours=1))
    assert grid.opened_by_link(link_token(linked)) is not None
    with pytest.raises(Forbidden):
        actions.contribute_by_link(link=linked.link_key, told=told(linked))
    with become("maintenance"):
        long_ago = timezone.now() - timedelta(days=9)
        Process.objects.update(opens_at=long_ago, closes_at=timezone.now() - timedelta(days=2))
    assert grid.opened_by_link(link_token(linked)) is None


def test_what_comes_by_a_link_is_followed_and_withdrawn_by_another(linked):
    elsewhere = axes_of(make_process())[0][0]
    rows, _ = axes_of(linked)
    sent = told(linked, rows=(rows[0].pk, elsewhere.pk), publicity="restricted")
    key = actions.contribute_by_link(link=linked.link_key, told=sent)
    assert isinstance(key, UUID)
    keeper = make_keeper(linked.committee)
    with become("maintenance"):
        one = Contribution.objects.get()
        assert (one.channel, one.user_id, one.cells.filter(row=elsewhere).count()) == ("link", None, 0)
        published = make_synthesis(linked, published_at=timezone.now(), digest="0" * 64)
        published.sentences.create(position=1, text="Moins d’accueil").sources.create(contribution=one)
    fate(keeper, one, "kept", why="Bien vu")
    _, facts = grid.followed(grid.follow_token(key))
    assert (facts.fate, facts.why, facts.withdrawn_on) == ("kept", "Bien vu", None)
    assert facts.uses == [{"text": "Moins d’accueil", "title": "Synthèse"}]
    actions.withdraw_by_link(key=key)
    assert grid.followed(grid.follow_token(key))[1].withdrawn_on == timezone.localdate()
    with acting(keeper):
        assert not Contribution.objects.exists()


def test_the_key_of_an_account_s_contribution_opens_nothing(process, author):
    one = make_contribution(process, author)
    assert grid.followed(grid.follow_token(one.key)) is None
    actions.withdraw_by_link(key=one.key)
    with become("maintenance"):
        assert Contribution.objects.get().withdrawn_on is None
