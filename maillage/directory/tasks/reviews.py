from procrastinate.contrib.django import app

from maillage.directory.actions.quality import SEND, remind_reviews
from maillage.directory.models import ReviewRequest
from maillage.directory.notifications import send_review
from maillage.jobs.actions import AGAIN


@app.periodic(cron="20 7 * * 1-5")
@app.task(name="maillage.directory.remind_reviews", queueing_lock="remind_reviews")
def remind_all_reviews(timestamp):
    remind_reviews()


@app.task(name=SEND, retry=AGAIN)
def send_one_review(request):
    """One mail a job: one that can't be sent keeps no other back."""
    send_review(ReviewRequest.objects.select_related("structure").get(pk=request))
