"""What the pages of a process share: the way back, the process and whether the actor runs it, pages of a list."""

from django.core.paginator import Paginator
from django.urls import reverse

from maillage.contributions import queries
from maillage.contributions.actions.processes import check_runs
from maillage.web.answers import row_or_404

HOME = "Concertations"
A_PAGE = 25


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


def page_of(request, rows, size=A_PAGE):
    """The page asked for, and what `web/_pagination.html` asks."""
    page = Paginator(rows, size).get_page(request.GET.get("page"))

    def at(number):
        query = request.GET.copy()
        query["page"] = number
        return f"?{query.urlencode()}"

    return page, {
        "previous_url": at(page.previous_page_number()) if page.has_previous() else "",
        "next_url": at(page.next_page_number()) if page.has_next() else "",
        "shown": f"Page {page.number} sur {page.paginator.num_pages}",
        "several": page.paginator.num_pages > 1,
    }
