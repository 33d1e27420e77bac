"""What runs by itself: reminders of meetings, promises that are late. Crons are in UTC."""

from procrastinate.contrib.django import app

from maillage.support.actions.escalation import escalate_promises
from maillage.support.actions.reminders import send_reminders


@app.periodic(cron="10 8-17 * * *")
@app.task(name="maillage.support.send_reminders", queueing_lock="send_reminders")
def send_all_reminders(timestamp):
    """Every hour of the day, so that a meeting taken in the afternoon for tomorrow gets one too; never at night."""
    send_reminders()


@app.periodic(cron="30 6 * * 1-5")
@app.task(name="maillage.support.escalate_promises", queueing_lock="escalate_promises")
def escalate_all_promises(timestamp):
    escalate_promises()
