"""What actions do whoever calls them: refusals, two persons, sending twice, and what the journal keeps."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.accounts import actions
from maillage.accounts.enums import Decision, Role, RoleChange
from maillage.accounts.models import Membership, RoleProposal, User
from maillage.accounts.queries import actor_for, current_memberships
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, make_user
from maillage.audit.models import Entry, RowVersion
from maillage.permissions import ANONYMOUS, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
CONFIRMED, REFUSED = Decision.CONFIRMED, Decision.REFUSED


@pytest.fixture
def here():
    return make_structure()


@pytest.fixture
def anne(here):
    return actor_of(make_member(Role.ADMINISTRATOR, here))


@pytest.fixture
def bruno(here):
    return actor_of(make_member(Role.ADMINISTRATOR, here))


@pytest.fixture
def karim(here):
    return make_member(structure=here)


def proposed(by, user, role=Role.RIGHTS_LEAD):
    with acting(by):
        return actions.give_role(by=by, user=user, role=role)


def decide(by, proposal, decision=CONFIRMED):
    with acting(by):
        return actions.decide_role_change(by=by, proposal_id=proposal.pk, decision=decision)


def roles_of(user):
    return sorted(m.role for m in current_memberships(user, timezone.localdate()))


def test_who_asks_cannot_confirm_and_who_receives_neither(anne, bruno, karim):
    proposal = proposed(anne, karim.user)
    with pytest.raises(Forbidden, match="un autre administrateur doit le confirmer"):
        decide(anne, proposal)
    promoted = make_member(Role.ADMINISTRATOR, karim.structure)
    own = proposed(anne, promoted.user)
    with pytest.raises(Forbidden, match="Ce rôle est pour vous"):
        decide(actor_of(promoted), own)
    assert roles_of(karim.user) == ["social_worker"]


def test_asking_twice_waits_once(anne, bruno, karim):
    assert proposed(anne, karim.user).pk == proposed(bruno, karim.user).pk
    with pytest.raises(IntegrityError, match="accounts_roleproposal_once"), transaction.atomic():
        RoleProposal.objects.create(
            user=karim.user,
            structure=karim.structure,
            role="rights_lead",
            change="give",
            proposed_by_id=bruno.user_id,
        )


def test_the_first_answer_wins(anne, bruno, karim):
    proposal = proposed(anne, karim.user)
    assert decide(bruno, proposal) is True
    assert decide(bruno, proposal) is True
    assert decide(anne, proposal, REFUSED) is False
    assert roles_of(karim.user) == ["rights_lead", "social_worker"]
    assert RoleProposal.objects.get().decision == CONFIRMED


def test_a_refused_change_cannot_be_confirmed_any_more(anne, bruno, karim):
    proposal = proposed(anne, karim.user)
    assert decide(anne, proposal, REFUSED) is True
    assert decide(bruno, proposal) is False
    assert roles_of(karim.user) == ["social_worker"]
    assert proposed(anne, karim.user).pk != proposal.pk


def test_the_database_itself_wants_two_persons(anne, karim):
    proposal = proposed(anne, karim.user)
    decided = {"decision": CONFIRMED, "decided_at": timezone.now(), "decided_by_id": anne.user_id}
    with pytest.raises(IntegrityError, match="accounts_roleproposal_two_persons"), transaction.atomic():
        RoleProposal.objects.filter(pk=proposal.pk).update(**decided)
    with pytest.raises(IntegrityError, match="accounts_roleproposal_not_oneself"), transaction.atomic():
        RoleProposal.objects.filter(pk=proposal.pk).update(**decided | {"decided_by_id": karim.user_id})


def test_ending_a_sensitive_role_takes_two_and_its_holder_may_be_the_second(anne, bruno):
    place = Membership.objects.get(user_id=bruno.user_id)
    with acting(anne):
        proposal = actions.end_role(by=anne, membership=place)
    assert (proposal.change, roles_of(place.user)) == (RoleChange.END, ["administrator"])
    assert decide(bruno, proposal) is True
    assert roles_of(place.user) == []


@pytest.mark.parametrize("days", [-400, 0, 30], ids=["long ago", "today", "planned"])
def test_an_ended_role_ends_now(anne, here, days):
    since = timezone.localdate() + timedelta(days=days)
    place = make_member(structure=here, since=since, until=since + timedelta(days=500))
    with acting(anne):
        actions.end_role(by=anne, membership=place)
        actions.end_role(by=anne, membership=place)
    place.refresh_from_db()
    assert place.until == max(since, timezone.localdate())
    assert Membership.objects.current(since).filter(pk=place.pk).exists() is False


def test_a_role_elsewhere_is_out_of_reach(anne):
    with acting(anne), pytest.raises(Forbidden):
        actions.end_role(by=anne, membership=make_member())


def test_every_action_refuses_who_is_not_an_administrator(here, karim):
    worker, user = actor_of(karim), make_user()
    given = {
        "email": "x@exemple.test",
        "first_name": "X",
        "last_name": "Y",
        "role": "reception",
        "site": "http://x/",
    }
    proposal = RoleProposal.objects.create(
        user=user, structure=here, role="rights_lead", change="give", proposed_by=make_user()
    )
    for attempt in (
        lambda by: actions.open_account(by=by, **given),
        lambda by: actions.close_account(by=by, user=user),
        lambda by: actions.give_role(by=by, user=user, role="reception"),
        lambda by: actions.end_role(by=by, membership=karim),
        lambda by: actions.decide_role_change(by=by, proposal_id=proposal.pk, decision=REFUSED),
    ):
        with acting(worker), pytest.raises(Forbidden):
            attempt(worker)
    with pytest.raises(Forbidden):
        actions.give_role(by=ANONYMOUS, user=user, role="reception")
    assert User.objects.filter(email="x@exemple.test").exists() is False


def test_a_sensitive_role_is_never_given_with_a_new_account(anne):
    with acting(anne), pytest.raises(Forbidden, match="se décide à deux"):
        actions.open_account(
            by=anne,
            email="x@exemple.test",
            first_name="X",
            last_name="Y",
            role="administrator",
            site="http://x/",
        )
    assert User.objects.filter(email="x@exemple.test").exists() is False


def test_the_journal_and_the_history_keep_each_change(anne, bruno, karim):
    decide(bruno, proposed(anne, karim.user))
    with acting(anne):
        actions.end_role(by=anne, membership=karim)
    with become("maintenance"):
        kept = list(Entry.objects.order_by("at").values_list("actor_user_id", "verb"))
        versions = RowVersion.objects.filter(table__startswith="accounts_").values_list(
            "table", "actor_user_id"
        )
        assert kept == [
            (anne.user_id, "role_change_proposed"),
            (bruno.user_id, "role_change_confirmed"),
            (bruno.user_id, "role_given"),
            (anne.user_id, "role_ended"),
        ]
        assert sorted(versions) == [
            ("accounts_membership", anne.user_id),
            ("accounts_roleproposal", bruno.user_id),
        ]


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (date(2026, 1, 1), None, True),
        (date(2026, 3, 1), date(2026, 3, 1), True),
        (date(2026, 3, 2), None, False),
        (date(2026, 1, 1), date(2026, 2, 28), False),
    ],
)
def test_a_place_is_held_between_two_dates_both_included(since, until, held):
    actor, places = actor_for(make_member(since=since, until=until).user, date(2026, 3, 1))
    assert (actor.at_work, len(places)) == (held, int(held))
