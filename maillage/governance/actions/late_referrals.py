"""A question asked of an ethics body is late: those who answer there, and its correspondents, are reminded once."""

from django.db import transaction
from procrastinate.contrib.django import app

from maillage.permissions import MAILER
from maillage.permissions.context import acting
from maillage.permissions.definer import rows_of

TELL = "maillage.governance.tell_of_late_referral"


@transaction.atomic
def remind() -> int:
    """Every night, for delays that nobody was reminded of; how many are told. One mail each, whatever is late."""
    with acting(MAILER):
        users = sorted({row.user_id for row in rows_of("remind_late_referrals()")})
    for user in users:
        app.configure_task(TELL).defer(user=user)
    return len(users)
