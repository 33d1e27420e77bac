"""Mails that wait their turn."""

from procrastinate.contrib.django import app

from maillage.jobs.actions import AGAIN
from maillage.schemes.actions import assignment


@app.task(name=assignment.SEND, retry=AGAIN)
def send_door(door):
    assignment.send_link(door)
