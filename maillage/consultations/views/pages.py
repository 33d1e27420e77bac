"""What the pages of questionnaires share: the way back, one of them and whether the actor keeps it, pages of a list."""

from django.core.paginator import Paginator
from django.urls import reverse

from maillage.consultations import queries
from maillage.consultations.rules import check_can_keep
from maillage.web.answers import row_or_404

HOME = "Questionnaires"
A_PAGE = 25


def trail(*above):
    """[(label, url)] from the list of questionnaires."""
    return [
        ("Instances", reverse("governance:committees")),
        (HOME, reverse("consultations:questionnaires")),
        *above,
    ]


def of_one(row, *above):
    return trail((row.title, row.get_absolute_url()), *above)


def one_or_404(request, public_id):
    """The questionnaire, and whether the actor keeps it."""
    row = row_or_404(queries.questionnaires(request.actor), public_id=public_id)
    return row, queries.keeps(request.actor, row)


def kept_or_refused(request, public_id):
    row, keeps = one_or_404(request, public_id)
    check_can_keep(request.actor, keeps)
    return row


def paginated(request, rows):
    """The page asked for, and what `web/_pagination.html` asks for."""
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))

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
