"""Mails of meetings, sent one by one."""

from procrastinate.contrib.django import app

from maillage.governance.actions import rounds
from maillage.governance.actions.convocation_mails import SEND, send_one
from maillage.permissions import Actor


@app.task(name=SEND, retry=5)
def send_one_convocation(convocation, number, before, site, actor):
    """One mail a job: one that can't be sent keeps no other back."""
    send_one(by=Actor.from_json(actor), convocation=convocation, number=number, before=before, site=site)


@app.task(name=rounds.SEND, retry=5)
def send_one_ballot(ballot, site, actor):
    rounds.send_one(by=Actor.from_json(actor), ballot=ballot, site=site)
