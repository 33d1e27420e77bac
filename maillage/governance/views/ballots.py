"""The door of who is consulted: a signed link, what is put to the vote, their own vote; nothing of the others'."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from maillage.governance.actions import voices as actions
from maillage.governance.forms.rounds import VotesForm
from maillage.governance.models.rounds import A_MINUTE
from maillage.governance.queries import rounds as queries
from maillage.permissions import Forbidden
from maillage.web import tries
from maillage.web.answers import done, form_page, submitted
from maillage.web.errors import too_many_requests

GONE = "Cette consultation est finie, ou n’a jamais existé. Si vous veniez de voter, votre vote est arrivé à temps."


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request, token):
    counted = f"ballot:ip:{tries.client_address(request)}"
    if not tries.take(counted):
        return too_many_requests(request, tries.SECONDS)
    key = queries.key_of(token)
    asked = queries.asked_by(key) if key else None
    if asked is None:
        return _gone(request)
    tries.give_back(counted)
    form = VotesForm(request.POST or None, points=asked.points)
    if submitted(request, form):
        try:
            actions.vote_by_link(asked=asked, votes=form.votes())
        except Forbidden:
            return _gone(request)
        return done(request, "Merci, votre vote est noté.", request.path)
    context = {"asked": asked.facts, "points": asked.points, "last_minute": asked.facts.closes_at - A_MINUTE}
    context["voted"] = any(one.vote for one in asked.points)
    return form_page(request, form, "governance/ballot.html", **context)


def _gone(request):
    return render(request, "governance/convocation_gone.html", {"reason": GONE}, status=404)
