"""What happens to referrals by itself. Crons are in UTC."""

from procrastinate.contrib.django import app

from maillage.referrals.actions import places


@app.periodic(cron="50 2 * * *")
@app.task(name="maillage.referrals.lapse", queueing_lock="referrals_lapse")
def lapse(timestamp):
    """Places that nobody answered for in time are free again."""
    places.lapse()
