"""A document begun, agreed to, sent: by the actions themselves."""

import re
from types import SimpleNamespace

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.people.tests.factories import attach, make_family
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.referrals.actions import drafting, sending
from maillage.referrals.models import SchemeRequest
from maillage.schemes.enums import Section
from maillage.schemes.tests.factories import make_scheme
from tests.plugin import become


def make_town():
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


def begun(town, *schemes):
    """The document of Samira for these schemes (the fund unless told otherwise)."""
    with acting(town.worker):
        return drafting.begin(by=town.worker, person=town.samira, schemes=schemes or [town.fund])


def request_of(town, referral, scheme=None):
    with acting(town.worker):
        return SchemeRequest.objects.get(referral=referral, scheme=scheme or town.fund)


def agreed(town, scheme=None, parts=None):
    """Samira agrees, in her space, to all the parts or to those told."""
    scheme = scheme or town.fund
    request = request_of(town, begun(town, scheme), scheme)
    with acting(town.person):
        told = {"request": request, "version": request.version}
        return drafting.agree(by=town.person, parts=scheme.sections if parts is None else parts, **told)


def sent(town, scheme=None, parts=None):
    request = agreed(town, scheme, parts)
    with acting(town.worker):
        return sending.send(by=town.worker, request=request, version=request.version)


def parts_of(page):
    """Codes of the parts that a page tells: those written, in the order of the document, and those said to be empty."""
    said = re.search(r"Rien n’est écrit dans\s:\s([^<]*)\.</p>", page)
    empty = said.group(1).split(", ") if said else []
    written = [code for code in Section.values if f'id="s-{code}"' in page]
    unwritten = [code for code in Section.values if Section(code).label in empty]
    assert len(unwritten) == len(empty)
    return written, unwritten
