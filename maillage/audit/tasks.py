"""What is forgotten every night. Crons are in UTC."""

from procrastinate.contrib.django import app

from maillage.audit import actions


@app.periodic(cron="30 3 * * *")
@app.task(name="maillage.audit.forget", queueing_lock="audit_forget")
def forget(timestamp):
    actions.forget_handled()
