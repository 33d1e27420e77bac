"""A word in each sealed field and in a protected address, looked for in every page, paper, mail, log and in a dump; and
the headers of every answer.

Each shows to whom its level says, and to nobody else; none in a log, a mail or a copy of the database.
"""

import logging
import subprocess
from collections import Counter

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from maillage.config.server_programs import client_program
from maillage.directory.models import DirectLine, LinkInsight, OutreachSession, Service
from maillage.people.models import ProtectedAddress
from maillage.rights.models import Appeal, Claim, Overpayment
from maillage.support.models import (
    DataRequest,
    DirectQuestion,
    Draft,
    Goal,
    Handover,
    OwnWords,
    Progress,
    Reply,
    Step,
)
from maillage.support.tests.factories import make_answer, make_note
from tests.depth import WHOLE, count
from tests.fuzz.world import furnished_world, visitors
from tests.plugin import become
from tests.security.crawl import MOST, crawl
from tests.security.headers import header_faults

COMPUTED = "/droits/foyers/"
SCREENING = ("worker", "rights_lead")
"""Two personas wait for the pages that compute."""
WORD = "Quetzalcoatl"
TEAM = {"worker", "person"}
RIGHTS = {"worker", "rights_lead", "person"}
AT_WORK = {"administrator", "officer", "reception", "team_leader", "worker", "colleague", "stranger", "rights_lead", "partner",
           "animator"}  # fmt: skip
LEARNING = {"school", "student"}
"""At work too: they may read what everybody at work reads, and nothing else here."""
MOST_ALIKE = {
    "administrator",
    "reception",
    "team_leader",
    "rights_lead",
    "animator",
    "officer",
    "school",
    "former",
    "outsider",
}
"""They read nothing of persons that those left don't: they follow links for the bar alone."""
READERS = {
    "address": {"worker"},
    "personal": {"worker"},
    "withheld": {"worker"},
    "team": TEAM,
    "before": TEAM,
    "after": TEAM,
    "words": TEAM,
    "said": TEAM,
    "reply": TEAM,
    "goal": TEAM,
    "step": TEAM,
    "progress": TEAM,
    "asked": TEAM,
    "draft": {"worker"},
    "handover": {"worker", "colleague", "person"},
    "keep": {"worker", "colleague", "person"},
    "claimed": RIGHTS,
    "reference": RIGHTS,
    "refusal": RIGHTS,
    "grounds": RIGHTS,
    "debt": RIGHTS,
    "subject": {*TEAM, "referent"},
    "question": {*TEAM, "referent"},
    "given": {*TEAM, "referent"},
    "useful": {"worker"},
    "answer": TEAM,
    "contact": TEAM,
    "line": AT_WORK,
    "shelter": AT_WORK,
    "whom": AT_WORK,
    "brake": AT_WORK,
    "meeting": AT_WORK,
}
"""Field → personas who read it. The partner was opened no subject; the colleague is only proposed the handover; the
referent reads what their link opens."""


def word(name: str) -> str:
    return f"{WORD}{name}"


def lay_out(world) -> None:
    """Under the maintenance role, through the models that seal."""
    worker, person = world.members["worker"], world.person
    hidden = ProtectedAddress.objects.get(pk=world.protected.pk)
    hidden.address = hidden.motive = hidden.former = word("address")
    hidden.save()
    texts = {name: word(name) for name in ("before", "after")}
    note = make_note(person, worker, synthesis=word("team"), **texts)
    make_note(person, worker, "personal", synthesis=word("personal"))
    make_note(person, worker, synthesis=word("withheld"), withheld_id="child_protection")
    shared = {"person": person, "structure": world.here, "author": worker.user, "level": "team"}
    OwnWords.objects.create(note=note, words=word("words"), **shared)
    OwnWords.objects.create(person=person, level="circle", open_to_teams=True, words=word("said"))
    Reply.objects.create(note=note, kind="addition", text=word("reply"), **shared)
    goal = Goal.objects.get(pk=world.goal.pk)
    goal.words = word("goal")
    goal.save()
    Step.objects.create(goal=goal, person=person, what=word("step"), who="elle")
    Progress.objects.create(goal=goal, person=person, mark=3, words=word("progress"))
    asked = DataRequest.objects.get(pk=world.asked.pk)
    asked.words = word("asked")
    asked.save()
    Draft.objects.create(
        author=worker.user, person=person, about="note", content=f'{{"synthesis": "{word("draft")}"}}'
    )
    question = DirectQuestion.objects.get(pk=world.question.pk)
    question.subject, question.question = word("subject"), word("question")
    question.given = f'{{"facts": [["Initiales", "{word("given")}"]], "why": ""}}'
    question.save()
    answered = DirectQuestion.objects.get(pk=world.answered.pk)
    answered.usefulness, answered.usefulness_words = "useful", word("useful")
    answered.save()
    make_answer(answered, words=word("answer"), contact=word("contact"))
    handover = Handover.objects.get(pk=world.handover.pk)
    handover.note, handover.not_to_lose = word("handover"), word("keep")
    handover.save()
    _lay_out_rights(world)


def lay_out_directory(world) -> None:
    """Not sealed: a direct line, a service that only professionals see, whom to reach in a public one. In a structure to
    which no link was sent: a link opens all of its structure's cards."""
    elsewhere = world.members["stranger"].structure
    DirectLine.objects.filter(pk=world.line.pk).update(role=word("line"))
    told = {
        "structure": elsewhere,
        "themes": world.service.themes,
        "zones": ["france"],
        "folded_name": "abri",
    }
    public = Service.objects.create(name="Abri public", description="x", contact_name=word("whom"), **told)
    told |= {"description": word("shelter"), "visibility": "professionals"}
    shelter = Service.objects.create(name="Abri", **told)
    LinkInsight.objects.create(link=world.link, brakes=word("brake"))
    OutreachSession.objects.filter(pk=world.session.pk).update(
        visibility="professionals", name=word("meeting")
    )
    world.cards = [card.get_absolute_url() for card in (elsewhere, public, shelter)]
    world.cards += [f"/annuaire/{page}" for page in ("liens/", "liens/fichier.csv", "permanences/")]


def _lay_out_rights(world) -> None:
    claim = Claim.objects.get(pk=world.claim.pk)
    claim.words, claim.reference, claim.refusal = word("claimed"), word("reference"), word("refusal")
    claim.state, claim.answered_on = "refused", claim.proposed_on
    claim.save()
    day = claim.proposed_on
    told = {"stage": "prior", "authority": "x", "decision_on": day, "lodge_by": day, "lodged_on": day}
    place = {"claim": claim, "person": world.person, "structure": world.here}
    Appeal.objects.create(grounds=word("grounds"), **told, **place)
    debt = Overpayment.objects.get(pk=world.debt.pk)
    debt.explanation = word("debt")
    debt.save()


@pytest.fixture
def world(db, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("maillage.web.pdf._compile", lambda files, payload: payload.encode())
    monkeypatch.setattr("maillage.practices.views.sheets.pages_of", lambda data: 1)
    world = furnished_world()
    with become("maintenance"):
        lay_out(world)
        lay_out_directory(world)
    return world


@pytest.fixture
def answers(world):
    """Everything that each persona reaches by following links."""
    return [
        answer
        for visitor in visitors(world)
        if WHOLE or visitor.name not in MOST_ALIKE
        for answer in crawl(
            world, visitor, () if visitor.name in SCREENING else (COMPUTED,), world.cards
        ).answers
    ]


def test_what_every_page_of_every_persona_shows_and_carries(world, answers, caplog):
    count("réponses", len(answers))
    assert len(answers) >= 500
    assert max(Counter(one.persona for one in answers).values()) < MOST
    exports = {one.url.split("?")[0] for one in answers if "Content-Disposition" in one.headers}
    assert len(exports) >= 4, exports
    usual = {200, 302, 403, 404, 405, 429}  # a link that everybody opens in a row asks to wait
    assert [(one.persona, one.url, one.status) for one in answers if one.status not in usual] == []
    came, found = {one.persona for one in answers}, readers(answers)
    for field, who in READERS.items():
        allowed = found[field] - LEARNING if who is AT_WORK else found[field]
        assert allowed == who & came, field
    assert places(answers, word("address")) == {
        reverse("people:protected", args=[world.person.pk, world.protected.pk]),
        reverse("support:data", args=[world.person.pk]),
    }
    assert WORD not in caplog.text
    assert not any(WORD in f"{sent.subject} {sent.body} {sent.to}" for sent in mail.outbox)
    assert {(fault, one.url) for one in answers for fault in header_faults(one)} == set()


def readers(answers) -> dict[str, set[str]]:
    """Word → personas who met it."""
    found: dict[str, set[str]] = {name: set() for name in READERS}
    for persona, shown in ((one.persona, told(one)) for one in answers):
        for name in READERS if WORD in shown else ():
            if word(name) in shown:
                found[name].add(persona)
    return found


def places(answers, canary: str) -> set[str]:
    return {one.url for one in answers if canary in told(one)}


def told(one) -> str:
    return f"{one.text} {one.headers} {one.cookies}"


@pytest.fixture
def dump(transactional_db, settings, tmp_path) -> bytes:
    """What pg_dump writes of a database where all this is really committed."""
    settings.MAILLAGE_FILES = tmp_path
    with become("maintenance"):
        lay_out(furnished_world())
    told = connection.settings_dict
    address = {"host": told["HOST"], "port": told["PORT"], "username": told["USER"], "dbname": told["NAME"]}
    options = [f"--{name}={value}" for name, value in address.items() if value]
    made = subprocess.run(
        [client_program("pg_dump"), *options, "--role=maillage_backup"],
        env={"PGPASSWORD": told["PASSWORD"]},
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr.decode()
    return made.stdout


def test_none_is_in_a_dump(dump):
    assert b"COPY public.support_note " in dump
    assert dump.count(b"\n") > 5000
    for form in (WORD.encode(), WORD.encode().hex().encode()):
        assert form not in dump
