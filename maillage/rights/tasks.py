from uuid import UUID

from procrastinate.contrib.django import app

from maillage.jobs import actions as jobs
from maillage.permissions import Actor
from maillage.rights.actions import screening


@app.task(name=screening.TASK)
def screen_caseload(job_id: str, actor: dict[str, object], run: str) -> None:
    by = Actor.from_json(actor)
    jobs.run(
        lambda job: screening.screen_caseload(by=by, job=job, run_id=UUID(run)), by=by, job_id=UUID(job_id)
    )
