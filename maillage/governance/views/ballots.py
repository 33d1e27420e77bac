"""The door of who is consulted: a signed link, what is put to the vote, their own vote; nothing of the others'."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from maillage.clocks.minutes import A_MINUTE
from maillage.files.serving import attachment
from maillage.governance.actions import documents
from maillage.governance.actions import voices as actions
from maillage.governance.forms.rounds import VotesForm
from maillage.governance.queries import rounds as queries
from maillage.permissions import Forbidden
from maillage.web.answers import done, form_page, submitted
from maillage.web.doors import behind

GONE = "Cette consultation est finie, ou n’a jamais existé. Les votes envoyés avant la fin comptent\u00a0; plus aucun n’est noté."


def _asked(request, token):
    """What the link opens, or the answer that refuses."""
    return behind(request, "ballot", lambda: queries.asked_by_link(token), _gone)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request, token):
    asked, refusal = _asked(request, token)
    if refusal:
        return refusal
    form = VotesForm(request.POST or None, points=asked.points)
    if submitted(request, form):
        try:
            actions.vote_by_link(asked=asked, votes=form.votes())
        except Forbidden:
            return _gone(request)
        return done(request, "Merci, votre vote est noté.", request.path)
    context = {
        "token": token,
        "asked": asked.facts,
        "points": asked.points,
        "last_minute": asked.facts.closes_at - A_MINUTE,
    }
    context["voted"] = any(one.vote for one in asked.points)
    return form_page(request, form, "governance/ballot.html", **context)


@login_not_required
@require_safe
def paper(request, token, paper):
    """A paper of a point put to the vote."""
    asked, refusal = _asked(request, token)
    if refusal:
        return refusal
    found = queries.paper_of(asked.key, paper)
    if found is None:
        raise Http404
    content = documents.read_by_link(by=actions.holder(asked), paper=found)
    return attachment(found.name, found.media_type, content)


def _gone(request):
    return render(request, "governance/convocation_gone.html", {"reason": GONE}, status=404)
