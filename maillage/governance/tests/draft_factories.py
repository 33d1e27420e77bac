"""A draft text under embargo, without surprises."""

from datetime import date, timedelta

from django.utils import timezone

from maillage.governance.models import DraftImpact, DraftReader, DraftReview, DraftVersion
from tests.plugin import become

TODAY = date.today()


def make_draft(council, ethics, requester, readers=(), lifted=False, **told):
    """Deposited by a member (`requester`) for their structure, in one version, with one impact said by them."""
    hour = timezone.now() + timedelta(hours=-1 if lifted else 24)
    told = {
        "title": "Projet de décret",
        "asked": "Que changer ?",
        "asked_on": TODAY,
        "embargo_until": hour,
        "ethics_due_on": TODAY + timedelta(days=10) if ethics else None,
        "due_on": TODAY + timedelta(days=20),
        **told,
    }
    with become("maintenance"):
        review = DraftReview.objects.create(
            committee=council, ethics=ethics, requester=requester.user, structure=requester.structure, **told
        )
        DraftVersion.objects.create(review=review, number=1, body="Article premier.")
        DraftImpact.objects.create(review=review, axis="persons", words="Un délai.", user=requester.user)
        for user in readers:
            DraftReader.objects.create(review=review, user=user, added_by=requester.user)
    return review
