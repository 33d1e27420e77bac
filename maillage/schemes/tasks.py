"""Mails that wait their turn."""

from procrastinate.contrib.django import app

from maillage.schemes.actions import assignment


@app.task(name=assignment.SEND, retry=5)
def send_door(door):
    assignment.send_link(door)
