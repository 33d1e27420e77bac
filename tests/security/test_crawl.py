"""Follow every link as every persona: a protected address shows on its own page only, headers are on every answer."""

import logging

import pytest
from django.urls import reverse

from maillage.people.models import ProtectedAddress
from tests.fuzz.world import furnished_world, visitors
from tests.plugin import become
from tests.security.crawl import crawl

CANARY = "Quetzalcoatl4417"
COMPUTED = "/droits/foyers/"
SCREENING = ("worker", "rights_lead")


@pytest.fixture
def world(db, caplog):
    caplog.set_level(logging.DEBUG)
    world = furnished_world()
    with become("maintenance"):
        hidden = ProtectedAddress.objects.get(pk=world.protected.pk)
        hidden.address = hidden.motive = hidden.former = CANARY
        hidden.save()
    return world


@pytest.fixture
def answers(world, monkeypatch):
    """A sheet is read as the data it is made from; only two personas wait for the pages that compute."""
    monkeypatch.setattr("maillage.rights.views.household.render_pdf", lambda name, data: repr(data).encode())
    return [
        answer
        for visitor in visitors(world)
        for answer in crawl(world, visitor, () if visitor.name in SCREENING else (COMPUTED,)).answers
    ]


def test_what_every_page_of_every_persona_shows_and_carries(world, answers, caplog):
    assert len(answers) >= 300
    exports = {one.url.split("?")[0] for one in answers if "Content-Disposition" in one.headers}
    assert len(exports) >= 4, exports
    assert {answer.status for answer in answers} <= {200, 302, 403, 404, 405}
    own = reverse("people:protected", args=[world.person.pk, world.protected.pk])
    seen = {(one.persona, one.url) for one in answers if CANARY in f"{one.text} {one.headers} {one.cookies}"}
    handed_over = reverse("support:data", args=[world.person.pk])
    assert seen == {("worker", own), ("worker", handed_over)}
    assert CANARY not in caplog.text
    print(f"{len(answers)} answers, {len({one.url for one in answers})} addresses")
    faults = {(fault, one.url) for one in answers for fault in _header_faults(one)}
    assert not faults


def _header_faults(one):
    policy = one.headers.get("Content-Security-Policy", "")
    told = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
    if (
        told.get("default-src") != ["'none'"]
        or "unsafe" in policy
        or told.get("frame-ancestors") != ["'none'"]
    ):
        yield f"policy {policy}"
    expected = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    yield from (
        f"{name} {one.headers.get(name)}"
        for name, value in expected.items()
        if one.headers.get(name) != value
    )
    kept = one.headers.get("Cache-Control", "")
    open_data = one.url.startswith("/api/v1/") and one.persona in ("anonymous", "referent")
    if "no-store" not in kept and not (open_data and kept.startswith("public")):
        yield f"kept: {one.headers.get('Cache-Control')}"
    for name, cookie in one.cookies.items():
        if not (cookie["httponly"] and cookie["samesite"] in ("Lax", "Strict")):
            yield f"cookie {name}"
