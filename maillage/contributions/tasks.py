"""What is forgotten every night. Crons are in UTC."""

from procrastinate.contrib.django import app

from maillage.contributions.actions import contributions


@app.periodic(cron="50 2 * * *")
@app.task(name="maillage.contributions.forget", queueing_lock="contributions_forget")
def forget(timestamp):
    contributions.forget()
