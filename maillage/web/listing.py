"""A page of a list, whose filters stay from one page to the next."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

A_PAGE = 25


def paged(request: HttpRequest, rows: Any, size: int = A_PAGE) -> tuple[Page[Any], dict[str, Any]]:
    """The page that the address asks for (the nearest there is for any other), and what `web/_pages.html` shows of it."""
    page = Paginator(rows, size).get_page((request.GET.get("page") or "1")[:9])

    def at(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return page, {
        "previous_url": at(page.previous_page_number()) if page.has_previous() else "",
        "next_url": at(page.next_page_number()) if page.has_next() else "",
        "shown": f"Page {page.number} sur {page.paginator.num_pages}",
        "several": page.paginator.num_pages > 1,
    }
