"""What `rules.visible` says of expenses and letters and what PostgreSQL shows are the same rows; nobody writes beside."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, make_user
from maillage.governance.models import (
    Advance,
    ExpenseClaim,
    ExpenseLine,
    MissionLetter,
    Presence,
    Rate,
    Receipt,
)
from maillage.governance.queries.expenses import standing_for
from maillage.governance.rules import can_accept, can_hold, can_settle
from maillage.governance.tests.expense_factories import (
    make_advance,
    make_claim,
    make_expert,
    make_letter,
    make_presence,
)
from maillage.governance.tests.factories import LONG_AGO, make_committee, make_gathering, make_seat
from maillage.governance.tests.mandate_factories import make_keeper
from maillage.governance.tests.parity import differences, succeeds
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = (Advance, ExpenseClaim, ExpenseLine, MissionLetter, Rate, Receipt)
NAMES = ("expert", "other", "keeper", "colleague", "runner", "administrator", "worker", "stranger", "nobody")


@pytest.fixture(scope="module")
def world(whole_module):
    """Two experts of a committee that its members alone read, each with one row of everything; one more committee."""
    with become("maintenance"):
        here = make_structure()
        runner, administrator = make_member(Role.ANIMATOR, here), make_member(Role.ADMINISTRATOR, here)
        worker, stranger = make_member(Role.SOCIAL_WORKER, here), make_member(Role.ANIMATOR)
    committee = make_committee(here, publicity="members")
    experts = [make_expert(committee) for _ in range(2)]
    for one in experts:
        fill(one)
    keeper = make_keeper(committee)
    guest = make_seat(committee, college=1, expert=True)
    for number, state in enumerate(("draft", "sent")):
        make_claim(make_presence(guest, -40 + number), state=state, entered_by_id=keeper.user_id)
    paper = make_presence(experts[0], -50)
    make_claim(paper, state="draft", entered_by_id=keeper.user_id)
    elsewhere = make_expert(make_committee(publicity="members"))
    fill(elsewhere)
    whole = [*(Actor(user_id=one.user_id) for one in experts), keeper, make_keeper(committee)]
    whole += [actor_of(one) for one in (runner, administrator, worker, stranger)]
    return dict(zip(NAMES, [*whole, ANONYMOUS], strict=True))


def fill(expert):
    for number, state in enumerate(("draft", "sent", "accepted", "paid")):
        claim = make_claim(make_presence(expert, -20 + number), state=state)
    committee = expert.seat.committee
    make_advance(expert, make_gathering(committee))
    make_letter(expert)
    told = {"name": "billet.pdf", "media_type": "application/pdf", "size": 9, "key": "a" * 40}
    with become("maintenance"):
        Receipt.objects.create(claim=claim, user_id=expert.user_id, **told)
        Rate.objects.get_or_create(
            committee=committee, kind="car", starts_on=LONG_AGO, defaults={"amount": 1, "decided_by": "x"}
        )


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_rules_and_postgresql_show_the_same_rows(world, model):
    assert differences(model, world) == {}


def test_what_each_reads(world):
    """Claims, advances, letters, rates: one's own, or all of the committee for who settles. A draft is its author's.

    The keeper holds the drafts they typed, the guest's and the expert's; their colleague, the guest's alone.
    """
    read = {}
    for name, actor in world.items():
        with acting(actor):
            models = (ExpenseClaim, Advance, MissionLetter, Rate)
            read[name] = tuple(model.objects.count() for model in models)
    assert read == {
        "expert": (5, 1, 1, 1),
        "other": (4, 1, 1, 1),
        "keeper": (9, 2, 2, 1),
        "colleague": (8, 2, 2, 1),
        "runner": (7, 2, 2, 1),
        "administrator": (7, 2, 2, 1),
        "worker": (0, 0, 0, 1),
        "stranger": (0, 0, 0, 0),
        "nobody": (0, 0, 0, 0),
    }


def test_postgresql_lets_accept_those_whom_the_rules_let_accept(world):
    today = timezone.localdate()
    told = {"state": "accepted", "granted": Decimal(1), "decided_on": today}
    for name, actor in world.items():
        with acting(actor):
            for claim in ExpenseClaim.objects.filter(state="sent"):
                settles = can_accept(actor, standing_for(actor, claim), claim)
                rows = ExpenseClaim.objects.filter(pk=claim.pk)
                assert (name, succeeds(rows.update, **told)) == (name, settles)
                lines = ExpenseLine.objects.filter(claim=claim)
                assert (name, succeeds(lines.update, refused=True, reason="x")) == (name, settles)


def test_postgresql_lets_pay_and_hold_those_whom_the_rules_let(world):
    today = timezone.localdate()
    for name, actor in world.items():
        with acting(actor):
            for claim in ExpenseClaim.objects.all():
                rows, standing = ExpenseClaim.objects.filter(pk=claim.pk), standing_for(actor, claim)
                pays = claim.state == "accepted" and can_settle(actor, standing, claim.user_id)
                assert (name, succeeds(rows.update, state="paid", paid_on=today)) == (name, pays)
                holds = claim.state == "draft" and can_hold(actor, standing, claim)
                mine = {"entered_by_id": actor.user_id, "total": 9}
                assert (name, succeeds(rows.update, **mine)) == (name, holds)
                assert (name, succeeds(rows.update, state="sent", sent_on=today, **mine)) == (name, holds)


def test_whoever_types_a_claim_does_not_accept_it_by_any_way(world):
    today = timezone.localdate()
    with acting(world["keeper"]) as keeper:
        own = ExpenseClaim.objects.filter(entered_by_id=keeper.user_id)
        granted = {"granted": 1, "sent_on": today, "decided_on": today}
        for state, paid in (("accepted", None), ("paid", today)):
            for former in ("draft", "sent"):
                rows = own.filter(state=former)
                assert rows.exists()
                assert not succeeds(rows.update, state=state, paid_on=paid, **granted)
        assert not succeeds(own.filter(state="sent").update, entered_by_id=world["colleague"].user_id)
        assert not succeeds(own.filter(state="draft").update, user_id=world["other"].user_id)


def test_what_is_paid_or_sent_no_longer_changes_for_who_asked(world):
    with acting(world["expert"]) as expert:
        closed = ExpenseClaim.objects.exclude(state="draft")
        assert not succeeds(closed.update, total=9999)
        assert not succeeds(ExpenseLine.objects.filter(claim__in=closed).update, amount=9999)
        own = ExpenseClaim.objects.filter(state="draft", entered_by_id=expert.user_id)
        assert succeeds(own.update, total=9)
    with acting(world["keeper"]):
        assert not succeeds(ExpenseClaim.objects.filter(state="paid").update, note="x")
        theirs = ExpenseClaim.objects.filter(state="sent", user_id=world["expert"].user_id)
        assert not succeeds(theirs.update, total=9999, state="accepted", granted=1, decided_on=date.today())


def test_nobody_settles_their_own_nor_asks_for_somebody_else(world):
    keeper = world["keeper"]
    committee = MissionLetter.objects.none()
    with become("maintenance"):
        committee = ExpenseClaim.objects.filter(user_id=world["expert"].user_id).first().committee
        user = type(make_user()).objects.get(pk=keeper.user_id)
    own = make_claim(make_presence(make_seat(committee, user=user, expert=True)))
    theirs = make_presence(make_expert(committee))
    told = {"committee": committee, "about": "x", "on": date.today(), "name": "x"}
    with acting(keeper):
        rows = ExpenseClaim.objects.filter(pk=own.pk)
        accepted = {"state": "accepted", "granted": 1, "decided_on": date.today()}
        assert not succeeds(rows.update, **accepted)
        presence = Presence.objects.get(pk=theirs.pk)
        made = {
            **told,
            "gathering": presence.gathering,
            "presence": presence,
            "entered_by_id": keeper.user_id,
        }
        assert succeeds(ExpenseClaim.objects.create, user_id=theirs.occupant.user_id, **made)
        assert not succeeds(ExpenseClaim.objects.create, user_id=keeper.user_id, **made)
    with acting(world["expert"]) as expert:
        made["entered_by_id"] = expert.user_id
        assert not succeeds(ExpenseClaim.objects.create, user_id=theirs.occupant.user_id, **made)
        assert not succeeds(ExpenseClaim.objects.create, user_id=expert.user_id, **made)


@pytest.mark.parametrize(
    "model", [Advance, ExpenseClaim, MissionLetter, Rate, Receipt], ids=lambda m: m.__name__
)
def test_nothing_is_ever_deleted(world, model):
    for name in ("expert", "keeper", "runner"):
        with acting(world[name]):
            assert not succeeds(model.objects.all()._raw_delete, "default")


def test_rates_and_answers_are_the_settlers_alone(world):
    for name, actor in world.items():
        settles = name in ("keeper", "colleague", "runner", "administrator")
        with acting(actor):
            assert (name, succeeds(Rate.objects.update, amount=2)) == (name, settles)
            answered = succeeds(Advance.objects.update, paid_on=date.today() - timedelta(days=1))
            assert (name, answered) == (name, settles)
