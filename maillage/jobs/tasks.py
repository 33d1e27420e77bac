"""What is forgotten every night of work that ended. Crons are in UTC."""

from procrastinate.contrib.django import app

from maillage.jobs import actions


@app.periodic(cron="20 3 * * *")
@app.task(name="maillage.jobs.forget", queueing_lock="jobs_forget")
def forget(timestamp):
    actions.forget()
