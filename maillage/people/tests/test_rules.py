import pytest

from maillage.accounts.enums import Role
from maillage.people import rules
from maillage.permissions import ANONYMOUS, Actor, Forbidden

TABLE = {
    #                     reception, worker, leader, rights, administrator
    rules.can_receive: (True, True, False, True, False),
    rules.can_compose: (False, True, False, True, False),
    rules.can_protect: (False, True, False, True, False),
    rules.can_merge: (False, True, False, True, False),
    rules.can_answer: (False, True, False, True, False),
}
ORDER = (Role.RECEPTION, Role.SOCIAL_WORKER, Role.TEAM_LEADER, Role.RIGHTS_LEAD, Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("rule", "role", "expected"),
    [(rule, role, row[i]) for rule, row in TABLE.items() for i, role in enumerate(ORDER)],
)
def test_who_may(rule, role, expected):
    assert rule(Actor(user_id=1, structure_id=1, roles=frozenset({role}))) is expected


@pytest.mark.parametrize("rule", TABLE)
def test_nobody_outside_of_work(rule):
    assert not rule(ANONYMOUS)
    assert not rule(Actor(user_id=1, roles=frozenset(ORDER)))


def test_a_refusal_is_a_french_sentence():
    with pytest.raises(Forbidden, match=r"^Seuls les travailleurs sociaux .*\.$"):
        rules.check_can_merge(ANONYMOUS)
