from types import SimpleNamespace

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, make_structure
from maillage.people.tests.factories import attach, give, make_family
from tests.plugin import become


@pytest.fixture
def town(db):
    """Samira and her child; her worker and a colleague of the team, a partner elsewhere (health alone), a stranger."""
    with become("maintenance"):
        here = make_structure("MDS de Chinon")
        worker, mate = make_member(Role.SOCIAL_WORKER, here), make_member(Role.SOCIAL_WORKER, here)
        other, partner = make_member(Role.SOCIAL_WORKER, here), make_member(Role.SOCIAL_WORKER)
        stranger = make_member(Role.SOCIAL_WORKER)
        home, samira, child = make_family(worker)
        attach(mate, samira)
        consent = give(samira, partner, "health")
    return SimpleNamespace(
        here=here, worker=worker, mate=mate, other=other, partner=partner, stranger=stranger, home=home,
        samira=samira, child=child, consent=consent,
    )  # fmt: skip
