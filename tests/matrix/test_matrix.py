"""Every URL, by every persona: what they get is what `expected.py` says, and refusals write nothing."""

import os
import re
from copy import deepcopy
from zlib import crc32

import pytest
from django.db import transaction
from django.urls import URLResolver, get_resolver, reverse

from tests.depth import WHOLE, count
from tests.matrix import (
    calls,
    conditions,
    consultations,
    contributions,
    conventions,
    counts,
    demo,
    diplomas,
    events,
    governance_articles,
    governance_convocations,
    governance_ethics,
    governance_participation,
    governance_plans,
    observatory,
    placements,
    places,
    practices,
    reception,
    referrals,
    referrals_commissions,
    referrals_papers,
    training,
)
from tests.matrix.directory import EXPECTED_DIRECTORY
from tests.matrix.expected import EXPECTED as BELOW
from tests.matrix.expected_rights import EXPECTED_RIGHTS
from tests.matrix.expected_support import EXPECTED_SUPPORT
from tests.matrix.governance import EXPECTED as EXPECTED_GOVERNANCE
from tests.matrix.governance_mandates import EXPECTED as EXPECTED_MANDATES
from tests.matrix.world import NOWHERE, PERSONAS, client_of, make_world
from tests.plugin import undone

EXPECTED = (
    BELOW
    | EXPECTED_DIRECTORY
    | EXPECTED_GOVERNANCE
    | EXPECTED_MANDATES
    | governance_participation.EXPECTED
    | governance_convocations.EXPECTED
    | governance_plans.EXPECTED
    | governance_ethics.EXPECTED
    | governance_articles.EXPECTED
    | events.EXPECTED
    | contributions.EXPECTED
    | consultations.EXPECTED
    | calls.EXPECTED
    | practices.EXPECTED
    | referrals.EXPECTED
    | places.EXPECTED
    | counts.EXPECTED
    | reception.EXPECTED
    | referrals_commissions.EXPECTED
    | referrals_papers.EXPECTED
    | diplomas.EXPECTED
    | training.EXPECTED
    | conventions.EXPECTED
    | placements.EXPECTED
    | conditions.EXPECTED
    | observatory.EXPECTED
    | demo.EXPECTED
    | EXPECTED_SUPPORT
    | EXPECTED_RIGHTS
)
LETTERS = {200: "O", 422: "O", 404: "N", 403: "F", 405: "M", 409: "S"}
ANONYMOUS, DESK, TEAM_LEADER, STRANGER, REFERENT, ANIMATOR, OFFICER, SCHOOL = (
    PERSONAS.index(one)
    for one in (
        "anonymous",
        "reception",
        "team_leader",
        "stranger",
        "referent",
        "animator",
        "officer",
        "school",
    )
)
SIGN_IN = "/compte/connexion/"


def declared_urls(resolver=None, prefix: str = "") -> list[str]:
    names = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            names += declared_urls(pattern, inner)
        else:
            names.append(f"{prefix}{pattern.name}")
    return names


def letter(response) -> str:
    if response.status_code in (301, 302, 303):
        return "L" if response.url.startswith(SIGN_IN) else "R"
    return LETTERS.get(response.status_code, str(response.status_code))


def key_of(value):
    return getattr(value, "public_id", None) or getattr(value, "pk", value)


def address(name: str, world) -> str:
    return reverse(name, args=[key_of(getattr(world, arg, arg)) for arg in EXPECTED[name].args])


def told(letters: str) -> str:
    """A row of twelve letters: whoever only holds the link of a question is nobody, as the anonymous visitor is; the
    animator of the territory is at work and follows nobody, as the team leader. Whoever instructs for a scheme is too;
    where it is told by structure, they are of another one, as the stranger, and lead nothing, as the desk. A school and its
    student see what whoever instructs elsewhere sees, unless the row says so."""
    full = letters if len(letters) > REFERENT else letters + letters[ANONYMOUS]
    full = full if len(full) > ANIMATOR else full + full[TEAM_LEADER]
    elsewhere = next((one for one in "NF" if one in (full[STRANGER], full[DESK])), full[DESK])
    full = (
        full if len(full) > OFFICER else full + (elsewhere if len(letters) > ANIMATOR else full[TEAM_LEADER])
    )
    full = full if len(full) > SCHOOL else full + (full[OFFICER] if len(letters) <= OFFICER else elsewhere)
    return full if len(full) > SCHOOL + 1 else full + full[SCHOOL]


def answers(name: str, method: str, world, expected: str) -> str:
    """A dot for whoever was not asked (`who_is_asked`)."""
    url, asking = address(name, world), who_is_asked(name, expected)
    return "".join(
        letter(asked(world, persona, method, url)) if place in asking else "."
        for place, persona in enumerate(PERSONAS)
    )


def who_is_asked(name: str, expected: str) -> set[int]:
    """Everybody, for the bar; at each change, one for each answer that the row tells, another from an address to the next."""
    if WHOLE:
        return set(range(len(expected)))
    found: set[int] = set()
    for answer in set(expected):
        same = [place for place, one in enumerate(expected) if one == answer]
        found.add(same[crc32(name.encode()) % len(same)])
    return found


def only_asked(name: str, expected: str) -> str:
    asking = who_is_asked(name, expected)
    return "".join(one if place in asking else "." for place, one in enumerate(expected))


def compared(names: list[str], method: str, world) -> tuple[dict[str, str], dict[str, str]]:
    """What each gets, what the rows say."""
    rows = {name: told(getattr(EXPECTED[name], method)) for name in names}
    count("demandes", sum(len(who_is_asked(name, row)) for name, row in rows.items()))
    got = {name: answers(name, method, world, row) for name, row in rows.items()}
    return got, {name: only_asked(name, row) for name, row in rows.items()}


def asked(world, persona: str, method: str, url: str):
    """What one persona did is undone before the next one tries; each signs in once a world."""
    if persona not in world.clients:
        world.clients[persona] = client_of(world, persona)
    client = world.clients[persona]
    cookies = deepcopy(client.cookies)
    try:
        with undone():
            return getattr(client, method)(url)
    finally:
        client.cookies = cookies


def test_every_url_is_declared_once_and_nothing_else_is():
    found = declared_urls()
    assert len(found) >= 60
    assert set(found) == set(EXPECTED)
    assert len(found) == len(set(found))


@pytest.fixture(scope="module")
def one_world(whole_module):
    """It costs as much as hundreds of pages."""
    return make_world()


@pytest.fixture
def world(one_world):
    """No test leaves a trace in it, and each signs everybody in: a session ends after a quarter of an hour."""
    one_world.clients = {}
    with transaction.atomic():
        yield one_world
        transaction.set_rollback(True)


def by_forty(names: list[str]) -> list[list[str]]:
    """Small enough for two workers to share them."""
    return [names[start : start + 40] for start in range(0, len(names), 40)]


WANTED = os.environ.get("MAILLAGE_MATRIX", "")
"""`MAILLAGE_MATRIX=governance: ./run test tests/matrix`: only the addresses whose name begins so."""
SOME = by_forty([name for name in sorted(EXPECTED) if name.startswith(WANTED)])


@pytest.mark.parametrize("names", SOME, ids=lambda names: names[0])
def test_what_each_persona_is_shown(names, world):
    got, expected = compared(names, "get", world)
    assert got == expected


@pytest.mark.parametrize("names", SOME, ids=lambda names: names[0])
def test_what_each_persona_may_send(names, world):
    got, expected = compared(names, "post", world)
    assert got == expected


COLLEAGUE = PERSONAS.index("colleague")
READ_BY_COLLEAGUES = governance_plans.EXPECTED.keys() | practices.EXPECTED.keys()
"""A structure's plan, what is asked of it, its practice sheets are read by all who work there: they are told that they don't write
them."""
OBJECTS = sorted(
    name
    for name, row in EXPECTED.items()
    if name.startswith(WANTED)
    and row.args
    and "N" in row.get
    and row.get[COLLEAGUE] != "O"
    and name not in READ_BY_COLLEAGUES
)


@pytest.mark.parametrize("names", by_forty(OBJECTS), ids=lambda names: names[0])
def test_what_does_not_exist_looks_like_what_is_not_yours(names, world):
    """The colleague gets the same page for somebody else's object and for none."""
    for name in names:
        theirs = asked(world, "colleague", "get", address(name, world))
        assert letter(theirs) == EXPECTED[name].get[COLLEAGUE], name
        nowhere = reverse(name, args=[_absent(arg) for arg in EXPECTED[name].args])
        nobody = asked(world, "colleague", "get", nowhere)
        told_apart = (nobody.status_code, without_token(nobody))
        assert told_apart == (theirs.status_code, without_token(theirs)), name


def without_token(response) -> str:
    """The page but for its CSRF token, new each time."""
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", response.content.decode())


def _absent(arg: str):
    return 0 if arg.endswith("_number") else NOWHERE
