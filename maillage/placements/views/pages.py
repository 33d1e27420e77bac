"""What the pages of placements share: the way back, a session, a candidate, who the actor is there."""

from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.placements.queries import sessions as rows
from maillage.placements.queries import students
from maillage.placements.rules import can_run, check_can_run
from maillage.web.answers import row_or_404

HOME = "Stages"
FORM = require_http_methods(["GET", "HEAD", "POST"])


def trail(*above):
    return [(HOME, reverse("placements:home")), *above]


def of_session(row, *above):
    return trail((row.title, row.get_absolute_url()), *above)


def session_or_404(request, public_id):
    return row_or_404(rows.sessions(request.actor), public_id=public_id)


def run_or_refused(request, public_id):
    row = session_or_404(request, public_id)
    check_can_run(request.actor, row.structure_id)
    return row


def runs(request, row):
    return can_run(request.actor, row.structure_id)


def school_or_404(request, public_id):
    """The actor's own school in this session."""
    return row_or_404(rows.taught_here(request.actor), session__public_id=public_id)


def candidate_or_404(request, public_id):
    return row_or_404(students.candidates(request.actor), public_id=public_id)


def confirm(title, question, consequences, label, back, above):
    return {
        "title": title,
        "question": question,
        "consequences": consequences,
        "confirm_label": label,
        "cancel_url": back,
        "trail": above,
    }
