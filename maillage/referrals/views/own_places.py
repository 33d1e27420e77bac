"""In the person's own space: a place that is proposed, and their answer, in plain words."""

from django.views.decorators.http import require_http_methods

from maillage.people.guards import of_person_or_404, opened, own_page, own_space
from maillage.referrals import place_words
from maillage.referrals.actions import place_answers
from maillage.referrals.enums import OfferState
from maillage.referrals.forms.places import YES, AnswerForm
from maillage.referrals.models import Offer
from maillage.web.answers import done, refusals_in, submitted

SAID = {
    True: "Vous avez dit oui. La place est gardée pour vous.",
    False: "Vous avez dit non. Votre demande continue, comme avant.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@own_space
def own_offer(request, person, pk):
    row = of_person_or_404(request, Offer, person, pk)
    opened(request, person, "read_own")
    form = AnswerForm(request.POST or None, initial={"version": row.version})
    if submitted(request, form):
        with refusals_in(form):
            says_yes = answer(request, row, form.cleaned_data)
            return done(request, SAID[says_yes], "referrals:own_offer", pk)
    context = {
        "title": "Une place pour vous",
        "offer": row,
        "words": place_words.OWN[OfferState(row.state)],
        "asked": row.state == OfferState.PROPOSED,
    }
    return own_page(request, "referrals/own_offer.html", context, form)


def answer(request, row, data):
    if data["answer"] == YES:
        place_answers.accept(by=request.actor, offer=row, version=data["version"])
        return True
    place_answers.decline(by=request.actor, offer=row, version=data["version"], words=data["words"])
    return False
