"""The paper comes back: one page in its order, the agreement at the end."""

from django.http import Http404
from django.views.decorators.http import require_http_methods

from maillage.people.guards import opened, shown_again
from maillage.permissions import Forbidden
from maillage.referrals.actions import drafting, events, reentry
from maillage.referrals.enums import RequestState
from maillage.referrals.forms.reentry import ReentryForm
from maillage.referrals.queries import referrals as queries
from maillage.referrals.views.pages import BOTH, of_referral, referral_or_404
from maillage.vault.fields import open_together
from maillage.web import conflicts
from maillage.web.answers import done, form_page, submitted

STILL = (RequestState.DRAFT, RequestState.INCOMPLETE)


def _form(request, found, data=None):
    requests = open_together(queries.requests_of(request.actor, found))
    still = [one for one in requests if one.state in STILL]
    return ReentryForm(data, sections=queries.sections_of(request.actor, found), requests=still)


@require_http_methods(BOTH)
def type_in(request, pk):
    """Saved over somebody else's words, nothing is lost: both are shown."""
    found = referral_or_404(request, pk)
    opened(request, found.person, "read_referral", referral=found.pk)
    form = _form(request, found, request.POST or None)
    if not form.groups:
        raise Http404
    context = {
        "title": "Ressaisir la version papier",
        "lead": "Dans l’ordre du papier. Les accords signés se cochent à la fin.",
        "trail": of_referral(found),
    }
    if submitted(request, form):
        try:
            told = {"parts": form.parts(), "asked": form.asked(), "witness": str(request.user)}
            reentry.type_in(by=request.actor, referral=found, **told)
            return done(request, "Le papier est ressaisi.", "referrals:referral", found.pk)
        except Forbidden as refusal:
            if refusal.reason not in (drafting.CHANGED, events.CHANGED):
                form.add_error(None, refusal.reason)
            else:
                context["differences"] = _differences(request, found, form)
    shown_again(request, found.person, "read_referral", referral=found.pk)
    return form_page(request, form, "referrals/reentry.html", **context)


def _differences(request, found, form):
    now = _form(request, found)
    now.initial["version"] = now.versions()
    both = tuple(name for name in form.texts() if name in now.fields)
    return conflicts.differences(form, now, both)
