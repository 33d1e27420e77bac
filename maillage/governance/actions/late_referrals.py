"""A question asked of an ethics body is late: those who answer there, and its correspondents, are reminded once."""

from django.db import connection, transaction
from procrastinate.contrib.django import app

from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting

TELL = "maillage.governance.tell_of_late_referral"


@transaction.atomic
def remind() -> int:
    """Every night, for delays that nobody was reminded of; how many are told. One mail each, whatever is late."""
    with acting(ANONYMOUS), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM maillage_definer.remind_late_referrals()")
        users = sorted({user for (user,) in cursor.fetchall()})
    for user in users:
        app.configure_task(TELL).defer(user=user)
    return len(users)
