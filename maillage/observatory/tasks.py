from uuid import UUID

from procrastinate.contrib.django import app

from maillage.jobs.actions import run
from maillage.observatory.actions import counting
from maillage.permissions import Actor


@app.task(name=counting.TASK)
def prepare(job_id, actor, indicator_id, changes):
    by = Actor.from_json(actor)
    told = {"by": by, "indicator_id": indicator_id, "changes": changes}
    run(lambda job: counting.make(job, **told), by=by, job_id=UUID(job_id))
