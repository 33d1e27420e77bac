"""What is forgotten every night. Crons are in UTC."""

from procrastinate.contrib.django import app

from maillage.reception.actions import receptions


@app.periodic(cron="50 2 * * *")
@app.task(name="maillage.reception.forget", queueing_lock="reception_forget")
def forget(timestamp):
    receptions.forget()
