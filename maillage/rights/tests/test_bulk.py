"""Rows to columns and back: the same answers as household by household, whatever the order; nothing lost on the way."""

from datetime import date

import numpy as np
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from maillage.accounts.tests.factories import actor_of, make_member
from maillage.people.models import Attachment, BudgetLine, HouseholdMember, Person
from maillage.people.tests.factories import attach, make_household, make_line, make_person
from maillage.permissions.context import acting
from maillage.rights import engine
from maillage.rights.bulk.fingerprint import fingerprints
from maillage.rights.bulk.reading import first_month, household_ids, last_day, read_block
from maillage.rights.bulk.situations import situation
from maillage.rights.bulk.wire import Bigints, Integers, Smallints, Uuids, bulk_cursor, read_arrays
from maillage.rights.tests.factories import MONTH, make_worker_home
from tests.plugin import become


@pytest.fixture
def worker(db):
    with become("maintenance"):
        return make_member()


def block_of(member, month=MONTH):
    with acting(actor_of(member)):
        return read_block(connection, household_ids(connection), month)


@given(st.lists(st.integers(-(2**15), 2**15 - 1)), st.lists(st.binary(min_size=16, max_size=16)))
def test_columns_go_and_come_back(numbers, keys):
    sent = Smallints(np.array(numbers, dtype=np.int64)).to_bytes()
    assert int.from_bytes(sent[12:16], "big") == len(numbers)
    assert len(sent) == 20 + 6 * len(numbers)
    assert len(Uuids(np.array(keys, dtype="S16")).to_bytes()) == 20 + 20 * len(keys)


def test_postgresql_reads_what_is_sent(worker):
    values = np.array([0, -5, 2**31 - 1])
    keys = np.array([b"\0" * 16, b"\xff" * 16, b"a" + b"\0" * 15], dtype="S16")
    query = "SELECT %(u)s, %(i)s, %(b)s, %(s)s"
    params = {
        "u": Uuids(keys), "i": Integers(values), "b": Bigints(values * 2**31), "s": Smallints(values[:2]),
    }  # fmt: skip
    with acting(actor_of(worker)):
        found = read_arrays(bulk_cursor(connection), query, params, "S16", ">i4", ">i8", ">i2")
        (nothing,) = read_arrays(bulk_cursor(connection), "SELECT array_agg(1) WHERE false", {}, ">i4")
    expected = (keys, values, values * 2**31, values[:2])
    assert all((got == wanted).all() for got, wanted in zip(found, expected, strict=True))
    assert len(nothing) == 0


def test_a_column_of_another_size_is_refused(worker):
    with acting(actor_of(worker)), pytest.raises(ValueError, match="not a >i2"):
        read_arrays(bulk_cursor(connection), "SELECT ARRAY[1, 2]::int8[]", {}, ">i2")


def test_what_the_engine_receives_is_what_the_folder_says(worker):
    with become("maintenance"):
        mother = make_person(
            birth_date=date(1992, 4, 30), activity="unemployed", nationality="other", permit_years=6,
            disability_rate=80, pregnant=True, ass_entitled=False,
        )  # fmt: skip
        child = make_person("Inès", birth_date=date(2020, 2, 1), in_school=True)
        home = make_household(
            (mother, "applicant"), (child, "child"), commune="2A004", housing="private_tenant", rent="412.50",
            reference_income="9800.00",
        )  # fmt: skip
        attach(worker, mother, child, home)
        make_line(home, mother, worker, "unemployment", "812.34", month=date(2026, 9, 1))
        make_line(home, mother, worker, "wage", None, month=date(2026, 9, 1))
        make_line(home, mother, worker, "rent", "412.50", month=date(2026, 9, 1))
        make_line(home, mother, worker, "wage", "5", month=date(2025, 7, 1))
    found = situation(block_of(worker))
    assert (found.commune, found.housing, found.rent, found.union) == ("2A004", "private_tenant", 412.5, None)
    assert (found.reference_income, found.flat_share) == (9800.0, None)
    applicant, second = found.members
    assert (applicant.ref, applicant.role, applicant.birth_date) == (
        str(mother.pk),
        "applicant",
        date(1992, 4, 30),
    )
    assert (applicant.activity, applicant.nationality, applicant.permit_years) == ("unemployed", "other", 6)
    assert (applicant.disability_rate, applicant.pregnant, applicant.in_school) == (80, True, None)
    assert (applicant.ass_entitled, applicant.unfit_for_work) == (False, None)
    assert (second.ref, second.role, second.in_school) == (str(child.pk), "child", True)
    lines = {(line.month, line.kind): (line.amount, line.certainty) for line in found.budget}
    assert lines == {
        ("2026-09", "unemployment"): (812.34, "known"),
        ("2026-09", "wage"): (None, "unknown"),
    }


def test_only_those_who_live_there_at_the_end_of_the_month(worker):
    with become("maintenance"):
        home, _person = make_worker_home(worker)
        for name, since, until in (
            ("Parti", None, date(2026, 11, 10)),
            ("Futur", date(2026, 12, 1), None),
            ("Présent", date(2026, 11, 30), date(2026, 12, 1)),
        ):
            other = make_person(name)
            HouseholdMember.objects.create(
                household=home, person=other, role="child", since=since, until=until
            )
            attach(worker, other)
    members = situation(block_of(worker)).members
    assert [one.role for one in members] == ["applicant", "child"]
    assert len(situation(block_of(worker, date(2026, 10, 1))).members) == 2


def test_a_member_whose_file_is_closed_is_counted_and_unknown(worker):
    with become("maintenance"):
        _home, person = make_worker_home(worker)
        Attachment.objects.filter(person=person).delete()
    block = block_of(worker)
    assert block.unseen == 1
    (member,) = situation(block).members
    assert (member.birth_date, member.activity, member.disability_rate) == (None, None, None)


def test_a_child_of_two_homes_counts_in_each_with_its_own_lines(worker):
    with become("maintenance"):
        first, _ = make_worker_home(worker)
        second, _ = make_worker_home(worker, "900")
        child = make_person("Inès", birth_date=date(2020, 2, 1))
        attach(worker, child)
        for home, amount in ((first, "50"), (second, "70")):
            HouseholdMember.objects.create(household=home, person=child, role="child", shared_custody=True)
            make_line(home, child, worker, "alimony_received", amount, month=date(2026, 10, 1))
    columns = block_of(worker).columns
    children = np.nonzero(columns.role == 2)[0]
    amounts = {
        int(columns.household[one]): float(columns.line_amount[columns.line_member == one][0])
        for one in children
    }
    assert sorted(amounts) == [0, 1]
    assert sorted(amounts.values()) == [50.0, 70.0]


def test_a_block_answers_as_each_household_alone(worker):
    with become("maintenance"):
        homes = [make_worker_home(worker, str(300 + 250 * number))[0] for number in range(4)]
    block = block_of(worker)
    together = engine.screen_columns(block.columns, "2026-11")
    assert len(block.ids) == len(homes)
    for rank in range(len(homes)):
        with acting(actor_of(worker)):
            alone = read_block(connection, block.ids[rank : rank + 1], MONTH)
        one = engine.screen_columns(alone.columns, "2026-11")
        assert (one.status[:, 0] == together.status[:, rank]).all()
        assert np.allclose(one.amount[:, 0], together.amount[:, rank], atol=0.01, equal_nan=True)


def test_a_fingerprint_moves_with_every_fact_and_with_nothing_else(worker):
    with become("maintenance"):
        home, person = make_worker_home(worker)
        make_worker_home(worker, "900")

    def prints():
        block = block_of(worker)
        values = fingerprints(block.columns, 202611)
        return dict(zip(block.ids.tolist(), values.tolist(), strict=True))

    seen, mine = [prints()], home.pk.bytes.rstrip(b"\0")
    assert prints() == seen[0]
    changes = (
        lambda: Person.objects.filter(pk=person.pk).update(disability_rate=50),
        lambda: Person.objects.filter(pk=person.pk).update(pregnant=False),
        lambda: BudgetLine.objects.filter(household=home, month=date(2026, 9, 1)).update(amount="700.01"),
        lambda: BudgetLine.objects.filter(household=home, month=date(2026, 9, 1)).update(
            month=date(2026, 6, 1)
        ),
        lambda: type(home).objects.filter(pk=home.pk).update(housing="owner"),
        lambda: HouseholdMember.objects.filter(household=home).update(shared_custody=False),
    )
    for change in changes:
        with become("maintenance"):
            change()
        seen.append(prints())
    assert len({one[mine] for one in seen}) == len(changes) + 1
    assert len({tuple(sorted((k, v) for k, v in one.items() if k != mine)) for one in seen}) == 1


def test_the_order_of_rows_does_not_matter(worker):
    with become("maintenance"):
        for number in range(3):
            make_worker_home(worker, str(400 + number))
    columns = block_of(worker).columns
    members = columns.take_members(np.arange(len(columns.role))[::-1])
    assert (fingerprints(columns, 202611) == fingerprints(members, 202611)).all()
    assert (fingerprints(columns, 202611) != fingerprints(columns, 202612)).all()


def test_the_window_is_sixteen_months():
    assert first_month(MONTH) == date(2025, 8, 1)
    assert first_month(date(2026, 4, 1)) == date(2025, 1, 1)
    assert (last_day(MONTH), last_day(date(2028, 2, 1))) == (date(2026, 11, 30), date(2028, 2, 29))
