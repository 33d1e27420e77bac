from types import SimpleNamespace

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.training.tests.factories import make_line
from tests.plugin import become


@pytest.fixture
def team(db):
    """A leader, a worker, a mate and a newcomer of one structure; a stranger and a far leader of another; a student here."""
    with become("maintenance"):
        here, elsewhere = make_structure("MDS de Chinon"), make_structure("MDS de Tours", "37261")
        told = {name: make_member(Role.SOCIAL_WORKER, here) for name in ("worker", "mate", "newcomer")}
        told["leader"] = make_member(Role.TEAM_LEADER, here)
        told["student"] = make_member(Role.STUDENT, here)
        told["stranger"] = make_member(Role.SOCIAL_WORKER, elsewhere)
        told["far_leader"] = make_member(Role.TEAM_LEADER, elsewhere)
    actors = {f"{name}_actor": actor_of(member) for name, member in told.items()}
    return SimpleNamespace(here=here, elsewhere=elsewhere, members=told, **told, **actors)


@pytest.fixture
def finished_training(team):
    """A session that the worker attended, closed by who holds it: a line of their account."""
    with become("maintenance"):
        officer = make_member(Role.TRAINING_OFFICER, team.here)
    told = {"title": "L’interprète en entretien", "acquired": "Conduire un entretien avec interprète"}
    return make_line(officer, team.worker, actor_of(officer), **told)
