"""Ask for long work, and tell how it goes. A task runs as the actor who asked, under the same row security."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from procrastinate import RetryStrategy

from maillage.jobs.enums import State
from maillage.jobs.models import Job
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting


class Deferrable(Protocol):
    """A procrastinate task."""

    def defer(self, **kwargs: Any) -> Any: ...


class Cancelled(Exception):
    """The person who asked for the work has asked to stop it."""


class Interrupted(Exception):
    """The work cannot go on; the message says why, in French, as the user reads it."""


AGAIN = RetryStrategy(max_attempts=10, exponential_wait=3)
"""For a message that could not leave: three seconds, nine, half a minute… up to sixteen hours, a day in all."""
TRIED = timedelta(days=1)
"""After that, nobody waits for it any more."""
MAINTENANCE = "maintenance"
KEPT = timedelta(days=90)
"""How long a screen tells how work ended."""
FAILED_KEPT = timedelta(days=7)
"""How long the queue keeps what did not succeed, for whoever looks for the cause: its arguments may hold an address."""
ONGOING = (State.WAITING, State.RUNNING)
STOPPED = "Arrêté à votre demande."
BROKEN = "Le travail s’est interrompu. Relancez-le : il reprendra où il en était."


@transaction.atomic
def enqueue(
    task: Deferrable, *, by: Actor, label: str, noun: str = "ligne", result_url: str = "", **arguments: Any
) -> Job:
    """Queue `task` in the caller's own transaction; it receives `job_id`, `actor` (JSON) and `arguments`."""
    job = open_job(by=by, label=label, noun=noun, result_url=result_url)
    task.defer(job_id=str(job.pk), actor=by.to_json(), **arguments)
    return job


def open_job(
    *, by: Actor, label: str, noun: str = "ligne", result_url: str = "", total: int | None = None
) -> Job:
    """What the screen follows; whoever calls queues the tasks.

    A `{job}` in `result_url` becomes the job’s identifier; `noun` names what is counted ("foyer").
    """
    if by.user_id is None:
        raise Forbidden("Connectez-vous pour lancer ce travail.")
    job = Job(owner_id=by.user_id, label=label, noun=noun, total=total)
    job.result_url = result_url.replace("{job}", str(job.pk))
    job.save(force_insert=True)
    return job


@transaction.atomic
def ask_to_cancel(*, by: Actor, job_id: UUID) -> None:
    """The task stops at its next step; one that has not begun never does."""
    mine = Job.objects.filter(pk=job_id, owner_id=by.user_id)
    mine.filter(state=State.WAITING).update(state=State.CANCELLED, cancel_asked=True, ended_at=timezone.now())
    mine.filter(state=State.RUNNING).update(cancel_asked=True)


def begin(*, by: Actor, job_id: UUID) -> Job | None:
    """Mark the work as running; None when it was cancelled or has already ended."""
    with acting(by):
        waiting = Job.objects.filter(pk=job_id, state__in=ONGOING)
        started = waiting.update(state=State.RUNNING, started_at=timezone.now(), total=None)
        return Job.objects.get(pk=job_id) if started else None


def advance(*, by: Actor, job_id: UUID, done: int) -> None:
    """Say how far the work is, inside the transaction of the step; raises `Cancelled` when asked to stop."""
    going_on = Job.objects.filter(Q(cancel_asked=False), pk=job_id, owner_id=by.user_id)
    if not going_on.update(done=done):
        raise Cancelled


def set_total(*, by: Actor, job_id: UUID, total: int) -> None:
    Job.objects.filter(pk=job_id, owner_id=by.user_id).update(total=total)


def lead_to(*, by: Actor, job_id: UUID, url: str) -> None:
    """Where the result is, when it was not known before it was made."""
    Job.objects.filter(pk=job_id, owner_id=by.user_id).update(result_url=url)


def run(work: Callable[[Job], str], *, by: Actor, job_id: UUID) -> None:
    """Run `work(job)` to its end and write the end down; what it returns is the closing message.

    `work` opens its own transactions, step by step. An error leaves the steps done and a French message.
    """
    job = begin(by=by, job_id=job_id)
    if job is None:
        return
    try:
        message, state = work(job), State.DONE
    except Cancelled:
        message, state = STOPPED, State.CANCELLED
    except Interrupted as reason:
        message, state = str(reason), State.FAILED
    except Exception:
        _end(by, job_id, State.FAILED, BROKEN)
        raise
    _end(by, job_id, state, message)


def step(work: Callable[[], None], *, by: Actor, job_id: UUID) -> None:
    """Run one of the parts of a job, which several workers share; the part that ends last calls `finish`."""
    if not _join(by, job_id):
        return
    try:
        work()
    except Cancelled:
        _end(by, job_id, State.CANCELLED, STOPPED)
    except Interrupted as reason:
        _end(by, job_id, State.FAILED, str(reason))
    except Exception:
        _end(by, job_id, State.FAILED, BROKEN)
        raise


def _join(by: Actor, job_id: UUID) -> bool:
    """Mark the work as running, for the first to come; False when it has ended, or when it was asked to."""
    with acting(by):
        going_on = Job.objects.filter(pk=job_id, state__in=ONGOING)
        going_on.filter(state=State.WAITING).update(state=State.RUNNING, started_at=timezone.now())
        stopping = going_on.filter(cancel_asked=True).exists()
        if not stopping:
            return going_on.exists()
    _end(by, job_id, State.CANCELLED, STOPPED)
    return False


def finish(*, by: Actor, job_id: UUID, message: str) -> None:
    """The end of shared work, in the transaction of its last part."""
    _ended(job_id, State.DONE, message)


def _end(by: Actor, job_id: UUID, state: State, message: str) -> None:
    with acting(by):
        _ended(job_id, state, message)


def _ended(job_id: UUID, state: State, message: str) -> None:
    going_on = Job.objects.filter(pk=job_id, state__in=ONGOING)
    if state == State.DONE:
        going_on.filter(total__isnull=False).update(done=F("total"))
    going_on.update(state=state, message=message[:500], ended_at=timezone.now())


def forget() -> None:
    """Every night. What succeeded left the queue at once (`PROCRASTINATE_WORKER_DEFAULTS`)."""
    _forget_failed()
    Job.objects.using(MAINTENANCE).filter(ended_at__lt=timezone.now() - KEPT).delete()


def _forget_failed() -> None:
    """Failed, cancelled, or taken by a worker that is no more, which procrastinate's own `remove_old_jobs` leaves; never
    what waits its turn."""
    statement = (
        "DELETE FROM procrastinate_jobs j WHERE j.status <> 'todo' AND NOT EXISTS (SELECT FROM procrastinate_events e"
        " WHERE e.job_id = j.id AND e.at >= %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [timezone.now() - FAILED_KEPT])
