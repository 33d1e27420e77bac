"""What any SQL of the application tries with a row it may write: to hang it on somebody else, to sign it as another, to
have a definer function do more than its page does. Each attempt is refused, or changes nothing."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.people.models import AttachmentRequest, SpaceAccess
from maillage.people.tests.factories import attach, give, make_family
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.support.actions.goals import Planned
from maillage.support.models import Handover
from maillage.support.tests.factories import (
    make_accompaniment,
    make_act,
    make_answer,
    make_goal,
    make_note,
    make_question,
)
from tests.plugin import become, undone

pytestmark = pytest.mark.django_db
REFUSED = "42501"
HANDOVER = (
    "support_handover (id, accompaniment_id, person_id, giver_id, taker_id, taker_structure_id, reason, note, not_to_lose,"
    " person_agrees, state, proposed_at, answer)"
)
CONSENT = (
    "people_consent (id, person_id, structure_id, reader_id, role, parts, purpose, way, witness, given_on, until,"
    " scan_key, scan_name, recorded_by_id, recorded_at, withdrawn_way, review)"
)
ANSWER = (
    "support_questionanswer (id, asked_id, person_id, structure_id, open_to_teams, author_id, said_by, level, part, written_at,"
    " kind, words, contact)"
)
WORDS = "support_ownwords (id, person_id, structure_id, open_to_teams, author_id, said_by, level, part, written_at, words, note_id)"


@pytest.fixture(scope="module")
def town(whole_module):
    """`worker` follows Samira and hands her over to `taker`; `partner` reads her health by agreement, and follows `theirs`
    with `mate`; `victim` is followed by nobody of them. `helper` and `code` open Samira's space."""
    with become("maintenance"):
        here = make_structure()
        worker, taker = make_member(Role.SOCIAL_WORKER, here), make_member(Role.SOCIAL_WORKER, here)
        partner = make_member(Role.SOCIAL_WORKER, make_structure())
        mate = make_member(Role.SOCIAL_WORKER, partner.structure)
        _, samira, _ = make_family(worker)
        _, theirs, _ = make_family(partner)
        _, victim, _ = make_family(make_member(Role.SOCIAL_WORKER, make_structure()))
        _, second, _ = make_family(worker)
        consent = give(samira, partner, "health")
        law = give(samira, make_member(), basis_id="danger", way="law", recorded_by_id=worker.user_id)
        accompaniment, own = make_accompaniment(samira, worker), make_accompaniment(theirs, partner)
        handover = Handover.objects.create(
            accompaniment=accompaniment, person=samira, giver=worker.user, taker=taker.user,
            taker_structure=here, reason="x", note="x",
        )  # fmt: skip
        goal = make_goal(samira, worker, [Planned("a", "b")], level="circle", part="health")
        note, act = make_note(samira, worker, "circle", "health"), make_act(samira, worker)
        question = make_question(samira, worker, level="circle", part="health")
        answer = make_answer(question, withheld_id="child_protection")
        referent, link = question.referent, SimpleNamespace(pk=question.link)
        attach(mate, theirs)
        AttachmentRequest.objects.create(
            person=samira, requester=mate.user, structure=mate.structure, typed_name="x", motive="x"
        )
        code = SpaceAccess.objects.create(person=samira, fingerprint="f", until=date(2099, 1, 1))
        helper = SpaceAccess.objects.create(
            person=samira, fingerprint="g", helper="Jo", until=date(2099, 1, 1)
        )
        her = Actor(person_id=samira.pk, label="Jo, aidant de Samira")
    return SimpleNamespace(**{name: one for name, one in locals().items() if name != "town"})


def words_of(town) -> dict[str, object]:
    told: dict[str, object] = {"new": uuid4()}
    for name, one in vars(town).items():
        told[name] = getattr(one, "user_id", None) or getattr(one, "pk", None)
    return {**told, "there": town.partner.structure_id, "here": town.worker.structure_id}


def attempt(town, actor, *statements: str) -> str:
    """What the last one did: "refused", "nothing" when it touched or showed no row, "done" otherwise. Nothing is kept."""
    with acting(actor), connection.cursor() as cursor, undone():
        try:
            for one in statements:
                cursor.execute(one.format(**words_of(town)))
            shown = cursor.fetchall() if cursor.description else []
            return "done" if cursor.rowcount > 0 and (not shown or shown != [(False,)]) else "nothing"
        except DatabaseError as error:
            return "refused" if error.__cause__.sqlstate == REFUSED else str(error)


ATTEMPTS = {
    "taker: take over somebody else than the one proposed": (
        "UPDATE support_handover SET person_id = '{victim}' WHERE id = '{handover}'",
    ),
    "taker: answer without taking over": (
        "UPDATE support_handover SET state = 'accepted' WHERE id = '{handover}'",
    ),
    "partner: hand over whom one reads by agreement": (
        f"INSERT INTO {HANDOVER} VALUES ('{{new}}', '{{own}}', '{{samira}}', {{partner}}, {{mate}}, {{there}}, 'x', '', '', true, 'proposed', now(), '')",
    ),
    "worker: hand over whom one does not accompany": (
        f"INSERT INTO {HANDOVER} VALUES ('{{new}}', '{{accompaniment}}', '{{second}}', {{worker}}, {{taker}}, {{here}}, 'x', '', '', true, 'proposed', now(), '')",
    ),
    "partner: make one file of theirs and hers": (
        "SELECT maillage_definer.merge_persons('{new}', '{theirs}', '{samira}', 1, 1, '{{}}', '{{}}')",
    ),
    "partner: refuse whoever asks to follow her": (
        "UPDATE people_attachmentrequest SET state = 'refused', answered_at = now(), answered_by_id = {partner}",
    ),
    "partner: protect an address of hers": (
        "INSERT INTO people_protectedaddress (id, person_id, address, motive, former, created_at) VALUES ('{new}', '{samira}', '', '', '', now())",
    ),
    "partner: rewrite the steps of her goal": ("UPDATE support_step SET who = 'x'",),
    "partner: erase the steps of her goal": ("DELETE FROM support_step",),
    "partner: mark her goal": (
        "INSERT INTO support_progress (id, goal_id, person_id, mark, words, at) VALUES ('{new}', '{goal}', '{samira}', 3, '', now())",
    ),
    "partner: sign as her team": (
        f"INSERT INTO {WORDS} VALUES ('{{new}}', '{{samira}}', {{here}}, true, {{partner}}, 'Samira', 'circle', 'health', now(), '', NULL)",
    ),
    "partner: dictate in a note of her team": (
        f"INSERT INTO {WORDS} VALUES ('{{new}}', '{{samira}}', {{there}}, true, {{partner}}, '', 'circle', 'health', now(), '', '{{note}}')",
    ),
    "worker: move a note to another file": ("UPDATE support_note SET person_id = '{second}' WHERE id = '{note}'",),
    "worker: move an act to another file": ("UPDATE support_act SET person_id = '{second}' WHERE id = '{act}'",),
    "worker: mark a goal in another file": (
        "INSERT INTO support_progress (id, goal_id, person_id, mark, words, at) VALUES ('{new}', '{goal}', '{second}', 3, '', now())",
    ),
    "worker: move a question to another file": (
        "UPDATE support_directquestion SET person_id = '{second}' WHERE id = '{question}'",
    ),
    "worker: put another question in its place": (
        "UPDATE support_directquestion SET question = 'x' WHERE id = '{question}'",
    ),
    "worker: say that she had agreed": (
        "UPDATE support_directquestion SET agreed_on = '2025-01-01' WHERE id = '{question}'",
    ),
    "worker: make a link last": (
        "UPDATE support_directquestion SET link_until = '2199-01-01' WHERE id = '{question}'",
    ),
    "worker: erase a question": ("DELETE FROM support_directquestion WHERE id = '{question}'",),
    "worker: answer as the referent": (
        f"INSERT INTO {ANSWER} VALUES ('{{new}}', '{{question}}', '{{samira}}', {{here}}, false, NULL, 'Paule', 'circle', 'health', now(), 'complete', '', '')",
    ),
    "worker: hang an answer on another file": (
        f"INSERT INTO {ANSWER} VALUES ('{{new}}', '{{question}}', '{{second}}', {{here}}, false, {{worker}}, 'Paule', 'team', '', now(), 'complete', '', '')",
    ),
    "partner: answer what one only reads": (
        f"INSERT INTO {ANSWER} VALUES ('{{new}}', '{{question}}', '{{samira}}', {{here}}, false, {{partner}}, 'x', 'circle', 'health', now(), 'complete', '', '')",
    ),
    "partner: close a question": ("UPDATE support_directquestion SET state = 'closed' WHERE id = '{question}'",),
    "her: close a question by its row": ("UPDATE support_directquestion SET state = 'closed' WHERE id = '{question}'",),
    "her: read the directory": ("SELECT 1 FROM support_referent",),
    "taker: keep an answer from her": (
        "SELECT maillage_definer.withhold_answer('{answer}', 'child_protection')",
    ),
    "her: see an answer again": ("SELECT maillage_definer.withhold_answer('{answer}', NULL)",),
    "partner: count what is kept from her": ("SELECT * FROM maillage_definer.withheld_questions('{samira}')",),
    "taker: withdraw in her place": ("SELECT maillage_definer.withdraw_own_question('{question}')",),
    "mate: open a link without knowing it": ("SELECT maillage_definer.question_by_link('{question}')",),
    "mate: answer with what is no answer": (
        "SELECT 1 WHERE maillage_definer.answer_by_link('{link}', '{new}', 'x', 'x', '', '') IS NOT NULL",
    ),
    "worker: turn a referent into another": ("UPDATE support_referent SET body = 'msa' WHERE id = '{referent}'",),
    "worker: erase a referent": ("DELETE FROM support_referent WHERE id = '{referent}'",),
    "worker: turn a code into another": ("UPDATE people_spaceaccess SET fingerprint = 'mine' WHERE id = '{code}'",),
    "worker: make a code last": ("UPDATE people_spaceaccess SET until = '2199-01-01' WHERE id = '{code}'",),
    "worker: open a closed code again": (
        "UPDATE people_spaceaccess SET ended_at = now() WHERE id = '{code}'",
        "UPDATE people_spaceaccess SET ended_at = NULL WHERE id = '{code}'",
    ),
    "worker: keep somebody out in another's name": (
        "INSERT INTO people_conflict (id, person_id, agent_id, reason, by_id, at) VALUES ('{new}', '{samira}', {mate}, 'x', {taker}, now())",
    ),
    "her: make the mandate last": ("UPDATE people_spaceaccess SET until = '2199-01-01' WHERE id = '{helper}'",),
    "her: be the person rather than the helper": ("UPDATE people_spaceaccess SET helper = '' WHERE id = '{helper}'",),
    "worker: withdraw in another's name, afterwards": (
        "UPDATE people_consent SET withdrawn_at = now(), withdrawn_way = 'oral', withdrawn_by_id = {worker} WHERE id = '{consent}'",
        "UPDATE people_consent SET withdrawn_by_id = {taker} WHERE id = '{consent}'",
    ),
    "worker: withdraw in another's name": (
        "UPDATE people_consent SET withdrawn_at = now(), withdrawn_way = 'oral', withdrawn_by_id = {taker} WHERE id = '{consent}'",
    ),
    "worker: agree as if she had": (
        f"INSERT INTO {CONSENT} VALUES ('{{new}}', '{{samira}}', {{there}}, NULL, '', '{{{{home}}}}', 'x', 'self', '', '2026-01-01', '2099-01-01', '', '', {{worker}}, now(), '', '')",
    ),
    "worker: review in another's name": (
        "UPDATE people_consent SET reviewed_at = now(), reviewed_by_id = {taker}, review = 'x' WHERE id = '{law}'",
    ),
    "her: review in a worker's name": (
        "UPDATE people_consent SET reviewed_at = now(), reviewed_by_id = {worker}, review = 'x' WHERE id = '{consent}'",
    ),
    "her: join another paper": ("UPDATE people_consent SET scan_key = 'x' WHERE id = '{consent}'",),
    "worker: review an emergency again": (
        "UPDATE people_consent SET reviewed_at = now(), reviewed_by_id = {worker}, review = 'x' WHERE id = '{law}'",
        "UPDATE people_consent SET review = 'y' WHERE id = '{law}'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTEMPTS)
def test_refused(town, name):
    who = getattr(town, name.partition(":")[0])
    actor = who if isinstance(who, Actor) else actor_of(who)
    assert attempt(town, actor, *ATTEMPTS[name]) in ("refused", "nothing")


def test_a_handover_that_names_two_persons_is_not_accepted(town):
    with become("maintenance"):
        Handover.objects.filter(pk=town.handover.pk).update(person=town.victim)
    said = attempt(town, actor_of(town.taker), "SELECT maillage_definer.accept_handover('{handover}', '')")
    assert "référent changed" in said


def test_what_pages_do_goes_through(town):
    """The same kinds of statements, where they are allowed."""
    worker, her = actor_of(town.worker), town.her
    assert attempt(town, worker, "DELETE FROM support_step") == "done"
    assert attempt(town, worker, *ATTEMPTS["partner: mark her goal"]) == "done"
    assert attempt(town, her, *ATTEMPTS["partner: mark her goal"]) == "done"
    assert (
        attempt(town, worker, "UPDATE people_spaceaccess SET ended_at = now() WHERE id = '{code}'") == "done"
    )
    withdrawn = ATTEMPTS["worker: withdraw in another's name, afterwards"][0]
    reviewed = ATTEMPTS["worker: review an emergency again"][0]
    assert attempt(town, worker, withdrawn) == attempt(town, worker, reviewed) == "done"
    answer = "SELECT maillage_definer.answer_by_link('{link}', '{new}', 'complete', 'x', '', '')"
    assert attempt(town, Actor(), answer) == "done"
    closed = "UPDATE support_directquestion SET state = 'closed' WHERE id = '{question}'"
    assert attempt(town, worker, closed) == "done"
    withdrawn = "SELECT maillage_definer.withdraw_own_question('{question}')"
    assert attempt(town, her, withdrawn) == "done"
    merge = "SELECT maillage_definer.merge_persons('{new}', '{samira}', '{second}', 1, 1, '{{}}', '{{}}')"
    assert attempt(town, worker, merge) == "done"
    assert (
        attempt(town, actor_of(town.taker), "SELECT maillage_definer.accept_handover('{handover}', '')")
        == "done"
    )
