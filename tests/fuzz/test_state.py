"""The instrument of the fuzz sees what is written, by whatever statement, and forgives what was undone."""

import pytest
from django.db import connection

from maillage.accounts.tests.factories import make_member
from maillage.permissions import ANONYMOUS
from tests.fuzz.state import everything, out_of_sight, touched, written
from tests.plugin import become, undone

WRITES = {
    "INSERT INTO directory_structurekind (code, label) VALUES ('x', 'X')": "directory_structurekind",
    "UPDATE accounts_membership SET role = 'reception'": "accounts_membership",
    "DELETE FROM accounts_membership": "accounts_membership",
}


def write(statement):
    with become("maintenance"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def member(db):
    with become("maintenance"):
        return make_member()


@pytest.mark.parametrize("statement", WRITES)
def test_one_row_is_seen_until_it_is_undone(member, statement):
    whole, before = everything(), written()
    with undone():
        assert touched(before) == set()
        write(statement)
        assert whole.changed(touched(before)) == [WRITES[statement]]
    assert WRITES[statement] in touched(before)
    assert whole.changed(touched(before)) == []


def test_a_row_out_of_sight_is_seen_and_one_that_may_change_is_not(member):
    hidden, spared = (
        out_of_sight(ANONYMOUS, frozenset()),
        out_of_sight(ANONYMOUS, frozenset({str(member.pk)})),
    )
    before = written()
    write("UPDATE accounts_membership SET role = 'reception'")
    assert hidden.changed(touched(before)) == ["accounts_membership"]
    assert spared.changed(touched(before)) == []
