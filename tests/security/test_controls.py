"""Controls that hold on every address at once: each was once broken on purpose, and one of these turned red."""

import os
import subprocess
import sys

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from maillage.accounts.middleware import GetWrote, _guard
from maillage.audit.models import Entry
from maillage.people.models import Person
from maillage.people.tests.factories import attach, make_person
from tests.matrix.test_matrix import EXPECTED, address, key_of
from tests.matrix.world import PERSONAS, client_of, make_world
from tests.plugin import ROOT, become
from tests.security.crawl import answered_to
from tests.security.headers import header_faults

WORKER = PERSONAS.index("worker")
ABOUT_A_PERSON = sorted(name for name, row in EXPECTED.items() if row.args[:1] == ("person",))
TWO_FILES = {"people:merge"}
FORMS = {
    "people:add_channel", "people:consent", "people:consent_paper", "people:leave", "people:lift", "people:scan",
    "people:share", "referrals:begin", "rights:overpayment", "support:visit",
    "support:add_act", "support:add_trusted", "support:ask_question",
    "support:cancel_appointment", "support:close", "support:hand_over", "support:new_appointment",
    "support:new_document", "support:new_goal", "support:new_promise", "support:substitute", "support:write",
}  # fmt: skip
"""To be filled in: they show who it is about, and nothing that the file holds."""


@pytest.fixture
def world(db):
    return make_world()


def test_nothing_is_sent_without_the_token_of_the_page(world):
    """But for the open API, that takes nothing."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = client_of(world, "worker").cookies
    taken = {name for name in EXPECTED if client.post(address(name, world)).status_code != 403}
    assert {name for name in taken if not name.startswith("api:")} == set()


ONE_IN = 150
"""So that headers are read in seconds; `test_canaries` reads those of every page that links lead to."""


def test_headers_of_one_page_in_so_many_for_everybody(world):
    everybody = [(persona, client_of(world, persona)) for persona in PERSONAS]
    answers = [
        answered_to(client, persona, address(name, world))
        for rank, (persona, client) in enumerate(everybody)
        for name in sorted(EXPECTED)[rank::ONE_IN]
    ]
    assert len({one.status for one in answers}) >= 3
    assert {(fault, one.url) for one in answers for fault in header_faults(one)} == set()


def test_over_https_nothing_of_a_session_travels_in_clear():
    told = "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_HTTPONLY"
    code = f"from django.conf import settings; print(*(getattr(settings, name) for name in {told}))"
    found = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "MAILLAGE_HTTPS": "oui"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.split() == ["True", "True", "31536000", "True"]


@pytest.mark.parametrize(
    "sql", ['UPDATE "people_person" SET x', 'INSERT INTO "support_note" (x)', "DELETE FROM people_channel"]
)
def test_a_page_that_is_read_writes_nothing(sql):
    def run(method):
        return _guard(getattr(RequestFactory(), method)("/"))(lambda *told: "done", sql, (), False, {})

    assert run("post") == "done"
    with pytest.raises(GetWrote):
        run("get")


def test_each_page_about_a_person_is_in_the_journal(world):
    client = client_of(world, "worker")
    silent = set()
    for name in ABOUT_A_PERSON:
        if EXPECTED[name].get[WORKER] == "O":
            before = _entries()
            client.get(address(name, world))
            silent |= {name} if _entries() == before else set()
    assert silent == FORMS


def _entries() -> int:
    with become("maintenance"):
        return Entry.objects.count()


OF_NOBODY = {"reception:entrust"}
"""What their address names beside the person is of everybody: a type of task."""


def test_a_row_is_found_under_its_own_person_alone(world):
    """The worker follows both: what is of one does not show under the other."""
    with become("maintenance"):
        world.stranger = make_person("Paul", "Autre")
        attach(world.members["worker"], world.stranger)
    client = client_of(world, "worker")
    found = {}
    for name in set(ABOUT_A_PERSON) - TWO_FILES - OF_NOBODY:
        row = EXPECTED[name]
        if len(row.args) > 1 and row.get[WORKER] == "O":
            args = [world.stranger.pk, *(key_of(getattr(world, arg, arg)) for arg in row.args[1:])]
            found[name] = client.get(reverse(name, args=args)).status_code
    assert len(found) >= 10
    assert {name: status for name, status in found.items() if status != 404} == {}


MARK = "<q1>\"'&"


def test_what_is_typed_is_never_markup(world):
    with become("maintenance"):
        Person.objects.filter(pk=world.person.pk).update(first_name=MARK, last_name=MARK, called=MARK)
    client = client_of(world, "worker")
    raw = {
        name
        for name in ABOUT_A_PERSON
        if EXPECTED[name].get[WORKER] == "O" and b"<q1>" in _html(client.get(address(name, world)))
    }
    assert raw == set()


def _html(response) -> bytes:
    return response.content if response.get("Content-Type", "").startswith("text/html") else b""
