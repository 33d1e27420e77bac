"""Requests that no page would send, by hundreds (by thousands for the bar): none breaks the server, none is half done.

Each case is drawn from `SEED` and its number: `MAILLAGE_FUZZ_CASE=1234 ./run test tests/fuzz` replays that one alone.
"""

import logging
import os
from collections import Counter
from random import Random

import pytest
from django.db import connection

from tests.depth import count, deep
from tests.fuzz import sending
from tests.fuzz.state import everything, out_of_sight, touched, written
from tests.fuzz.world import forms_and_links, furnished_world, visitors
from tests.plugin import undone

SEED = int(os.environ.get("MAILLAGE_FUZZ_SEED", "2026"))
FORMS = int(os.environ.get("MAILLAGE_FUZZ_FORMS", deep(200, 15_000)))
QUERIES = int(os.environ.get("MAILLAGE_FUZZ_QUERIES", deep(100, 5_000)))
ONLY = os.environ.get("MAILLAGE_FUZZ_CASE", "")
SHARES = deep(1, 2)
"""So that two workers each have one of them."""


@pytest.fixture
def world(settings, db, caplog):
    caplog.set_level(logging.CRITICAL, "django.request")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return furnished_world()


def cases(count: int, share: int) -> range | list[int]:
    return [int(ONLY)] if ONLY else range(share, count, SHARES)


def send(visitor, sent):
    response = visitor.client.generic(
        sent.method, sent.url, sent.body, content_type=sent.content_type, headers=sent.headers
    )
    visitor.come_back()
    return response


def watched(world, everybody):
    """Those who keep the person's ledger rightly end what it had opened to the partner; a link answers its question; the
    colleague who takes over becomes the référent."""
    merged = {str(world.absorbed.pk), str(world.question.pk)}
    reached = {name: merged | world.by_consent for name in ("worker", "rights_lead", "person")}
    reached["colleague"] = merged | {str(world.accompaniment.pk)}
    return {one.name: out_of_sight(one.actor, frozenset(reached.get(one.name, merged))) for one in everybody}


def broken_constraint() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except Exception as error:
        return f"constraint broken: {error}"
    return ""


def fault(visitor, sent, whole, hidden=None) -> tuple[str, int]:
    """(what is wrong with the answer or "", its status); what was written is undone.

    `hidden`: what is watched when something was rightly done; without it, nothing ever may be.
    """
    before = written()
    try:
        with undone():
            response = send(visitor, sent)
            return _judged(response, before, whole, hidden), response.status_code
    except Exception as error:
        return f"raised {type(error).__name__}: {str(error)[:300]}", 0


def _judged(response, before, whole, hidden) -> str:
    """What was done leads elsewhere, or answers with the file that was handed over; anything else writes nothing."""
    if response.status_code >= 500:
        error = response.exc_info[1] if getattr(response, "exc_info", None) else ""
        return f"{response.status_code} {type(error).__name__}: {str(error)[:300]}"
    if hidden and (300 <= response.status_code < 400 or _handed_a_file(response)):
        return broken_constraint() or told(hidden.changed(touched(before)), "hidden rows changed")
    return told(whole.changed(touched(before)), f"{response.status_code} but written")


def _handed_a_file(response) -> bool:
    """What somebody asked for is done, and comes back as a file rather than as the way to a page."""
    return "Content-Disposition" in response and response.request["REQUEST_METHOD"] == "POST"


def told(names: list[str], words: str) -> str:
    return f"{words}: {names}" if names else ""


def report(faults: dict[str, tuple[int, str]]) -> str:
    return "\n".join(
        f"case {number} ({SEED=}): {words}\n    {sent}" for words, (number, sent) in faults.items()
    )


@pytest.mark.parametrize("share", range(SHARES))
def test_mutated_requests(world, share):
    """Both at once: finding what there is to mutate costs as much as hundreds of requests. In the bar, each share reads its
    part of the pages."""
    forms, pages, names = forms_and_links(world, visitors(world), one_in=deep(5, SHARES), first=share)
    whole = everything()
    _mutated_forms(world, whole, [found for found in forms if found.form.method == "post"], share)
    _mutated_query_strings(world, whole, pages, sorted(names), share)


def in_turn(forms):
    """Two forms that a page shows, then an address that no page led to: each kind in an order of its own, everybody in it."""
    shown = [found for found in forms if found.form.controls]
    bare = [found for found in forms if not found.form.controls]
    for some in (shown, bare):
        Random(SEED).shuffle(some)
    return lambda number: (
        bare[number // 3 % len(bare)] if number % 3 == 0 else shown[number * 2 // 3 % len(shown)]
    )


def _mutated_forms(world, whole, forms, share):
    hidden = watched(world, {found.visitor for found in forms})
    faults, statuses, chosen = {}, Counter(), in_turn(forms)
    for number in cases(FORMS, share):
        draw = Random(f"{SEED} form {number}")
        found = chosen(number)
        sent = sending.mutated(draw, found.form.action, found.form.controls, world.ids)
        words, status = fault(found.visitor, sent, whole, hidden[found.visitor.name])
        statuses[status] += 1
        if words:
            faults.setdefault(words, (number, f"{found.visitor.name} {sent}"))
    print(f"from {len(forms)} forms: {dict(sorted(statuses.items()))}")
    count("demandes", statuses.total())
    assert not faults, report(faults)
    assert ONLY or (len(forms) >= 100 and statuses[302] >= FORMS / SHARES / 50)


def _mutated_query_strings(world, whole, pages, names, share):
    faults, statuses = {}, Counter()
    for number in cases(QUERIES, share):
        draw = Random(f"{SEED} query {number}")
        visitor, url = draw.choice(pages)
        sent = sending.query(draw, url, names, world.ids)
        words, status = fault(visitor, sent, whole)
        statuses[status] += 1
        if words:
            faults.setdefault(words, (number, f"{visitor.name} {sent}"))
    print(f"to {len(pages)} pages: {dict(sorted(statuses.items()))}")
    count("demandes", statuses.total())
    assert not faults, report(faults)
    assert ONLY or len(pages) >= 100
