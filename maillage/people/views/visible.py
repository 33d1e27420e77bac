"""Files to read, and files to write in. `__all__`: what the views of people take from here."""

from maillage.audit.actions import record
from maillage.people import queries, rules
from maillage.people.guards import person_or_404, row_or_404, uuid_or_none

__all__ = [
    "household_or_404", "opened", "person_or_404", "row_or_404", "team_household_or_404", "team_person_or_404", "uuid_or_none",
]  # fmt: skip


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
