"""Load what the actor sees; what they do not see does not exist."""

from uuid import UUID

from django.http import Http404

from maillage.audit.actions import record
from maillage.people import queries, rules


def row_or_404(rows, pk):
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def person_or_404(request, pk):
    return row_or_404(queries.persons(request.actor), pk)


def household_or_404(request, pk):
    return row_or_404(queries.households(request.actor), pk)


def team_person_or_404(request, pk):
    """To write in it; refused to whoever only reads, with the person's agreement."""
    row = person_or_404(request, pk)
    rules.check_can_change(request.actor, row.pk)
    return row


def team_household_or_404(request, pk):
    row = household_or_404(request, pk)
    rules.check_can_change_home(request.actor, row.pk)
    return row


def opened(request, *rows):
    """Write in the journal that the content of these files was shown: on a page read, not on a form sent."""
    if request.method in ("GET", "HEAD"):
        for row in rows:
            record(request.actor, "read", row)


def uuid_or_none(text):
    try:
        return UUID(text)
    except (ValueError, AttributeError, TypeError):
        return None
