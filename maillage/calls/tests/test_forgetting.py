"""A call long over: private questions, why somebody stepped aside, what each juror wrote; what was decided stays, and why."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from maillage.calls.actions import calls
from maillage.calls.models import Aside, Call, HelpAnswer, HelpRequest, Reading, Ruling
from maillage.calls.tests.factories import give, make_call, make_file, make_juror, make_ruling
from tests.plugin import become

pytestmark = pytest.mark.django_db
FORMER = """SELECT count(*) FROM audit_rowversion WHERE "table" IN ('calls_helprequest', 'calls_aside', 'calls_reading')"""


def world():
    call = make_call(opens=-30, closes=-1)
    row = make_file(call, state="notified")
    give(row, make_juror(call), handed=True)
    make_ruling(row, notified_on=timezone.localdate())
    seat, today = make_juror(call, college=1), timezone.localdate()
    with become("maintenance"):
        Aside.objects.create(application=row, occupant=seat, user=seat.user, reason="Ma sœur y travaille.")
        said = HelpAnswer.objects.create(call=call, question="?", answer="!", answered_on=today)
        asked = {"structure": row.structure, "user": row.written_by, "asked_on": today, "due_on": today}
        HelpRequest.objects.create(call=call, question="Qui ?", answer=said, **asked)
    return call


@pytest.mark.parametrize(
    ("days", "left"), [(360, (1, 1, 1)), (380, (0, 1, 1)), (720, (0, 1, 1)), (740, (0, 0, 0))]
)
def test_what_is_personal_goes_and_what_was_decided_stays(days, left):
    call = world()
    past = timezone.now() - timedelta(days=days)
    with become("maintenance"):
        Call.objects.filter(pk=call.pk).update(opens_at=past - timedelta(30), closes_at=past)
        Ruling.objects.update(notified_on=past.date())
    calls.forget()
    with become("maintenance"), connection.cursor() as cursor:
        told = Aside.objects.exclude(reason="")
        assert (HelpRequest.objects.count(), told.count(), Reading.objects.count()) == left
        assert (Aside.objects.count(), HelpAnswer.objects.count(), Ruling.objects.count()) == (1, 1, 1)
        cursor.execute(FORMER)
        assert cursor.fetchone()[0] == 0
