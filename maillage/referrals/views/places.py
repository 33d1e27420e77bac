"""Places proposed: for the officers who decide, for the team that follows the person, for the host once they said yes."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.audit.actions import record
from maillage.people.models import Person
from maillage.permissions import Forbidden
from maillage.referrals import place_words, rules
from maillage.referrals.actions import hosting, place_answers
from maillage.referrals.actions import places as actions
from maillage.referrals.enums import OfferState
from maillage.referrals.forms import places as forms
from maillage.referrals.models import Offer
from maillage.referrals.queries import places as queries
from maillage.referrals.queries.referrals import received_requests
from maillage.schemes.queries import places as supply
from maillage.vault.fields import open_together
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.listing import paged

FORM = require_http_methods(["GET", "HEAD", "POST"])
TITLE = "Places proposées"
LEFT = {
    False: "La sortie est notée. L’hôte doit dire quand la place sera libre.",
    True: "La sortie est notée. Dites maintenant quand la place sera libre.",
}
NEXT = "La place est proposée. La personne et son équipe le lisent maintenant."


def trail(*above):
    return [(TITLE, reverse("referrals:offers")), *above]


def offer_or_404(request, pk):
    return row_or_404(Offer.objects.visible_to(request.actor), pk)


def named(offer):
    return (f"Proposition {str(offer.pk)[:8]}", reverse("referrals:offer", args=[offer.pk]))


@require_safe
def offers(request):
    """Of the places that one's structure assigns, or hosts."""
    if not request.actor.at_work:
        raise Forbidden("Cette page montre les places que votre structure attribue ou héberge.")
    wanted = request.GET.get("etat", "")
    wanted = wanted if wanted in OfferState.values else ""
    page, pages = paged(request, queries.under_way(request.actor, wanted))
    today = timezone.localdate()
    context = {
        "title": TITLE,
        "items": [place_words.item(one, today) for one in open_together(list(page))],
        "pages": pages,
        "today": today,
        "states": [("", "en cours", wanted == ""), *((s, s.label, wanted == s) for s in OfferState)],
    }
    return render(request, "referrals/offers.html", context)


@require_safe
def offer(request, pk):
    row = offer_or_404(request, pk)
    record(request.actor, "read_offer", Person(pk=row.person_id), offer=row.pk)
    stays, answers = rules.can_note_stay(request.actor, row), rules.can_answer_offer(request.actor, row)
    state = OfferState(row.state)
    decides = rules.can_instruct(request.actor) and queries.assigned(request.actor, row)
    context = {
        "title": named(row)[0],
        "trail": trail(),
        "item": place_words.item(row, timezone.localdate()),
        "facts": place_words.facts(row),
        "offer": row,
        "answers": answers and state == OfferState.PROPOSED,
        "takes_back": decides and state in (OfferState.PROPOSED, OfferState.ACCEPTED),
        "enters": stays and state == OfferState.ACCEPTED,
        "leaves": stays and state == OfferState.ENTERED,
    }
    return render(request, "referrals/offer.html", context)


def kept_place_or_404(request, public_id):
    """To decide of it: the scheme's officers, of the structure that carries it."""
    place = row_or_404(supply.places(request.actor), public_id=public_id)
    rules.check_can_instruct(request.actor, place.structure_id)
    return place


@FORM
def offer_place(request, public_id):
    """Those who wait, in the published order, with the reasons in words; somebody decides."""
    place, today = kept_place_or_404(request, public_id), timezone.localdate()
    scheme = supply.in_force(place.structure_id, place.kind, today)
    page, pages = paged(request, queries.waiting(request.actor, place, scheme))
    rows = queries.with_names(request.actor, page)
    listed = [
        (f"{one.request.pk}:{one.request.version}", place_words.choice(one, place, today)) for one in rows
    ]
    form = forms.OfferForm(request.POST or None, waiting=listed, initial={"persons": place.largest})
    if submitted(request, form):
        with refusals_in(form):
            made = propose(request, place, rows, dict(form.cleaned_data))
            return done(request, NEXT, "referrals:offer", made.pk)
    above = trail((place.label, reverse("schemes:place", args=[public_id])))
    told = {"place": place, "order": place_words.order(scheme), "pages": pages, "waiting": rows}
    title = f"Proposer\u00a0: {place.label}"
    return form_page(request, form, "referrals/offer_place.html", title=title, trail=above, **told)


def propose(request, place, rows, data):
    key, _, version = data.pop("chosen").partition(":")
    chosen = next(one.request for one in rows if str(one.request.pk) == key)
    told = {"request": chosen, "version": int(version), "place": place, "what": place.whole}
    return actions.propose(by=request.actor, **told, **data)


@FORM
def place_need(request, pk):
    """What a request needs of a place, as the commission says it."""
    row = row_or_404(received_requests(request.actor), pk)
    rules.check_can_offer(request.actor, row.scheme)
    if not row.scheme.gives_places:
        raise Http404
    scheme = supply.in_force(row.scheme.structure_id, row.scheme.kind, timezone.localdate()) or row.scheme
    communes = queries.communes_of(request.actor, row.scheme)
    known = queries.need_of(request.actor, row)
    initial = {"persons": 1} if known is None else queries.as_said(known)
    form = forms.NeedForm(request.POST or None, needs=scheme.needs, communes=communes, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            values = {**form.cleaned_data, "commune": queries.commune(form.cleaned_data["commune"])}
            actions.say_need(by=request.actor, request=row, values=values)
            return done(request, "C’est noté.", "referrals:offers")
    return form_page(request, form, title="Ce qu’il faut comme place", trail=trail())


def step(request, pk, form_class, act, *, title, words, save, allowed, to=None, **initial):
    """One step of an offer: its form, its action, back to the offer or `to` another page."""
    row = offer_or_404(request, pk)
    allowed(request.actor, row)
    form = form_class(request.POST or None, initial={"version": row.version, **initial})
    if submitted(request, form):
        with refusals_in(form):
            act(row, form.cleaned_data)
            return done(request, words, *(to or ["referrals:offer", pk]))
    return form_page(request, form, title=title, lead=row.what, save=save, trail=trail(named(row)))


@FORM
def take_back(request, pk):
    def act(row, data):
        actions.take_back(by=request.actor, offer=row, **data)

    told = {"title": "Reprendre cette place", "save": "Reprendre", "allowed": check_assigns}
    words = "La place est reprise\u00a0: la demande attend de nouveau, à son rang."
    return step(request, pk, forms.TakeBackForm, act, words=words, **told)


def check_assigns(actor, row):
    if not (rules.can_instruct(actor) and queries.assigned(actor, row)):
        raise Forbidden("Seuls les chargés du dispositif qui attribue cette place la reprennent.")


def noted_by(request, row, name):
    """The step of whoever assigns the place or follows the person; of its host otherwise, who doesn't read the request."""
    return getattr(actions if rules.can_follow_stay(request.actor, row) else hosting, name)


@FORM
def enter(request, pk):
    def act(row, data):
        noted_by(request, row, "enter")(by=request.actor, offer=row, **data)

    told = {"title": "Noter l’entrée", "save": "Noter l’entrée", "allowed": rules.check_can_note_stay}
    return step(
        request, pk, forms.EnterForm, act, words="L’entrée est notée.", on=timezone.localdate(), **told
    )


@FORM
def leave(request, pk):
    row = offer_or_404(request, pk)
    by_host = not rules.can_follow_stay(request.actor, row)

    def act(row, data):
        noted_by(request, row, "leave")(by=request.actor, offer=row, **data)

    told = {"title": "Noter la sortie", "save": "Noter la sortie", "allowed": rules.check_can_note_stay}
    told |= {"words": LEFT[by_host], "to": ["schemes:hosted"] if by_host else None}
    form_class = forms.HostLeaveForm if by_host else forms.LeaveForm
    return step(request, pk, form_class, act, on=timezone.localdate(), **told)


@FORM
def note_answer(request, pk):
    """What the person said aloud, or wrote on paper."""

    def act(row, data):
        way, version = data["way"], data["version"]
        if data["answer"] == forms.YES:
            place_answers.accept(by=request.actor, offer=row, version=version, way=way)
        else:
            told = {"words": data["words"], "way": way}
            place_answers.decline(by=request.actor, offer=row, version=version, **told)

    told = {"title": "Noter sa réponse", "save": "Noter sa réponse", "allowed": check_team}
    return step(request, pk, forms.NotedAnswerForm, act, words="Sa réponse est notée.", **told)


def check_team(actor, row):
    rules.check_can_change(actor, row)
