"""What the pages of counts share: the way back, a night for who organises it."""

from django.urls import reverse

from maillage.counts.queries.nights import nights
from maillage.counts.rules import can_keep, check_can_keep
from maillage.web.answers import row_or_404

HOME = "Nuits de comptage"


def trail(*above):
    return [(HOME, reverse("counts:nights")), *above]


def of_night(row, *above):
    return trail((row.title, row.get_absolute_url()), *above)


def night_or_404(request, public_id):
    """The night, and whether the actor organises it."""
    row = row_or_404(nights(request.actor), public_id=public_id)
    return row, can_keep(request.actor, row.structure_id)


def kept_or_refused(request, public_id):
    row, _ = night_or_404(request, public_id)
    check_can_keep(request.actor, row.structure_id)
    return row
