"""What the pages of questionnaires share: the way back, one of them and whether the actor keeps it, pages of a list."""

from django.urls import reverse

from maillage.consultations import queries
from maillage.consultations.rules import check_can_keep
from maillage.web.answers import row_or_404

HOME = "Questionnaires"


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
