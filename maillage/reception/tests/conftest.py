from types import SimpleNamespace

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, make_structure
from maillage.people.tests.factories import attach, make_person
from tests.plugin import become


@pytest.fixture
def team(db):
    """Samira, followed by a worker and a mate; two agents, a leader, a colleague who doesn't follow her; a stranger's team."""
    with become("maintenance"):
        here, elsewhere = make_structure("MDS de Chinon"), make_structure("MDS de Tours", "37261")
        social = ("worker", "mate", "colleague")
        told = {name: make_member(Role.SOCIAL_WORKER, here) for name in social}
        told |= {name: make_member(Role.RECEPTION, here) for name in ("agent", "other_agent")}
        told["leader"] = make_member(Role.TEAM_LEADER, here)
        told["stranger"] = make_member(Role.SOCIAL_WORKER, elsewhere)
        told["far_agent"] = make_member(Role.RECEPTION, elsewhere)
        samira = make_person()
        attach(told["worker"], samira)
        attach(told["mate"], samira)
    return SimpleNamespace(here=here, elsewhere=elsewhere, samira=samira, **told)
