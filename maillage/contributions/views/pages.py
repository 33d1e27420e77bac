"""What the pages of a process share: the way back, the process and whether the actor runs it, pages of a list."""

from django.urls import reverse

from maillage.contributions import queries
from maillage.contributions.actions.processes import check_runs
from maillage.web.answers import row_or_404

HOME = "Concertations"


def trail(*above):
    return [(HOME, reverse("contributions:processes")), *above]


def of_process(process, *above):
    return trail((process.title, process.get_absolute_url()), *above)


def process_or_404(request, public_id):
    return row_or_404(queries.processes(request.actor), public_id=public_id)


def run_or_403(request, public_id):
    """For those who run it."""
    found = process_or_404(request, public_id)
    check_runs(request.actor, found)
    return found
