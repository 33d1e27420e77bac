from types import SimpleNamespace

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.people.tests.factories import attach, make_family
from maillage.permissions import Actor
from maillage.schemes.tests.factories import make_scheme
from tests.plugin import become


@pytest.fixture
def town(db):
    """Samira, her worker, a colleague of the team; a fund and a SIAO elsewhere, each with its officer; a stranger."""
    with become("maintenance"):
        here, there, siao = (
            make_structure(one) for one in ("MDS de Chinon", "Fonds de solidarité", "SIAO d’Indre-et-Loire")
        )
        worker, mate = make_member(Role.SOCIAL_WORKER, here), make_member(Role.SOCIAL_WORKER, here)
        colleague = make_member(Role.SOCIAL_WORKER, here)
        officer, shelter = make_member(Role.SCHEME_OFFICER, there), make_member(Role.SCHEME_OFFICER, siao)
        stranger = make_member(Role.SOCIAL_WORKER)
        home, samira, child = make_family(worker)
        attach(mate, samira)
        fund, transitional = make_scheme(there), make_scheme(siao, "transitional")
    actors = {
        name: actor_of(one)
        for name, one in (
            ("worker", worker), ("mate", mate), ("colleague", colleague), ("officer", officer),
            ("shelter", shelter), ("stranger", stranger),
        )
    }  # fmt: skip
    actors["person"] = Actor(person_id=samira.pk, label="Samira")
    return SimpleNamespace(
        here=here, there=there, siao=siao, home=home, samira=samira, child=child, fund=fund,
        transitional=transitional, members={"worker": worker, "officer": officer}, **actors,
    )  # fmt: skip
