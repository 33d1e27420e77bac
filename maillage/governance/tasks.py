"""Mails that wait their turn, and what runs by itself every night. Crons are in UTC.

One mail a job: one that can't be sent keeps no other back.
"""

from uuid import UUID

from procrastinate.contrib.django import app

from maillage.accounts.models import User
from maillage.governance.actions import ethics, late_referrals, rounds, subscriptions
from maillage.governance.actions.convocation_mails import SEND, send_one
from maillage.governance.notifications.ethics import send_referral_late, send_referral_moved
from maillage.jobs.actions import AGAIN
from maillage.permissions import Actor


@app.task(name=SEND, retry=AGAIN)
def send_one_convocation(convocation, number, before, site, actor):
    send_one(by=Actor.from_json(actor), convocation=convocation, number=number, before=before, site=site)


@app.task(name=rounds.SEND, retry=AGAIN)
def send_one_ballot(ballot, site, actor):
    rounds.send_one(by=Actor.from_json(actor), ballot=ballot, site=site)


@app.task(name=ethics.TELL, retry=AGAIN)
def tell_of_referral(users):
    for user in User.objects.filter(pk__in=users, is_active=True):
        send_referral_moved(user)


@app.task(name=late_referrals.TELL, retry=AGAIN)
def tell_of_late_referral(user):
    for to in User.objects.filter(pk=user, is_active=True):
        send_referral_late(to)


@app.periodic(cron="20 5 * * 1-5")
@app.task(name="maillage.governance.remind_late_referrals", queueing_lock="remind_late_referrals")
def remind_all_late_referrals(timestamp):
    late_referrals.remind()


@app.task(name=subscriptions.ASK, retry=AGAIN)
def ask_to_confirm(key):
    subscriptions.ask_to_confirm(UUID(key))


@app.periodic(cron="10 5 * * *")
@app.task(name="maillage.governance.send_digests", queueing_lock="send_digests")
def send_all_digests(timestamp):
    subscriptions.send_digests()
