"""Three workers in processes of their own, one killed in the middle of a part: nothing is lost, nothing is done twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from procrastinate.exceptions import AlreadyEnqueued

from maillage.accounts.tests.factories import actor_of, make_member
from maillage.config.serving import worker_command
from maillage.jobs.enums import State
from maillage.permissions.context import acting
from maillage.rights.actions import radar
from maillage.rights.models import Chunk, Run, Screening
from maillage.rights.tasks import take_up_lost
from maillage.rights.tests.factories import MONTH, make_worker_home
from tests.plugin import CLUSTER, ROOT, become

pytestmark = pytest.mark.whole

WORKERS, HOMES, A_PART = 3, 40, 2
SECONDS = 120


@pytest.fixture
def worker(transactional_db):
    with transaction.atomic(), become("maintenance"):
        member = make_member()
        for number in range(HOMES):
            make_worker_home(member, str(400 + number * 50))
        return member


def environment() -> dict[str, str]:
    name = connection.settings_dict["NAME"]
    url = urlsplit(CLUSTER.urls()["app"])._replace(path=f"/{name}").geturl()
    return {**os.environ, "DATABASE_URL": url, "DATABASE_ASSUME_ROLE": "", "PYTHONPATH": str(ROOT)}


@contextmanager
def workers(log) -> Iterator[list[subprocess.Popen]]:
    with log.open("wb") as target:
        started = [
            subprocess.Popen(worker_command(), env=environment(), stdout=target, stderr=target)
            for _ in range(WORKERS)
        ]
    try:
        yield started
    finally:
        for one in started:
            one.kill()
            one.wait()


def wait_until(done, log) -> None:
    limit = time.monotonic() + SECONDS
    while not done():
        assert time.monotonic() < limit, log.read_text()[-3000:]
        time.sleep(0.1)


def queue(query: str, *values) -> list[tuple]:
    with transaction.atomic(), become("maintenance"), connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def parts_done() -> int:
    with transaction.atomic(), become("maintenance"):
        return Chunk.objects.filter(done_at__isnull=False).count()


def in_hand() -> list[tuple[int, bool]]:
    """(job, whether its part is written already) of the parts taken by a worker."""
    return queue(
        "SELECT job.id, part.done_at IS NOT NULL FROM procrastinate_jobs job"
        " JOIN rights_chunk part ON part.id = (job.args->>'chunk')::uuid"
        " WHERE task_name = %s AND status = 'doing'",
        radar.TASK,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="stops a process in the middle of a part")
def test_a_worker_killed_in_the_middle_loses_nothing_and_nothing_is_done_twice(worker, monkeypatch, tmp_path):
    monkeypatch.setattr(radar, "CHUNK", A_PART)
    with acting(actor_of(worker)) as actor:
        run = radar.ask_for_screening(by=actor, month=MONTH)
    log = tmp_path / "workers.log"
    with workers(log) as started:
        wait_until(lambda: parts_done() >= 1, log)
        wait_until(lambda: _all_stopped_with_a_part(started), log)
        started[0].kill()
        started[0].wait()
        tell(started[1:], signal.SIGCONT)
        wait_until(lambda: parts_done() == HOMES // A_PART - 1, log)
        wait_until(lambda: len(in_hand()) == 1, log)
        assert not _ended(run)
        _grow_old()
        with suppress(AlreadyEnqueued):  # their own clock asked for it at this very moment
            take_up_lost.defer(timestamp=0)
        wait_until(lambda: _ended(run), log)
    _check_everything_is_done_once(run)


def tell(processes: list[subprocess.Popen], what: signal.Signals) -> None:
    for one in processes:
        one.send_signal(what)


def _all_stopped_with_a_part(started: list[subprocess.Popen]) -> bool:
    """Whichever is killed then is killed in the middle of a part: taken, not written."""
    tell(started, signal.SIGSTOP)
    if [written for _, written in in_hand()] == [False] * WORKERS:
        return True
    tell(started, signal.SIGCONT)
    return False


def _grow_old() -> None:
    """As if the worker of the part that nobody does any more had given no sign of life for an hour."""
    queue("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour' WHERE id IN"
          " (SELECT worker_id FROM procrastinate_jobs WHERE task_name = %s AND status = 'doing')", radar.TASK)  # fmt: skip


def _ended(run: Run) -> bool:
    with transaction.atomic(), become("maintenance"):
        return Run.objects.filter(pk=run.pk, ended_at__isnull=False).exists()


def _check_everything_is_done_once(run: Run) -> None:
    with transaction.atomic(), become("maintenance"):
        done = Run.objects.select_related("job").get(pk=run.pk)
        counts = [one.counts["screened"] for one in Chunk.objects.filter(run=run)]
        assert Screening.objects.count() == HOMES
    assert counts == [A_PART] * (HOMES // A_PART)
    assert (done.done, done.counts["screened"], done.chunks_left) == (HOMES, HOMES, 0)
    assert (done.job.state, done.job.done, done.job.total) == (State.DONE, HOMES, HOMES)
    assert not queue(
        "SELECT 1 FROM procrastinate_jobs WHERE task_name = %s AND status = 'failed'", radar.TASK
    )
