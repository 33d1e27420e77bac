"""What the pages of the observatory share."""

from django.urls import reverse

from maillage.observatory.queries import indicators as queries
from maillage.web.answers import row_or_404

TITLE = "Observatoire"


def trail(*above):
    return [(TITLE, reverse("observatory:catalogue")), *above]


def of_indicator(indicator):
    return trail((indicator.entry.title, indicator.get_absolute_url()))


def indicator_or_404(request, code):
    return row_or_404(queries.indicators(request.actor), code=code)


def release_or_404(request, code, number):
    indicator = indicator_or_404(request, code)
    return indicator, row_or_404(queries.releases(request.actor, indicator), version=number)


def prepared_or_404(request, public_id):
    return row_or_404(queries.prepared(request.actor), public_id=public_id)
