"""Long work: queued with the act that asks for it, told step by step, stopped when asked, honest when it breaks."""

from uuid import UUID

import pytest
from django.db import transaction
from procrastinate.contrib.django import app

from maillage.accounts.tests.factories import actor_of, make_member
from maillage.jobs.actions import advance, ask_to_cancel, enqueue, run, set_total
from maillage.jobs.enums import State
from maillage.jobs.models import Job
from maillage.jobs.queries import my_jobs
from maillage.jobs.tests.queue import run_queue
from maillage.permissions import ANONYMOUS, Actor, Forbidden
from maillage.permissions.context import acting


@app.task(name="maillage.jobs.tests.count")
def count(job_id: str, actor: dict, total: int, stop_at: int = 0, break_at: int = 0):
    by = Actor.from_json(actor)

    def work(job: Job) -> str:
        with acting(by):
            set_total(by=by, job_id=job.pk, total=total)
        for done in range(job.done + 1, total + 1):
            if done == stop_at:
                with acting(by):
                    ask_to_cancel(by=by, job_id=job.pk)
            if done == break_at:
                raise OSError("disque débranché")
            with acting(by):
                advance(by=by, job_id=job.pk, done=done)
        return f"{total} lignes comptées."

    run(work, by=by, job_id=UUID(job_id))


@pytest.fixture
def worker(transactional_db):
    with transaction.atomic():
        return actor_of(make_member())


def ask(actor: Actor, **arguments) -> UUID:
    with acting(actor):
        return enqueue(count, by=actor, label="Compter", result_url="/fini/{job}/", **arguments).pk


def seen(actor: Actor, pk: UUID) -> tuple:
    with acting(actor):
        job = my_jobs(actor).get(pk=pk)
        return job.state, job.done, job.total, job.message


def test_work_is_done_by_the_worker(worker):
    pk = ask(worker, total=3)
    assert seen(worker, pk) == (State.WAITING, 0, None, "")
    run_queue()
    assert seen(worker, pk) == (State.DONE, 3, 3, "3 lignes comptées.")
    with acting(worker):
        assert my_jobs(worker).get().result_url == f"/fini/{pk}/"


def test_what_is_asked_in_a_failed_act_is_never_done(worker):
    with pytest.raises(ValueError), acting(worker):
        enqueue(count, by=worker, label="Compter", total=3)
        raise ValueError
    run_queue()
    with acting(worker):
        assert list(my_jobs(worker)) == []


def test_work_stops_when_asked(worker):
    pk = ask(worker, total=5, stop_at=3)
    run_queue()
    assert seen(worker, pk) == (State.CANCELLED, 2, 5, "Arrêté à votre demande.")


def test_work_cancelled_before_it_begins_never_begins(worker):
    pk = ask(worker, total=5)
    with acting(worker):
        ask_to_cancel(by=worker, job_id=pk)
    run_queue()
    assert seen(worker, pk) == (State.CANCELLED, 0, None, "")


def test_broken_work_says_so_and_keeps_its_steps(worker):
    pk = ask(worker, total=5, break_at=4)
    run_queue()
    state, done, total, message = seen(worker, pk)
    assert (state, done, total) == (State.FAILED, 3, 5)
    assert message == "Le travail s’est interrompu. Relancez-le : il reprendra où il en était."


def test_nobody_sees_or_stops_the_work_of_another(worker):
    pk = ask(worker, total=3)
    with transaction.atomic():
        other = actor_of(make_member())
    with acting(other):
        assert list(my_jobs(other)) == []
        assert list(Job.objects.all()) == []
        ask_to_cancel(by=other, job_id=pk)
    assert seen(worker, pk)[0] == State.WAITING


@pytest.mark.django_db
def test_a_visitor_asks_for_no_work():
    with pytest.raises(Forbidden):
        enqueue(count, by=ANONYMOUS, label="Compter", total=3)
