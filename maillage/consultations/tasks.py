"""Mails that wait their turn: one a job, so that one that can't be sent keeps no other back. What is forgotten every night.
Crons are in UTC."""

from uuid import UUID

from procrastinate.contrib.django import app

from maillage.consultations.actions import invitations, workbooks
from maillage.consultations.actions.invitations import SEND, send_one
from maillage.jobs.actions import AGAIN, run
from maillage.permissions import Actor


@app.task(name=SEND, retry=AGAIN)
def send_one_invitation(invitation, number, site, actor):
    send_one(by=Actor.from_json(actor), invitation=invitation, number=number, site=site)


@app.task(name=workbooks.TASK)
def make_workbook(job_id, actor, questionnaire_id):
    by = Actor.from_json(actor)
    told = {"by": by, "questionnaire_id": questionnaire_id}
    run(lambda job: workbooks.make_workbook(job, **told), by=by, job_id=UUID(job_id))


@app.periodic(cron="50 2 * * *")
@app.task(name="maillage.consultations.forget_workbooks", queueing_lock="consultations_forget_workbooks")
def forget_workbooks(timestamp):
    workbooks.forget()


@app.periodic(cron="50 2 * * *")
@app.task(name="maillage.consultations.forget", queueing_lock="consultations_forget")
def forget(timestamp):
    invitations.forget()
