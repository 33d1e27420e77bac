"""What the pages of governance share: the way back, a committee and what the actor is for it."""

from django.urls import reverse

from maillage.governance.queries import committees, standing
from maillage.web.answers import row_or_404

HOME = "Instances"


def trail(*above):
    """[(label, url)] from the list of committees."""
    return [(HOME, reverse("governance:committees")), *above]


def of_committee(committee, *above):
    return trail((committee.name, committee.get_absolute_url()), *above)


def committee_or_404(request, public_id):
    """The committee, and what the actor is for it today."""
    found = row_or_404(committees(request.actor), public_id=public_id)
    return found, standing(request.actor, found)


def of_gathering(gathering, *above):
    return of_committee(gathering.committee, (gathering.title, gathering.get_absolute_url()), *above)
