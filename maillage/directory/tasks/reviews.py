from procrastinate.contrib.django import app

from maillage.directory.actions.quality import remind_reviews


@app.periodic(cron="20 7 * * 1-5")
@app.task(name="maillage.directory.remind_reviews", queueing_lock="remind_reviews")
def remind_all_reviews(timestamp):
    remind_reviews()
