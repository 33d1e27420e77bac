"""Mails of sessions, every ten minutes, one a job. Crons are in UTC."""

from procrastinate.contrib.django import app

from maillage.jobs.actions import AGAIN
from maillage.placements.actions import letters


@app.periodic(cron="*/10 * * * *")
@app.task(name="maillage.placements.leave_letters", queueing_lock="placements_letters")
def leave_letters(timestamp):
    letters.leave_due()


@app.task(name=letters.SEND, retry=AGAIN)
def send_one_letter(letter):
    letters.send_one(letter)
