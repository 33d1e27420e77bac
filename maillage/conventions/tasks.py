"""Mails that wait their turn. One mail a job: one that can't be sent keeps no other back."""

from procrastinate.contrib.django import app

from maillage.conventions.actions.signing import SEND, send_one
from maillage.jobs.actions import AGAIN
from maillage.permissions import Actor


@app.task(name=SEND, retry=AGAIN)
def send_one_link(signer, site, actor):
    send_one(by=Actor.from_json(actor), signer=signer, site=site)
