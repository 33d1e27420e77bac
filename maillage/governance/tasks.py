"""Mails that wait their turn, and what runs by itself every night. Crons are in UTC."""

from uuid import UUID

from procrastinate.contrib.django import app

from maillage.accounts.models import User
from maillage.governance.actions import ethics, subscriptions
from maillage.governance.notifications.ethics import send_referral_moved


@app.task(name=ethics.TELL, retry=5)
def tell_of_referral(users):
    for user in User.objects.filter(pk__in=users, is_active=True):
        send_referral_moved(user)


@app.task(name=subscriptions.ASK, retry=5)
def ask_to_confirm(key):
    subscriptions.ask_to_confirm(UUID(key))


@app.periodic(cron="10 5 * * *")
@app.task(name="maillage.governance.send_digests", queueing_lock="send_digests")
def send_all_digests(timestamp):
    subscriptions.send_digests()
