"""What is forgotten every night. Crons are in UTC."""

from procrastinate.contrib.django import app

from maillage.counts.actions import sightings


@app.periodic(cron="50 2 * * *")
@app.task(name="maillage.counts.forget", queueing_lock="counts_forget")
def forget(timestamp):
    sightings.forget()
