"""What is forgotten every night of sign-ins. Crons are in UTC."""

from procrastinate.contrib.django import app

from maillage.accounts import actions


@app.periodic(cron="10 3 * * *")
@app.task(name="maillage.accounts.forget", queueing_lock="accounts_forget")
def forget(timestamp):
    actions.forget_sign_ins()
