"""What runs by itself: reminders of meetings, promises and questions that are late; links sent; archives. Crons are in UTC."""

from uuid import UUID

from procrastinate.contrib.django import app

from maillage.accounts.models import User
from maillage.jobs.actions import AGAIN
from maillage.permissions import Actor
from maillage.support.actions import answers, questions
from maillage.support.actions.escalation import escalate_promises
from maillage.support.actions.question_reminders import follow_questions
from maillage.support.actions.reminders import send_reminders
from maillage.support.actions.retention import archive_at_night
from maillage.support.notifications import send_answered


@app.periodic(cron="10 8-17 * * *")
@app.task(name="maillage.support.send_reminders", queueing_lock="send_reminders")
def send_all_reminders(timestamp):
    """Every hour of the day, so that a meeting taken in the afternoon for tomorrow gets one too; never at night."""
    send_reminders()


@app.periodic(cron="30 6 * * 1-5")
@app.task(name="maillage.support.escalate_promises", queueing_lock="escalate_promises")
def escalate_all_promises(timestamp):
    escalate_promises()


@app.periodic(cron="40 6 * * 1-5")
@app.task(name="maillage.support.follow_questions", queueing_lock="follow_questions")
def follow_all_questions(timestamp):
    follow_questions()


@app.periodic(cron="40 1 * * *")
@app.task(name="maillage.support.archive", queueing_lock="archive_at_night")
def archive_dormant(timestamp):
    archive_at_night()


@app.task(name=questions.SEND, retry=AGAIN)
def send_question(question, actor):
    questions.send_question(by=Actor.from_json(actor), question_id=UUID(question))


@app.task(name=answers.TELL, retry=AGAIN)
def tell_asker(user):
    to = User.objects.filter(pk=user, is_active=True).first()
    if to:
        send_answered(to)
