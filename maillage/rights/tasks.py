"""What workers do: the parts of runs; by itself, the screening of the night and what a dead worker left. Crons are in UTC."""

from contextlib import closing, suppress
from functools import partial
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from maillage.jobs import actions as jobs
from maillage.permissions import Actor
from maillage.rights.actions import radar


@app.task(name=radar.TASK)
def screen_chunk(job_id: str | None, actor: dict[str, object], eyes: dict[str, object], chunk: str) -> None:
    by, job = Actor.from_json(actor), UUID(job_id) if job_id else None
    told = {"eyes": Actor.from_json(eyes), "chunk_id": UUID(chunk), "job_id": job}
    work = partial(radar.screen_chunk, by=by, **told)
    with closing(connection):  # each part has its own thread, hence its own session
        if job is None:  # of the night: nobody waits for the reason, the next one goes on
            with suppress(jobs.Interrupted):
                work()
        else:
            jobs.step(work, by=by, job_id=job)


@app.periodic(cron="15 2 * * *")
@app.task(name="maillage.rights.screen_structures", queueing_lock="screen_structures")
def screen_every_structure(timestamp):
    radar.screen_structures()


@app.periodic(cron="*/2 * * * *")
@app.task(name="maillage.rights.take_up_lost", queueing_lock="take_up_lost", pass_context=True)
async def take_up_lost(context, timestamp):
    """A worker that gives no sign of life any more has left its part undone: another one takes it."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(task_name=radar.TASK):
        await manager.retry_job(job)
