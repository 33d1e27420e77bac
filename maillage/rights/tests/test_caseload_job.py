"""A whole caseload in a job: followed, stopped, taken up again, never twice at once, nothing half-written."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.jobs.actions import Cancelled, ask_to_cancel
from maillage.jobs.enums import State
from maillage.jobs.models import Job
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.rights.actions import screening
from maillage.rights.models import Entitlement, Run, Screening
from maillage.rights.tests.factories import MONTH, make_worker_home
from tests.plugin import become

HOMES = 5


@pytest.fixture
def worker(transactional_db):
    with transaction.atomic(), become("maintenance"):
        member = make_member()
        for number in range(HOMES):
            make_worker_home(member, str(500 + number * 100))
        return member


def ask(member, month=MONTH) -> Run:
    with acting(actor_of(member)) as actor:
        return screening.ask_for_screening(by=actor, month=month)


def run_queue() -> None:
    worker_app = app.with_connector(app.connector.get_worker_connector())
    with worker_app.replace_connector(worker_app.connector):
        worker_app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def kept() -> tuple[int, int, int]:
    with transaction.atomic(), become("maintenance"):
        return (
            Screening.objects.count(),
            Entitlement.objects.count(),
            Run.objects.filter(ended_at=None).count(),
        )


def job_of(run: Run) -> Job:
    with transaction.atomic(), become("maintenance"):
        return Job.objects.get(pk=Run.objects.get(pk=run.pk).job_id)


def work(member, run: Run) -> str:
    return screening.screen_caseload(by=actor_of(member), job=job_of(run), run_id=run.pk)


def test_the_whole_caseload_is_screened_and_told(worker):
    run = ask(worker)
    run_queue()
    job = job_of(run)
    assert (job.state, job.done, job.total) == (State.DONE, HOMES, HOMES)
    assert job.message.startswith(f"{HOMES} foyers, ")
    assert kept()[0] == HOMES
    assert kept()[2] == 0


def test_again_writes_nothing(worker):
    ask(worker)
    run_queue()
    with transaction.atomic(), become("maintenance"):
        before = list(Screening.objects.order_by("household").values_list("household", "computed_at"))
    again = ask(worker)
    run_queue()
    with transaction.atomic(), become("maintenance"):
        assert list(Screening.objects.order_by("household").values_list("household", "computed_at")) == before
        counts = Run.objects.get(pk=again.pk).counts
    assert (counts["unchanged"], counts["screened"], counts["new"]) == (HOMES, 0, 0)


def test_two_asked_one_after_the_other_are_one(worker):
    assert ask(worker).pk == ask(worker).pk
    assert kept()[2] == 1


def test_two_asked_at_once_are_one(worker):
    barrier, found = threading.Barrier(2), []

    def one() -> None:
        try:
            barrier.wait()
            found.append(ask(worker).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 2
    assert len(set(found)) == 1
    with transaction.atomic(), become("maintenance"):
        assert (Run.objects.count(), Job.objects.count()) == (1, 1)


def test_killed_in_the_middle_it_leaves_whole_blocks_and_goes_on(worker, monkeypatch):
    monkeypatch.setattr(screening, "BLOCK", 2)
    run, real, seen = ask(worker), screening._compute, []

    def breaks(*args):
        seen.append(args)
        if len(seen) == 2:
            real(*args)
            raise OSError("débranché")
        return real(*args)

    monkeypatch.setattr(screening, "_compute", breaks)
    with pytest.raises(OSError, match="débranché"):
        work(worker, run)
    assert kept()[0] == 2
    monkeypatch.setattr(screening, "_compute", real)
    work(worker, run)
    assert kept()[0] == HOMES
    with transaction.atomic(), become("maintenance"):
        assert Run.objects.get(pk=run.pk).counts["screened"] == HOMES


def test_stopped_then_asked_again_it_goes_on_where_it_was(worker, monkeypatch):
    monkeypatch.setattr(screening, "BLOCK", 2)
    run, real = ask(worker), screening._keep_block

    def stops(by, job, *args, **others):
        after = real(by, job, *args, **others)
        with acting(by):
            ask_to_cancel(by=by, job_id=job.pk)
        return after

    with transaction.atomic(), become("maintenance"):
        Job.objects.update(state=State.RUNNING)
    monkeypatch.setattr(screening, "_keep_block", stops)
    with pytest.raises(Cancelled):
        work(worker, run)
    assert kept()[0] == 2
    with transaction.atomic(), become("maintenance"):
        Job.objects.update(state=State.CANCELLED)
    monkeypatch.setattr(screening, "_keep_block", real)
    again = ask(worker)
    assert again.pk == run.pk
    run_queue()
    assert kept()[0] == HOMES
    assert job_of(again).message.startswith(f"{HOMES} foyers")


def test_a_run_whose_worker_is_lost_is_taken_up(worker):
    run = ask(worker)
    lost = job_of(run)
    with transaction.atomic(), become("maintenance"):
        Job.objects.update(state=State.RUNNING, started_at=timezone.now())
        Run.objects.update(advanced_at=timezone.now() - timedelta(hours=1))
    again = ask(worker)
    assert again.pk == run.pk
    assert again.job_id != lost.pk
    with pytest.raises(screening.Superseded):
        screening.screen_caseload(by=actor_of(worker), job=lost, run_id=run.pk)
    assert kept()[0] == 0


def test_another_month_closes_what_was_stopped(worker):
    run = ask(worker)
    with transaction.atomic(), become("maintenance"):
        Job.objects.update(state=State.CANCELLED)
    other = ask(worker, MONTH.replace(month=12))
    assert other.pk != run.pk
    assert kept()[2] == 1


def test_a_social_worker_screens_theirs_and_the_rights_lead_all(worker):
    with transaction.atomic(), become("maintenance"):
        colleague = make_member(structure=worker.structure)
        make_worker_home(colleague)
        lead = make_member(Role.RIGHTS_LEAD, structure=worker.structure)
        elsewhere = make_member()
        make_worker_home(elsewhere)
    ask(colleague)
    run_queue()
    assert kept()[0] == 1
    ask(lead)
    run_queue()
    assert kept()[0] == HOMES + 1


def test_reception_cannot_ask(worker):
    with transaction.atomic(), become("maintenance"):
        reception = make_member(Role.RECEPTION, structure=worker.structure)
    with pytest.raises(Forbidden, match="travailleurs sociaux"):
        ask(reception)


def test_the_journal_holds_counts_and_no_one(worker):
    from maillage.audit.models import Entry

    run = ask(worker)
    work(worker, run)
    with transaction.atomic(), become("maintenance"):
        details = Entry.objects.get(verb="screen_caseload").details
    assert details["screened"] == HOMES
    assert all(isinstance(value, int | str) and not _is_uuid(value) for value in details.values())


def _is_uuid(value) -> bool:
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False
