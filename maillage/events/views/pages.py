"""What the pages of events share: the way back, an event and whether the actor keeps its list."""

from django.urls import reverse

from maillage.events import queries
from maillage.governance.queries import gatherings, standing
from maillage.governance.rules import check_can_keep
from maillage.web.answers import row_or_404


def trail(*above):
    return [("Rencontres", reverse("events:events")), *above]


def of_event(opening, *above):
    return trail((opening.gathering.title, opening.get_absolute_url()), *above)


def event_or_404(request, public_id):
    """The event, and whether the actor keeps its list."""
    row = row_or_404(queries.openings(request.actor), public_id=public_id)
    return row, queries.keeps(request.actor, row.gathering)


def kept_or_refused(request, public_id):
    """The event, for who keeps its work."""
    row, _ = event_or_404(request, public_id)
    check_can_keep(request.actor, standing(request.actor, row.gathering.committee))
    return row


def gathering_or_404(request, public_id):
    return row_or_404(gatherings(request.actor), public_id=public_id)


def of_gathering(gathering):
    return [
        (gathering.committee.name, gathering.committee.get_absolute_url()),
        (gathering.title, gathering.get_absolute_url()),
    ]
