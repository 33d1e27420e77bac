"""Mails of governance."""

from procrastinate.contrib.django import app

from maillage.accounts.models import User
from maillage.governance.actions import ethics
from maillage.governance.notifications import send_referral_moved


@app.task(name=ethics.TELL, retry=5)
def tell_of_referral(users):
    for user in User.objects.filter(pk__in=users, is_active=True):
        send_referral_moved(user)
