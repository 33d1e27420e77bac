"""Mails that wait their turn: one a job, so that one that can't be sent keeps no other back."""

from procrastinate.contrib.django import app

from maillage.consultations.actions.invitations import SEND, send_one
from maillage.permissions import Actor


@app.task(name=SEND, retry=5)
def send_one_invitation(invitation, number, site, actor):
    send_one(by=Actor.from_json(actor), invitation=invitation, number=number, site=site)
