"""Truth tables of who administers accounts and roles."""

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.rules import can_close_account, can_decide, can_give_role, can_manage_team
from maillage.permissions import ANONYMOUS, Actor

ME, OTHER, THIRD, HERE, ELSEWHERE = 1, 2, 3, 10, 20
ADMIN = Actor(user_id=ME, structure_id=HERE, roles=frozenset({"administrator"}))


@pytest.mark.parametrize("role", list(Role))
def test_only_administrators_manage_the_team(role):
    actor = Actor(user_id=ME, structure_id=HERE, roles=frozenset({role}))
    assert can_manage_team(actor) is (role == Role.ADMINISTRATOR)
    assert can_give_role(actor, OTHER) is (role == Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    "actor", [ANONYMOUS, Actor(user_id=ME), Actor(user_id=ME, roles=frozenset({"administrator"}))]
)
def test_nobody_manages_without_a_structure(actor):
    assert can_manage_team(actor) is False


@pytest.mark.parametrize(("user", "allowed"), [(OTHER, True), (ME, False)])
def test_a_role_is_given_to_others_only(user, allowed):
    assert can_give_role(ADMIN, user) is allowed


@pytest.mark.parametrize(
    ("change", "user", "proposed_by", "allowed"),
    [
        ("give", OTHER, THIRD, True),
        ("give", OTHER, ME, False),
        ("give", ME, THIRD, False),
        ("give", ME, ME, False),
        ("end", OTHER, THIRD, True),
        ("end", OTHER, ME, False),
        ("end", ME, THIRD, True),
        ("end", ME, ME, False),
    ],
)
def test_a_sensitive_change_takes_two_and_nobody_promotes_oneself(change, user, proposed_by, allowed):
    assert can_decide(ADMIN, change, user, proposed_by) is allowed


@pytest.mark.parametrize(
    ("user", "structures", "roles", "allowed"),
    [
        (OTHER, {HERE}, {"reception"}, True),
        (OTHER, {HERE}, {"social_worker", "team_leader"}, True),
        (OTHER, {HERE, ELSEWHERE}, {"reception"}, False),
        (OTHER, {ELSEWHERE}, {"reception"}, False),
        (OTHER, {HERE}, {"reception", "rights_lead"}, False),
        (OTHER, {HERE}, {"administrator"}, False),
        (ME, {HERE}, {"reception"}, False),
    ],
)
def test_which_accounts_can_be_closed(user, structures, roles, allowed):
    assert can_close_account(ADMIN, user, frozenset(structures), frozenset(roles)) is allowed
