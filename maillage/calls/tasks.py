"""One mail a job: one that can't be sent keeps no other back. What is forgotten every night; crons are in UTC."""

from procrastinate.contrib.django import app

from maillage.accounts.models import User
from maillage.calls.actions import calls
from maillage.calls.actions.rulings import TELL
from maillage.calls.notifications.answers import send_answer_came
from maillage.jobs.actions import AGAIN


@app.task(name=TELL, retry=AGAIN)
def tell_of_answer(user):
    for one in User.objects.filter(pk=user, is_active=True):
        send_answer_came(one)


@app.periodic(cron="50 2 * * *")
@app.task(name="maillage.calls.forget", queueing_lock="calls_forget")
def forget(timestamp):
    calls.forget()
