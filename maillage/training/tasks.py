"""Mails to those registered, every ten minutes, one a job. Crons are in UTC."""

from procrastinate.contrib.django import app

from maillage.jobs.actions import AGAIN
from maillage.training.actions import letters


@app.periodic(cron="5-55/10 * * * *")
@app.task(name="maillage.training.leave_letters", queueing_lock="training_letters")
def leave_letters(timestamp):
    letters.leave_due()


@app.task(name=letters.SEND, retry=AGAIN)
def send_one_letter(letter):
    letters.send_one(letter)
