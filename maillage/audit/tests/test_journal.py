"""The journal: lines follow each other, nobody changes one, and tampering is located."""

import pytest
from django.db import ProgrammingError, connection, transaction

from maillage.audit.actions import record
from maillage.audit.models import Entry
from maillage.audit.queries import broken_lines, count_lines
from maillage.permissions import Actor
from maillage.permissions.context import acting
from tests.plugin import become

CLAIRE = Actor(user_id=7, structure_id=3, roles=frozenset({"social_worker"}), label="Claire Morel")
LINES = 40


@pytest.fixture
def journal(db):
    with acting(CLAIRE):
        for number in range(LINES):
            record(CLAIRE, "read", f"person{number % 5}", count=number)


def faults():
    with become("maintenance"):
        return [tuple(fault) for fault in broken_lines("default")]


def tamper(statement: str):
    """As the owner, with the trigger off: what somebody with the server's keys could do."""
    with become("owner"), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_append_only")
        cursor.execute("ALTER TABLE audit_entry NO FORCE ROW LEVEL SECURITY")
        cursor.execute(statement)
        assert cursor.rowcount == 1
        cursor.execute("ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY")


def longest_chain() -> int:
    with become("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT chain FROM audit_entry GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
        return cursor.fetchone()[0]


def test_an_untouched_journal_is_whole(journal):
    with become("maintenance"):
        assert count_lines("default") == LINES
    assert faults() == []


@pytest.mark.parametrize(
    "column",
    ["actor_user_id = 8", "actor_label = 'x'", "verb = 'x'", "details = '{}'", "at = at - interval '1 s'"],
)
def test_a_changed_line_is_located(journal, column):
    chain = longest_chain()
    tamper(f"UPDATE audit_entry SET {column} WHERE chain = {chain} AND rank = 3")
    assert faults() == [(chain, 3, "contenu modifié")]


def test_a_missing_line_is_located(journal):
    chain = longest_chain()
    tamper(f"DELETE FROM audit_entry WHERE chain = {chain} AND rank = 3")
    assert faults() == [(chain, 4, "ligne manquante avant celle-ci")]


def test_a_cut_end_is_located(journal):
    chain = longest_chain()
    last = f"(SELECT max(rank) FROM audit_entry WHERE chain = {chain})"
    tamper(f"DELETE FROM audit_entry WHERE chain = {chain} AND rank = {last}")
    assert [(c, fault) for c, _, fault in faults()] == [(chain, "fin de chaîne coupée ou ajoutée")]


def test_a_rewritten_line_breaks_the_next_one(journal):
    chain = longest_chain()
    tamper(f"UPDATE audit_entry SET verb = 'x' WHERE chain = {chain} AND rank = 3")
    tamper(f"UPDATE audit_entry e SET hash = audit_hash(e) WHERE chain = {chain} AND rank = 3")
    assert faults() == [(chain, 4, "ne suit pas la ligne précédente")]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET verb = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"],
)
@pytest.mark.parametrize("role", ["app", "maintenance", "owner"])
def test_nobody_changes_the_journal(journal, role, statement):
    with pytest.raises(ProgrammingError), transaction.atomic(), become(role), connection.cursor() as cursor:
        cursor.execute(statement)


def test_one_reads_only_what_one_did(journal):
    with acting(Actor(user_id=8, structure_id=3, roles=frozenset({"social_worker"}))):
        assert Entry.objects.count() == 0
    with acting(CLAIRE):
        assert Entry.objects.count() == LINES


def test_nobody_writes_in_the_name_of_another(db):
    with acting(CLAIRE), pytest.raises(ProgrammingError), transaction.atomic():
        record(Actor(user_id=8), "read", "person")
