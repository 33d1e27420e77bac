"""The door of a structure that received a link: its cards, « toujours vrai », a correction, what is no longer offered."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.directory import wording
from maillage.directory.actions import cards, quality
from maillage.directory.forms.cards import ServiceForm, StructureForm, WithdrawForm
from maillage.directory.queries import cards as queries
from maillage.directory.queries.zones import zones_in_words
from maillage.directory.views.pages import by_link
from maillage.web.answers import done, form_page, refusals_in, submitted
from maillage.web.doors import behind


def _opened(request, token):
    """The request for review, or the answer that refuses."""
    return behind(request, "review", lambda: queries.request_of(token), _gone)


def _gone(request):
    return render(request, "directory/review_gone.html", {"title": "Ce lien n’ouvre plus"}, status=404)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request, token):
    asked, refusal = _opened(request, token)
    if refusal:
        return refusal
    structure, here = asked.structure, reverse("directory:review", args=[token])
    if request.method == "POST":
        count = cards.confirm_all(by=by_link(request, structure), structure=structure, through=asked)
        quality.review_answered(request=asked)
        words = (
            "Merci\u00a0: votre fiche est confirmée."
            if count < 2
            else f"Merci\u00a0: vos {count} fiches sont confirmées."
        )
        return done(request, words, here)
    today = timezone.localdate()
    offered = queries.all_offered_by(structure)
    context = {
        "title": f"Vos fiches\u00a0: {structure}",
        "structure": structure,
        "address": wording.address_of(structure),
        "hours": wording.hours_of(structure),
        "fresh": wording.fresh(structure, today),
        "offered": [
            (one, wording.fresh(one, today), wording.service_facts(one, zones_in_words(one.zones)))
            for one in offered
        ],
        "token": token,
        "until": asked.until,
    }
    return render(request, "directory/review.html", context)


def _card(asked, public_id):
    if asked.structure.public_id == public_id:
        return asked.structure
    found = queries.service_in(asked.structure, public_id)
    if found is None:
        raise Http404
    return found


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_correct(request, token, public_id):
    asked, refusal = _opened(request, token)
    if refusal:
        return refusal
    card, back = _card(asked, public_id), reverse("directory:review", args=[token])
    form_class = StructureForm if card == asked.structure else ServiceForm
    form = form_class(request.POST or None, initial=form_class.of(card))
    if submitted(request, form):
        told = {
            "card": card,
            "version": form.cleaned_data["version"],
            "values": form.values(),
            "through": asked,
        }
        with refusals_in(form):
            cards.correct(by=by_link(request, asked.structure), **told)
            quality.review_answered(request=asked)
            return done(request, "Merci\u00a0: la fiche est corrigée, et confirmée aujourd’hui.", back)
    return form_page(request, form, title=f"Corriger\u00a0: {card}", trail=[("Vos fiches", back)])


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_withdraw(request, token, public_id):
    asked, refusal = _opened(request, token)
    if refusal:
        return refusal
    card, back = queries.service_in(asked.structure, public_id), reverse("directory:review", args=[token])
    if card is None:
        raise Http404
    form = WithdrawForm(request.POST or None)
    if submitted(request, form):
        told = {"card": card, "why": form.cleaned_data["why"], "through": asked}
        cards.withdraw(by=by_link(request, asked.structure), **told)
        quality.review_answered(request=asked)
        return done(request, "Merci\u00a0: ce service n’est plus dans l’annuaire.", back)
    context = {
        "title": f"Retirer\u00a0: {card}",
        "trail": [("Vos fiches", back)],
        "lead": "Il ne sera plus trouvé ni imprimé.",
        "save": "Retirer le service",
    }
    return form_page(request, form, **context)
