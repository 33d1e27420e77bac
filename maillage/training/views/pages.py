"""What the pages of training share: the way back, how a row is found."""

from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.training.queries import account as accounts
from maillage.training.queries import sessions
from maillage.web.answers import row_or_404

TITLE, OWN = "Formation continue", "Mon compte de formation"
FORM = require_http_methods(["GET", "HEAD", "POST"])


def trail(*above):
    return [(TITLE, reverse("training:sessions")), *above]


def in_own(*above):
    return trail((OWN, reverse("training:account")), *above)


def to_answer(*above):
    return trail(("À répondre", reverse("training:to_answer")), *above)


def of_session(session, *above):
    return trail((session.title, session.get_absolute_url()), *above)


def session_or_404(request, public_id):
    return row_or_404(sessions.sessions(request.actor), public_id=public_id)


def registration_or_404(request, public_id):
    return row_or_404(sessions.registrations(request.actor), public_id=public_id)


def declaration_or_404(request, public_id):
    return row_or_404(accounts.declarations(request.actor), public_id=public_id)


def contest_or_404(request, public_id):
    return row_or_404(accounts.contests(request.actor), public_id=public_id)


def line_or_404(request, public_id):
    """One's own alone."""
    return row_or_404(accounts.lines(request.actor), public_id=public_id, user=request.actor.user_id)
