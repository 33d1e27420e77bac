"""What happens to referrals by itself: links sent, answers told, late answers, places free again. Crons are in UTC."""

from uuid import UUID

from procrastinate.contrib.django import app

from maillage.jobs.actions import AGAIN
from maillage.referrals.actions import by_link, places, telling
from maillage.referrals.actions.lateness import follow_requests


@app.periodic(cron="50 2 * * *")
@app.task(name="maillage.referrals.lapse", queueing_lock="referrals_lapse")
def lapse(timestamp):
    """Places that nobody answered for in time are free again."""
    places.lapse()


@app.task(name=by_link.SEND, retry=AGAIN)
def send_request_link(request, site):
    by_link.send_link(request_id=UUID(request), site=site)


@app.task(name=by_link.TELL, retry=AGAIN)
def tell_answered(request):
    telling.tell_answered(request_id=UUID(request))


@app.task(name=places.TELL, retry=AGAIN)
def tell_proposed(offer):
    telling.tell_proposed(offer_id=UUID(offer))


@app.periodic(cron="50 5 * * 1-5")
@app.task(name="maillage.referrals.follow_requests", queueing_lock="follow_requests")
def follow_all_requests(timestamp):
    follow_requests()
