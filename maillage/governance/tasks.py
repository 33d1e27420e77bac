"""What runs by itself: the mails to those who follow without an account. Crons are in UTC."""

from uuid import UUID

from procrastinate.contrib.django import app

from maillage.governance.actions import subscriptions


@app.periodic(cron="10 5 * * *")
@app.task(name="maillage.governance.send_digests", queueing_lock="send_digests")
def send_all_digests(timestamp):
    subscriptions.send_digests()


@app.task(name=subscriptions.ASK, retry=5)
def ask_to_confirm(key):
    subscriptions.ask_to_confirm(UUID(key))
