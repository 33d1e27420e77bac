"""What somebody who reads by agreement, or the person in their space, tries with any SQL: to read more, to stay, to sign
as another. Each attempt is refused, or changes nothing."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.people.models import SpaceAccess
from maillage.people.tests.factories import give, make_family
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.support.models import Handover, OwnWords
from maillage.support.tests.factories import make_accompaniment, make_note
from tests.plugin import become, undone

pytestmark = pytest.mark.django_db
REFUSALS = ("42501", "P0002")
ATTACHMENT = "people_attachment (id, person_id, structure_id, worker_id, consent_of_id, reason, started_at, created_by_id)"
CONSENT = (
    "people_consent (id, person_id, structure_id, reader_id, role, parts, purpose, way, witness, given_on, until,"
    " scan_key, scan_name, recorded_by_id, recorded_at, withdrawn_way, review)"
)
NOTE = (
    "support_note (id, person_id, structure_id, open_to_teams, author_id, said_by, level, part, written_at, kind, medium,"
    " held_on, themes, before, synthesis, after, version)"
)
WORDS = "support_ownwords (id, person_id, structure_id, open_to_teams, author_id, said_by, level, part, written_at, words)"


@pytest.fixture(scope="module")
def town(whole_module):
    """`partner` reads Samira by agreement, health alone; `other` is a person who agreed to `partner` too."""
    with become("maintenance"):
        worker = make_member(Role.SOCIAL_WORKER, make_structure())
        partner = make_member(Role.SOCIAL_WORKER, make_structure())
        home, samira, child = make_family(worker)
        _, other, _ = make_family(worker)
        consent = give(samira, partner, "health")
        give(other, partner)
        note = make_note(samira, worker, "circle", "health")
        words = OwnWords.objects.create(
            note=note, person=samira, structure=worker.structure, author=worker.user, level="circle", part="health", words="x"
        )  # fmt: skip
        accompaniment = make_accompaniment(samira, worker)
        handover = Handover.objects.create(
            accompaniment=accompaniment, person=samira, giver=worker.user, taker=partner.user,
            taker_structure=worker.structure, reason="x", note="x",
        )  # fmt: skip
        law = give(samira, make_member(), basis_id="care_team", way="law", recorded_by_id=worker.user_id)
        access = SpaceAccess.objects.create(person=samira, fingerprint="f", until=date(2099, 1, 1))
    return SimpleNamespace(**{name: one for name, one in locals().items() if name != "town"})


def words_of(town) -> dict[str, object]:
    return {
        "samira": town.samira.pk, "other": town.other.pk, "child": town.child.pk, "home": town.home.pk,
        "consent": town.consent.pk, "law": town.law.pk, "note": town.note.pk, "words": town.words.pk, "new": uuid4(),
        "me": town.partner.user_id, "here": town.partner.structure_id, "worker": town.worker.user_id,
        "there": town.worker.structure_id, "handover": town.handover.pk, "access": town.access.pk,
    }  # fmt: skip


def attempt(town, actor, statement: str) -> str:
    """ "refused", "nothing" when it touched or showed no row, "done" otherwise; nothing is kept."""
    with acting(actor), connection.cursor() as cursor, undone():
        try:
            cursor.execute(statement.format(**words_of(town)))
            shown = cursor.fetchall() if cursor.description else []
            return "done" if cursor.rowcount > 0 and (not shown or shown != [(False,)]) else "nothing"
        except DatabaseError as error:
            return "refused" if error.__cause__.sqlstate in REFUSALS else str(error)


AS_PARTNER = {
    "turn the agreement into team work": "UPDATE people_attachment SET consent_of_id = NULL WHERE person_id = '{samira}'",
    "hang it on somebody else's agreement": "UPDATE people_attachment SET consent_of_id = '{other}' WHERE person_id = '{samira}'",
    "turn it to her child": "UPDATE people_attachment SET person_id = '{child}' WHERE person_id = '{samira}'",
    "turn it to her home": "UPDATE people_attachment SET person_id = NULL, household_id = '{home}' WHERE person_id = '{samira}'",
    "move it to her team": "UPDATE people_attachment SET structure_id = {there} WHERE person_id = '{samira}'",
    "attach oneself for good": f"INSERT INTO {ATTACHMENT} VALUES ('{{new}}', '{{samira}}', {{here}}, {{me}}, NULL, 'x', now(), {{me}})",
    "attach by an agreement oneself": f"INSERT INTO {ATTACHMENT} VALUES ('{{new}}', '{{samira}}', {{here}}, {{worker}}, '{{samira}}', 'x', now(), {{me}})",
    "open the subjects": "UPDATE people_consent SET parts = '{{housing,health,home}}' WHERE id = '{consent}'",
    "make it last": "UPDATE people_consent SET until = '2199-01-01' WHERE id = '{consent}'",
    "write an agreement": f"INSERT INTO {CONSENT} VALUES ('{{new}}', '{{samira}}', {{here}}, {{me}}, '', '{{{{home}}}}', 'x', 'oral', 'x', '2026-01-01', '2099-01-01', '', '', {{me}}, now(), '', '')",
    "write hers as if she had": f"INSERT INTO {CONSENT} VALUES ('{{new}}', '{{samira}}', {{here}}, {{me}}, '', '{{{{home}}}}', 'x', 'self', '', '2026-01-01', '2099-01-01', '', '', NULL, now(), '', '')",
    "change who she is": "UPDATE people_person SET called = 'x' WHERE id = '{samira}'",
    "give oneself her code": "INSERT INTO people_spaceaccess (id, person_id, fingerprint, helper, relation, until, created_at) VALUES ('{new}', '{samira}', 'mine', '', '', '2099-01-01', now())",
    "read her code": "SELECT 1 FROM people_spaceaccess WHERE fingerprint = 'f' AND person_id <> '{samira}'",
    "write for her team": f"INSERT INTO {NOTE} VALUES ('{{new}}', '{{samira}}', {{there}}, false, {{me}}, '', 'team', '', now(), 'interview', 'here', '2026-01-01', '{{{{}}}}', '', '', '', 1)",
    "write as her worker": f"INSERT INTO {NOTE} VALUES ('{{new}}', '{{samira}}', {{here}}, true, {{worker}}, '', 'circle', 'health', now(), 'interview', 'here', '2026-01-01', '{{{{}}}}', '', '', '', 1)",
    "write in a subject that is closed": f"INSERT INTO {NOTE} VALUES ('{{new}}', '{{samira}}', {{here}}, true, {{me}}, '', 'circle', 'housing', now(), 'interview', 'here', '2026-01-01', '{{{{}}}}', '', '', '', 1)",
    "speak in her name": f"INSERT INTO {WORDS} VALUES ('{{new}}', '{{samira}}', NULL, true, NULL, '', 'circle', '', now(), '')",
    "rewrite the note": "UPDATE support_note SET version = 9 WHERE id = '{note}'",
    "rewrite her words": "UPDATE support_ownwords SET said_by = 'x' WHERE id = '{words}'",
    "erase her words": "DELETE FROM support_ownwords WHERE id = '{words}'",
    "erase the note": "DELETE FROM support_note WHERE id = '{note}'",
    "become her référent": "UPDATE support_accompaniment SET referent_id = {me} WHERE person_id = '{samira}'",
    "take over where one does not work": "SELECT maillage_definer.accept_handover('{handover}', '')",
    "widen who reads what hangs on a note": "SELECT maillage_definer.follow_note('{note}')",
    "open to oneself again": "SELECT maillage_definer.attach_consented('{consent}', 'partner')",
    "settle her circle": "SELECT maillage_definer.settle_circle('{samira}')",
    "who opened her file": "SELECT * FROM maillage_definer.reads_of('{samira}', 10)",
    "who opened her file, by day": "SELECT * FROM maillage_definer.openings_of('{samira}', 10)",
    "what is kept from her": "SELECT * FROM maillage_definer.withheld_counts('{samira}')",
}  # fmt: skip

AS_PERSON = {
    "stop what a law opens": "UPDATE people_consent SET withdrawn_at = now(), withdrawn_way = 'self' WHERE id = '{law}'",
    "widen a line": "UPDATE people_consent SET parts = '{{home}}' WHERE id = '{consent}'",
    "agree for somebody else": f"INSERT INTO {CONSENT} VALUES ('{{new}}', '{{other}}', {{here}}, {{me}}, '', '{{{{}}}}', 'x', 'self', '', '2026-01-01', '2099-01-01', '', '', NULL, now(), '', '')",
    "change the note": "UPDATE support_note SET version = 9 WHERE id = '{note}'",
    "change who she is": "UPDATE people_person SET called = 'x' WHERE id = '{samira}'",
    "attach somebody": f"INSERT INTO {ATTACHMENT} VALUES ('{{new}}', '{{samira}}', {{here}}, {{me}}, '{{samira}}', 'x', now(), NULL)",
    "her home's lines": "SELECT 1 FROM people_householdmember WHERE person_id <> '{samira}'",
    "attachments": "SELECT 1 FROM people_attachment",
    "somebody else": "SELECT 1 FROM people_person WHERE id <> '{samira}'",
    "who opened somebody else's file": "SELECT * FROM maillage_definer.reads_of('{other}', 10)",
    "who opened somebody else's file, by day": "SELECT * FROM maillage_definer.openings_of('{other}', 10)",
    "speak for somebody else": f"INSERT INTO {WORDS} VALUES ('{{new}}', '{{other}}', NULL, true, NULL, '', 'circle', '', now(), '')",
}  # fmt: skip


@pytest.mark.parametrize("name", AS_PARTNER)
def test_by_agreement(town, name):
    assert attempt(town, actor_of(town.partner), AS_PARTNER[name]) in ("refused", "nothing")


@pytest.mark.parametrize("name", AS_PERSON)
def test_in_her_space(town, name):
    her = Actor(person_id=town.samira.pk, label="Samira")
    assert attempt(town, her, AS_PERSON[name]) in ("refused", "nothing")


def test_what_they_may_do_goes_through(town):
    """The same statements, where they are allowed: what is refused above is not refused for a slip of the pen."""
    partner, her = actor_of(town.partner), Actor(person_id=town.samira.pk)
    mine = AS_PARTNER["write in a subject that is closed"].replace("'housing'", "'health'")
    assert attempt(town, partner, mine) == "done"
    assert attempt(town, her, AS_PARTNER["speak in her name"]) == "done"
    assert attempt(town, her, AS_PARTNER["write hers as if she had"]) == "done"
    assert attempt(town, her, AS_PERSON["stop what a law opens"].replace("{law}", "{consent}")) == "done"
    assert attempt(town, actor_of(town.worker), AS_PARTNER["change who she is"]) == "done"
