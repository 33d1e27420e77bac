"""What the pages of practice sheets share."""

from django.urls import reverse

from maillage.practices.queries import evaluations, sheets
from maillage.web.answers import row_or_404

TITLE = "Fiches pratiques"


def root():
    """Where the library is found."""
    return ("Instances", reverse("governance:committees"))


def trail(*above):
    return [root(), (TITLE, reverse("practices:library")), *above]


def of_sheet(sheet):
    return trail((sheet.title, sheet.get_absolute_url()))


def sheet_or_404(request, public_id):
    return row_or_404(sheets.sheets(request.actor), public_id=public_id)


def evaluation_or_404(request, public_id):
    return row_or_404(evaluations.evaluations(request.actor), public_id=public_id)


def reuse_or_404(request, public_id):
    return row_or_404(evaluations.reuses(request.actor), public_id=public_id)
