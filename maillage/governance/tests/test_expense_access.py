"""What `rules.visible` says of expenses and letters and what PostgreSQL shows are the same rows; nobody writes beside."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction
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
from maillage.governance.rules import can_settle, visible
from maillage.governance.tests.expense_factories import (
    make_advance,
    make_claim,
    make_expert,
    make_letter,
    make_presence,
)
from maillage.governance.tests.factories import LONG_AGO, make_committee, make_gathering, make_seat
from maillage.governance.tests.mandate_factories import make_keeper
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = (Advance, ExpenseClaim, ExpenseLine, MissionLetter, Rate, Receipt)
NAMES = ("expert", "other", "keeper", "runner", "administrator", "worker", "stranger", "nobody")


@pytest.fixture
def world():
    """Two experts of a committee that its members alone read, each with one row of everything; one more committee."""
    with become("maintenance"):
        here = make_structure()
        runner, administrator = make_member(Role.ANIMATOR, here), make_member(Role.ADMINISTRATOR, here)
        worker, stranger = make_member(Role.SOCIAL_WORKER, here), make_member(Role.ANIMATOR)
    committee = make_committee(here, publicity="members")
    experts = [make_expert(committee) for _ in range(2)]
    for one in experts:
        fill(one)
    elsewhere = make_expert(make_committee(publicity="members"))
    fill(elsewhere)
    whole = [*(Actor(user_id=one.user_id) for one in experts), make_keeper(committee)]
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
    for name, actor in world.items():
        with become("maintenance"):
            allowed = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
        with acting(actor):
            seen = set(model.objects.values_list("pk", flat=True))
        assert (name, seen) == (name, allowed)


def test_what_each_reads(world):
    """Claims, advances, letters, rates: one's own, or all of the committee for who settles."""
    read = {}
    for name, actor in world.items():
        with acting(actor):
            models = (ExpenseClaim, Advance, MissionLetter, Rate)
            read[name] = tuple(model.objects.count() for model in models)
    whole = (8, 2, 2, 1)
    assert read == {
        "expert": (4, 1, 1, 1),
        "other": (4, 1, 1, 1),
        "keeper": whole,
        "runner": whole,
        "administrator": whole,
        "worker": (0, 0, 0, 1),
        "stranger": (0, 0, 0, 0),
        "nobody": (0, 0, 0, 0),
    }


def succeeds(act, *args, **told) -> bool:
    try:
        with transaction.atomic():
            found = act(*args, **told)
            transaction.set_rollback(True)
    except ProgrammingError:
        return False
    return bool(found)


def test_postgresql_lets_settle_those_whom_the_rules_let_settle(world):
    today = timezone.localdate()
    told = {"state": "accepted", "granted": Decimal(1), "decided_on": today}
    for name, actor in world.items():
        with acting(actor):
            for claim in ExpenseClaim.objects.filter(state="sent"):
                settles = can_settle(actor, standing_for(actor, claim), claim.user_id)
                rows = ExpenseClaim.objects.filter(pk=claim.pk)
                assert (name, succeeds(rows.update, **told)) == (name, settles)
                lines = ExpenseLine.objects.filter(claim=claim)
                assert (name, succeeds(lines.update, refused=True, reason="x")) == (name, settles)


def test_what_is_paid_or_sent_no_longer_changes_for_who_asked(world):
    with acting(world["expert"]):
        closed = ExpenseClaim.objects.exclude(state="draft")
        assert not succeeds(closed.update, total=9999)
        assert not succeeds(ExpenseLine.objects.filter(claim__in=closed).update, amount=9999)
        assert succeeds(ExpenseClaim.objects.filter(state="draft").update, total=9)
    with acting(world["keeper"]):
        assert not succeeds(ExpenseClaim.objects.filter(state="paid").update, note="x")
        assert not succeeds(ExpenseClaim.objects.filter(state="draft").update, note="x")


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
        settles = name in ("keeper", "runner", "administrator")
        with acting(actor):
            assert (name, succeeds(Rate.objects.update, amount=2)) == (name, settles)
            answered = succeeds(Advance.objects.update, paid_on=date.today() - timedelta(days=1))
            assert (name, answered) == (name, settles)
