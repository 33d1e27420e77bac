"""A whole caseload in a job: followed, stopped, taken up again, never twice at once, nothing half-written."""

import threading
from datetime import timedelta
from functools import partial
from itertools import pairwise
from uuid import UUID

import pytest
from django.db import connections, transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.jobs import actions as jobs
from maillage.jobs.enums import State
from maillage.jobs.models import Job
from maillage.jobs.tests.queue import run_queue
from maillage.people.models import Household
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.rights.actions import radar
from maillage.rights.models import Chunk, Entitlement, Run, Screening
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
        return radar.ask_for_screening(by=actor, month=month)


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


def parts_of(run: Run) -> list[Chunk]:
    with transaction.atomic(), become("maintenance"):
        return list(Chunk.objects.filter(run=run).order_by("after"))


def work(member, run: Run, job: Job | None = None) -> None:
    """Every part that is left, as a worker would do them one after the other."""
    by, job_id = actor_of(member), (job or job_of(run)).pk
    for part in parts_of(run):
        told = {"by": by, "eyes": by, "chunk_id": part.pk, "job_id": job_id}
        jobs.step(partial(radar.screen_chunk, **told), by=by, job_id=job_id)


def test_the_whole_caseload_is_screened_and_told(worker):
    run = ask(worker)
    run_queue()
    job = job_of(run)
    assert (job.state, job.done, job.total) == (State.DONE, HOMES, HOMES)
    assert job.message.replace("\xa0", " ").startswith(f"{HOMES} foyers, ")
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


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of two households: two, two and one."""
    monkeypatch.setattr(radar, "CHUNK", 2)


def test_a_run_is_cut_in_parts_that_leave_nothing_between_them(worker, small_parts):
    parts = parts_of(ask(worker))
    assert [one.size for one in parts] == [2, 2, 1]
    assert (parts[0].after, parts[-1].last) == (UUID(int=0), UUID(int=2**128 - 1))
    assert all(one.last == following.after for one, following in pairwise(parts))
    with transaction.atomic(), become("maintenance"):
        assert not Household.objects.filter(pk__in=[one.last for one in parts]).exists()


def test_killed_in_the_middle_it_leaves_whole_parts_and_goes_on(worker, small_parts, monkeypatch):
    run, real, seen = ask(worker), radar.write, []

    def breaks(*args):
        seen.append(real(*args))
        if len(seen) == 2:
            raise OSError("débranché")
        return seen[-1]

    monkeypatch.setattr(radar, "write", breaks)
    with pytest.raises(OSError, match="débranché"):
        work(worker, run)
    assert kept()[0] == 2
    assert job_of(run).state == State.FAILED
    monkeypatch.setattr(radar, "write", real)
    again = ask(worker)
    assert again.pk == run.pk
    run_queue()
    assert kept()[0] == HOMES
    with transaction.atomic(), become("maintenance"):
        assert Run.objects.get(pk=run.pk).counts["screened"] == HOMES
    assert (job_of(run).done, job_of(run).total) == (HOMES, HOMES)


def test_stopped_then_asked_again_it_goes_on_where_it_was(worker, small_parts, monkeypatch):
    run, real = ask(worker), radar._keep

    def stops(part, *args):
        real(part, *args)
        with acting(part.by):
            jobs.ask_to_cancel(by=part.by, job_id=run.job_id)

    monkeypatch.setattr(radar, "_keep", stops)
    work(worker, run)
    assert (kept()[0], job_of(run).state) == (2, State.CANCELLED)
    monkeypatch.setattr(radar, "_keep", real)
    again = ask(worker)
    assert again.pk == run.pk
    run_queue()
    assert kept()[0] == HOMES
    assert job_of(again).message.replace("\xa0", " ").startswith(f"{HOMES} foyers")


def test_the_same_part_by_two_workers_is_written_once(worker, small_parts, monkeypatch):
    """Both compute it, one writes: the queue may give again a part that was thought lost."""
    run = ask(worker)
    part, job_id = parts_of(run)[0], run.job_id
    barrier, real, failed = threading.Barrier(2), radar.compute, []

    def together(*args):
        barrier.wait(60)
        return real(*args)

    monkeypatch.setattr(radar, "compute", together)

    def one() -> None:
        by = actor_of(worker)
        try:
            radar.screen_chunk(by=by, eyes=by, chunk_id=part.pk, job_id=job_id)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    with transaction.atomic(), become("maintenance"):
        now = Run.objects.get(pk=run.pk)
        assert (now.done, now.counts["screened"], now.chunks_left) == (2, 2, 2)
        assert Screening.objects.count() == 2


def test_a_run_whose_worker_is_lost_is_taken_up(worker):
    run = ask(worker)
    lost = job_of(run)
    with transaction.atomic(), become("maintenance"):
        Job.objects.update(state=State.RUNNING, started_at=timezone.now())
        Run.objects.update(advanced_at=timezone.now() - timedelta(hours=1))
    again = ask(worker)
    assert again.pk == run.pk
    assert again.job_id != lost.pk
    work(worker, run, lost)
    assert kept()[0] == 0
    run_queue()
    assert kept()[0] == HOMES


def test_taken_up_in_the_middle_of_a_part_the_former_worker_keeps_nothing(worker, monkeypatch):
    run, real = ask(worker), radar.compute
    former = job_of(run)

    def meanwhile(*args):
        monkeypatch.setattr(radar, "compute", real)
        with transaction.atomic(), become("maintenance"):
            Run.objects.update(advanced_at=timezone.now() - timedelta(hours=1))
        ask(worker)
        return real(*args)

    monkeypatch.setattr(radar, "compute", meanwhile)
    work(worker, run, former)
    assert kept()[0] == 0
    with transaction.atomic(), become("maintenance"):
        former.refresh_from_db()
    assert (former.state, former.message) == (State.FAILED, radar.TAKEN_UP)
    run_queue()
    assert (kept()[0], kept()[2]) == (HOMES, 0)


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
