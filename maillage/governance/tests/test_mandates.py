"""A mandate is given once, amended by versions, answered; only by those whose place it is, and seen by those it concerns."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from maillage.audit.models import Entry
from maillage.governance.actions import mandates as actions
from maillage.governance.enums import DecisionKind
from maillage.governance.models import Mandate, MandateVersion, Output, Recusal
from maillage.governance.queries import mandates as queries
from maillage.governance.tests.factories import make_committee, make_gathering, make_seat
from maillage.governance.tests.mandate_factories import (
    days,
    make_decision,
    make_group,
    make_keeper,
    make_mandate,
    make_text,
)
from maillage.permissions import ANONYMOUS, Actor, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
WORDS = {
    "question": "Comment ?",
    "points": ["Former", "Financer"],
    "due_on": days(40),
    "reason": "un mois de plus",
}


def told(**more):
    return {
        "title": "Participation",
        "question": "Comment faire ?",
        "points": ["Former", "Financer"],
        "outputs": ["Rapport"],
        "due_on": days(30),
        "joined": [],
        **more,
    }


@pytest.fixture
def plenary():
    return make_committee()


@pytest.fixture
def group():
    return make_group()


@pytest.fixture
def secretary(plenary):
    return make_keeper(plenary)


@pytest.fixture
def coordinator(group):
    return make_keeper(group)


@pytest.fixture
def mandate(plenary, group):
    return make_mandate(plenary, group)


def give(by, decision, committee, **more):
    with acting(by):
        return actions.give_mandate(by=by, decision=decision, committee=committee, **told(**more))


def amend(by, mandate, version=1, decision=None, **more):
    with acting(by):
        return actions.amend_mandate(
            by=by, mandate=mandate, version=version, decision=decision, values={**WORDS, **more}
        )


def deliver(by, mandate, text, covers=(0,)):
    with acting(by):
        output = Output.objects.get(mandate=mandate)
        actions.deliver_output(by=by, output=output, text=text, covers=list(covers))


def test_a_decision_gives_its_mandate_once(plenary, group, secretary):
    decision, other = make_decision(plenary), make_group()
    mandate = give(secretary, decision, group, joined=[group, other])
    with acting(secretary):
        version = mandate.versions.get()
        assert (version.number, version.points, version.decision) == (1, ["Former", "Financer"], decision)
        assert [(one.title, one.due_on) for one in mandate.outputs.all()] == [("Rapport", days(30))]
        assert list(mandate.joined.all()) == [other]
    with pytest.raises(Forbidden, match="déjà donné"):
        give(secretary, decision, group)


@pytest.mark.parametrize("wrong", [{"kind": DecisionKind.DECIDE}, {"adopted": False}])
def test_only_an_adopted_decision_of_that_kind_gives_one(plenary, group, secretary, wrong):
    with pytest.raises(Forbidden, match="décision adoptée"):
        give(secretary, make_decision(plenary, **wrong), group)


def test_the_group_does_not_give_itself_a_mandate(plenary, group, coordinator):
    with pytest.raises(Forbidden):
        give(coordinator, make_decision(plenary), group)


def test_a_date_that_is_past_is_refused(plenary, group, secretary):
    with pytest.raises(ValidationError, match="passée"):
        give(secretary, make_decision(plenary), group, due_on=days(-1))


def test_an_amendment_is_another_version(secretary, mandate):
    amend(secretary, mandate)
    with acting(secretary):
        versions = list(mandate.versions.all())
        assert [(one.number, one.due_on) for one in versions] == [(1, days(30)), (2, days(40))]
        mandate.refresh_from_db()
        assert (mandate.due_on, mandate.outputs.get().due_on) == (days(40), days(40))


def test_the_same_amendment_twice_is_one(secretary, mandate):
    first = amend(secretary, mandate)
    assert amend(secretary, mandate) == first


def test_two_amendments_at_once_are_compared(secretary, mandate):
    amend(secretary, mandate)
    with pytest.raises(actions.AmendedBetween) as between:
        amend(secretary, mandate, question="Autre chose ?")
    assert between.value.now.number == 2


def test_an_amendment_says_why(plenary, secretary, mandate):
    with pytest.raises(ValidationError, match="ce qui change"):
        amend(secretary, mandate, reason=" ")
    with pytest.raises(Forbidden, match="de l’instance"):
        amend(secretary, mandate, decision=make_decision(make_committee()))
    decision = make_decision(plenary, DecisionKind.DECIDE)
    assert amend(secretary, mandate, decision=decision, reason="").decision == decision


def test_the_group_does_not_amend_its_own_mandate(coordinator, mandate):
    with pytest.raises(Forbidden):
        amend(coordinator, mandate)
    with acting(coordinator), pytest.raises(ProgrammingError), transaction.atomic():
        MandateVersion.objects.create(
            mandate=mandate, number=2, question="x", due_on=days(900), made_on=days(0)
        )
    with acting(coordinator), pytest.raises(ProgrammingError), transaction.atomic():
        Mandate.objects.update(due_on=days(900))
    with acting(coordinator), pytest.raises(ProgrammingError), transaction.atomic():
        mandate.joined.add(make_committee())


def test_what_is_covered_follows_the_words_of_the_points(group, secretary, coordinator, mandate):
    deliver(coordinator, mandate, make_text(group), [0, 1])
    amend(secretary, mandate, points=["Évaluer", "Financer", "Former mieux"])
    with acting(secretary):
        assert mandate.outputs.get().covers == [1]


def test_an_output_is_delivered_once_with_a_published_text(group, secretary, coordinator, mandate):
    text = make_text(group)
    deliver(coordinator, mandate, text)
    deliver(coordinator, mandate, text)
    with pytest.raises(Forbidden, match="déjà rendu"):
        deliver(coordinator, mandate, make_text(group))
    with acting(secretary):
        output = mandate.outputs.get()
        assert (output.text, output.covers, output.delivered_on) == (text, [0], days(0))
        assert text.outputs.get() == output


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (lambda group: make_text(group, published_at=None), "Publiez d’abord"),
        (lambda _: make_text(make_committee()), "autre instance"),
    ],
)
def test_another_text_is_refused(group, coordinator, mandate, text, words):
    with pytest.raises(ValidationError, match=words):
        deliver(coordinator, mandate, text(group))


@pytest.mark.parametrize("covers", [[2], [-1]])
def test_a_point_that_is_not_there_is_refused(group, coordinator, mandate, covers):
    with pytest.raises(ValidationError, match="viennent de changer"):
        deliver(coordinator, mandate, make_text(group), covers)


def test_who_gave_the_mandate_does_not_deliver(group, secretary, mandate):
    with pytest.raises(Forbidden):
        deliver(secretary, mandate, make_text(group))


def test_either_adds_an_output_before_the_mandate_is_due(secretary, coordinator, mandate):
    for by in (secretary, coordinator, coordinator):
        with acting(by):
            actions.add_output(by=by, mandate=mandate, title="Note d’étape", due_on=days(10))
    with acting(secretary):
        assert mandate.outputs.count() == 2
        with pytest.raises(ValidationError, match="avant cette date"):
            actions.add_output(by=secretary, mandate=mandate, title="Note", due_on=days(31))


def test_an_ended_mandate_no_longer_changes(group, secretary, coordinator, mandate):
    with acting(secretary):
        with pytest.raises(ValidationError, match="dites pourquoi"):
            actions.end_mandate(by=secretary, mandate=mandate, note="")
        for _ in range(2):
            actions.end_mandate(by=secretary, mandate=mandate, note="Repris par un autre groupe.")
    for act in (lambda: amend(secretary, mandate), lambda: deliver(coordinator, mandate, make_text(group))):
        with pytest.raises(Forbidden, match="terminé"):
            act()
    with become("maintenance"):
        assert Entry.objects.filter(verb="mandate_ended").count() == 1


def seen_by(actor):
    with acting(actor):
        seen = set(Mandate.objects.values_list("pk", flat=True))
    with become("maintenance"):
        assert set(Mandate.objects.visible_to(actor).values_list("pk", flat=True)) == seen
    with acting(actor):
        assert set(Mandate.objects.visible_to(actor).values_list("pk", flat=True)) == seen
    return seen


PUBLICITY = [
    ("public", "public", (True, True, True)),
    ("public", "members", (False, True, True)),
    ("members", "public", (False, True, True)),
    ("members", "members", (False, True, True)),
]


@pytest.mark.parametrize(("giver", "worker", "expected"), PUBLICITY)
def test_a_mandate_is_public_when_both_committees_are(giver, worker, expected):
    plenary, group = make_committee(publicity=giver), make_group(publicity=worker)
    mandate, joint = make_mandate(plenary, group), make_committee(publicity="members")
    readers = (ANONYMOUS, make_keeper(plenary), make_keeper(group))
    assert tuple(seen_by(one) == {mandate.pk} for one in readers) == expected
    beside = make_keeper(joint)
    with become("maintenance"):
        mandate.joined.add(joint)
    assert seen_by(beside) == {mandate.pk}


def test_a_mandate_waits_for_its_meeting_to_be_closed(plenary, group):
    mandate = make_mandate(plenary, group)
    with become("maintenance"):
        mandate.decision.gathering.held_at = None
        mandate.decision.gathering.save()
    assert seen_by(ANONYMOUS) == set()


def test_a_mandate_under_embargo_is_read_by_those_who_gave_it(plenary):
    mandate = make_mandate(plenary, make_group())
    item = mandate.decision.item
    item.embargo_until = timezone.now() + timedelta(days=1)
    with become("maintenance"):
        item.save()
    assert seen_by(ANONYMOUS) == set()
    assert seen_by(make_keeper(plenary)) == {mandate.pk}


def test_whoever_stepped_aside_sees_no_mandate_that_came_of_it(plenary):
    mandate, keeper = make_mandate(plenary, make_group()), make_keeper(plenary)
    told = {
        "gathering": mandate.decision.gathering,
        "occupant": make_seat(plenary),
        "user_id": keeper.user_id,
    }
    with become("maintenance"):
        Recusal.objects.create(item=mandate.decision.item, **told)
    assert seen_by(keeper) == set()
    assert seen_by(ANONYMOUS) == {mandate.pk}


def test_a_member_seated_in_the_group_reads_and_does_not_write(group, mandate):
    with become("maintenance"):
        from maillage.accounts.tests.factories import make_user

        user = make_user()
    make_seat(group, user=user)
    member = Actor(user_id=user.pk)
    assert seen_by(member) == {mandate.pk}
    with pytest.raises(Forbidden):
        deliver(member, mandate, make_text(group))


def test_the_board_puts_late_first_and_counts_what_is_covered(plenary, secretary, group, coordinator):
    soon = make_mandate(plenary, group, due_on=days(3), title="Bientôt")
    far = make_mandate(plenary, title="Plus tard", due_on=days(90))
    late = make_mandate(plenary, title="En retard", due_on=days(-2))
    make_gathering(group, held_at=None)
    deliver(coordinator, soon, make_text(group))
    with acting(secretary):
        lines = [queries.Progress(one, days(0)) for one in queries.shown(queries.board(secretary, days(0)))]
        assert [one.mandate for one in lines] == [late, soon, far]
        assert [(one.covered, len(one.points), len(one.late)) for one in lines] == [
            (0, 2, 1),
            (1, 2, 0),
            (0, 2, 0),
        ]
        assert [one.last_held for one in lines] == [None, None, None]
    held = make_gathering(group, held_at=days(0).isoformat() + "T10:00:00Z")
    with acting(secretary):
        (found,) = queries.shown(queries.board(secretary, days(0), group))
        assert found.last_held == held.starts_at


@pytest.mark.django_db(transaction=True)
def test_eight_hands_give_one_mandate_and_deliver_one_text(plenary, group):
    secretary, decision, coordinator = make_keeper(plenary), make_decision(plenary), make_keeper(group)

    def at_once(act, arguments):
        def run(argument):
            try:
                act(argument)
            except Forbidden:
                return 0
            finally:
                connection.close()
            return 1

        with ThreadPoolExecutor(8) as hands:
            return sum(hands.map(run, arguments))

    assert (
        at_once(lambda title: give(secretary, decision, group, title=title), [f"n° {n}" for n in range(8)])
        == 1
    )
    with become("maintenance"):
        mandate = Mandate.objects.get()
    texts = [make_text(group, title=f"Rapport {n}") for n in range(8)]
    assert at_once(lambda text: deliver(coordinator, mandate, text), texts) == 1
