"""What the pages of conventions share: the way back, a convention for whom it concerns."""

from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.conventions.queries.conventions import listed
from maillage.conventions.rules import check_can_keep
from maillage.web.answers import row_or_404

HOME = "Conventions de stage"
FORM = require_http_methods(["GET", "HEAD", "POST"])


def trail(*above):
    return [(HOME, reverse("conventions:conventions")), *above]


def of_convention(row, *above):
    return trail((row.student_name, row.get_absolute_url()), *above)


def convention_or_404(request, public_id):
    return row_or_404(listed(request.actor), public_id=public_id)


def kept_or_refused(request, public_id):
    row = convention_or_404(request, public_id)
    if row.version or row.made_in_id != request.actor.structure_id:
        check_can_keep(request.actor, row.school_id)
    return row
