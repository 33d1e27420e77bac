from uuid import UUID

from procrastinate.contrib.django import app

from maillage.jobs import actions as jobs
from maillage.permissions import Actor
from maillage.rights import actions


@app.task(name=actions.TASK)
def screen_caseload(job_id: str, actor: dict[str, object], run: str) -> None:
    by = Actor.from_json(actor)
    jobs.run(
        lambda job: actions.screen_caseload(by=by, job=job, run_id=UUID(run)), by=by, job_id=UUID(job_id)
    )
