"""Whoever writes in the journal waits for nobody, and what it proves is whole whoever wrote at once."""

from threading import Thread

import pytest
from django.db import connection, connections, transaction

from maillage.audit.actions import record
from maillage.audit.chain_sql import BY_OBJECT, CHOOSE
from maillage.audit.queries import broken_lines, count_lines
from maillage.permissions import Actor
from maillage.permissions.context import acting
from tests.plugin import become
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
CLAIRE, SOPHIE = Actor(user_id=7, structure_id=3), Actor(user_id=8, structure_id=3)
MANY, AT_ONCE = 200, 20


def chains() -> list[int]:
    """Of each line, as they were written."""
    with become("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT chain FROM audit_entry ORDER BY at")
        return [chain for (chain,) in cursor.fetchall()]


def write_about_many(by) -> None:
    for number in range(MANY):
        record(by, "read", f"person{number}")


def test_a_transaction_writes_in_one_chain():
    with acting(CLAIRE):
        write_about_many(CLAIRE)
        assert len(set(chains())) == 1
        assert len(chains()) == MANY


def beside(by, held) -> bool:
    """Whether somebody else writes a line while a transaction that wrote about many is still open."""
    seen = []

    def other() -> None:
        try:
            with acting(by):
                record(by, "read", "person1")
            seen.append(True)
        finally:
            connections.close_all()

    thread = Thread(target=other)
    with acting(held):
        write_about_many(held)
        thread.start()
        thread.join(2)
        found = bool(seen)
    thread.join(30)
    return found


def test_whoever_writes_about_many_objects_stops_nobody():
    assert beside(SOPHIE, CLAIRE)


def test_with_a_chain_by_object_they_did():
    with become("owner"), connection.cursor() as cursor:
        cursor.execute(BY_OBJECT)
    assert not beside(SOPHIE, CLAIRE)
    with become("owner"), connection.cursor() as cursor:
        cursor.execute(CHOOSE)


def test_more_of_them_than_chains_all_write_and_the_journal_is_whole():
    everybody = [Actor(user_id=1 + number, structure_id=3) for number in range(AT_ONCE)]
    told = [(one, write_about_many) for one in everybody]
    assert at_once(*told) == ["done"] * AT_ONCE
    with transaction.atomic(), become("maintenance"):
        assert count_lines("default") == AT_ONCE * MANY
        assert list(broken_lines("default")) == []


def test_what_is_undone_leaves_no_hole():
    with acting(CLAIRE):
        record(CLAIRE, "read", "person1")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            record(CLAIRE, "read", "person2")
            raise ZeroDivisionError
        record(CLAIRE, "read", "person3")
    with transaction.atomic(), become("maintenance"):
        assert count_lines("default") == 2
        assert list(broken_lines("default")) == []
