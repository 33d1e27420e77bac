"""At once, from eight connections: forty cases (five hundred for the bar), each decided once, none lost; retries of one sending are one decision."""

import threading
from collections import Counter

import pytest
from django.db import connections

from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.referrals.actions import cases as actions
from maillage.referrals.actions import deciding
from maillage.referrals.actions.deciding import Ruling
from maillage.referrals.enums import Outcome
from maillage.referrals.models import Case, Event, SchemeRequest
from maillage.referrals.tests.commission import cases_of, filled, make_commission, make_sitting, received
from tests.depth import count, deep
from tests.plugin import become

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS, CASES = 8, deep(20, 500)


def test_eight_who_decide_the_same_cases_decide_each_once(town):
    commission = make_commission(town)
    sitting = filled(town, commission, CASES)
    found = decided_at_once(commission.keeper, sitting, cases_of(sitting))
    assert found == Counter({"done": CASES, "Forbidden": (WORKERS - 1) * CASES})
    count("essais", found.total())
    with become("maintenance"):
        assert Case.objects.filter(state="decided", outcome="accepted").count() == CASES
        assert SchemeRequest.objects.filter(state="accepted").count() == CASES
        assert Event.objects.filter(kind="decided").values("request").distinct().count() == CASES
        assert Event.objects.filter(kind="decided").count() == CASES


def decided_at_once(keeper, sitting, rows):
    """Each of eight sends every decision."""
    barrier, found = threading.Barrier(WORKERS), []

    def one(shift):
        try:
            barrier.wait(30)
            for case in [*rows[shift:], *rows[:shift]]:
                found.append(_decided(keeper, sitting, case))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=[shift * len(rows) // WORKERS]) for shift in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(900)
    return Counter(found)


def _decided(keeper, sitting, case):
    try:
        with acting(keeper) as by:
            told = {"chosen": {case.pk: case.request.version}, "ruling": Ruling(Outcome.ACCEPTED)}
            deciding.decide(by=by, gathering=sitting, **told)
    except Forbidden:
        return "Forbidden"
    return "done"


def test_eight_who_fill_one_agenda_give_each_case_its_rank(town):
    commission = make_commission(town)
    received(town, 20)
    sitting = make_sitting(commission)
    barrier = threading.Barrier(WORKERS)

    def one():
        try:
            barrier.wait(30)
            with acting(commission.keeper) as by:
                actions.fill(by=by, gathering=sitting)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(one.rank for one in cases_of(sitting)) == list(range(1, 21))
