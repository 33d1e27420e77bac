"""Mails that wait their turn, and what is forgotten every night. Crons are in UTC."""

from procrastinate.contrib.django import app

from maillage.events.actions import openings, registrations
from maillage.jobs.actions import AGAIN


@app.task(name=registrations.ASK, retry=AGAIN)
def ask_to_confirm(opening, number):
    registrations.ask_to_confirm(opening, number)


@app.task(name=openings.TELL, retry=AGAIN)
def tell_turns(opening):
    registrations.tell_turns(opening)


@app.task(name=openings.TELL_CANCELLED, retry=AGAIN)
def tell_cancelled(opening):
    registrations.tell_cancelled(opening)


@app.task(name=openings.TELL_MOVED, retry=AGAIN)
def tell_moved(opening):
    registrations.tell_moved(opening)


@app.periodic(cron="40 2 * * *")
@app.task(name="maillage.events.forget", queueing_lock="events_forget")
def forget(timestamp):
    registrations.forget()
