"""How the person wants to be heard by the commission: said in their space, or to a worker of their team."""

from django.http import Http404
from django.views.decorators.http import require_http_methods

from maillage.people.guards import opened, own_page, own_space, trail
from maillage.referrals.actions import cases as actions
from maillage.referrals.forms.commissions import HearingForm, OwnHearingForm
from maillage.referrals.queries import cases as queries
from maillage.referrals.queries.referrals import requests
from maillage.referrals.rules import can_refer
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted

FORM = ["GET", "HEAD", "POST"]
LEAD = "Une commission décidera. La personne peut y venir, s’y faire représenter, ou y faire lire ses mots."
OWN_LEAD = "Une commission va parler de votre demande. Vous pouvez y être entendu."


def _initial(actor, row):
    said = queries.hearing_of(actor, row)
    return {"way": said.way, "words": said.words} if said else {}


@require_http_methods(FORM)
def hearing(request, pk):
    row = row_or_404(requests(request.actor).filter(scheme__committee__isnull=False), pk)
    if not can_refer(request.actor, row.person_id):
        raise Http404
    opened(request, row.person, "read_request", asked=row.pk)
    form = HearingForm(request.POST or None, initial=_initial(request.actor, row))
    if submitted(request, form):
        with refusals_in(form):
            actions.hear(by=request.actor, request=row, **form.cleaned_data)
            return done(request, "C’est noté\u00a0: la commission le lira.", "people:person", row.person_id)
    told = {"title": f"Devant la commission\u00a0: {row.scheme.name}", "trail": trail(row.person)}
    sitting = queries.coming_sitting(request.actor, row)
    return form_page(request, form, "referrals/hearing.html", lead=LEAD, sitting=sitting, **told)


@require_http_methods(FORM)
@own_space
def own_hearing(request, person, pk):
    row = row_or_404(requests(request.actor).filter(scheme__committee__isnull=False), pk)
    opened(request, person, "read_own")
    form = OwnHearingForm(request.POST or None, initial=_initial(request.actor, row))
    if submitted(request, form):
        with refusals_in(form):
            actions.hear(by=request.actor, request=row, **form.cleaned_data)
            return done(request, "C’est noté. La commission le lira.", "people:space")
    sitting = queries.coming_sitting(request.actor, row)
    told = {"title": "Devant la commission", "sitting": sitting, "lead": OWN_LEAD}
    return own_page(request, "referrals/hearing.html", told, form)
