"""What the pages of a commission share: its sitting, and what the actor is there."""

from django.http import Http404
from django.urls import reverse

from maillage.governance import queries as governance
from maillage.governance.enums import CommitteeKind
from maillage.referrals import rules
from maillage.web.answers import row_or_404

SITTING = "referrals:sitting"


def links(actor, gathering):
    """On the page of a meeting: its cases, for whoever sits or serves there."""
    if gathering.committee.kind != CommitteeKind.CASES:
        return []
    if not rules.can_sit(actor, governance.standing(actor, gathering.committee)):
        return []
    return [("Situations", reverse(SITTING, args=[gathering.public_id]))]


def sitting_or_404(request, public_id):
    """A sitting of a commission that decides on cases, and what the actor is there."""
    rows = governance.gatherings(request.actor).filter(committee__kind=CommitteeKind.CASES)
    row = row_or_404(rows, public_id=public_id)
    standing = governance.standing(request.actor, row.committee)
    if not rules.can_sit(request.actor, standing):
        raise Http404
    return row, standing


def of_meeting(gathering):
    return [
        (gathering.committee.name, gathering.committee.get_absolute_url()),
        (gathering.title, gathering.get_absolute_url()),
    ]


def of_sitting(gathering):
    return [*of_meeting(gathering), ("Situations", reverse(SITTING, args=[gathering.public_id]))]
