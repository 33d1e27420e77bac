"""The public register of who adheres to which version of which text; a structure adheres, takes it back."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maillage.governance.actions import adherences as actions
from maillage.governance.enums import ADHERED
from maillage.governance.forms.adherences import AdhereForm, AdherenceReviewForm, AdherencesForm, WithdrawForm
from maillage.governance.queries import adherences as queries
from maillage.governance.queries.articles import in_force
from maillage.governance.rules import can_adhere, check_can_adhere
from maillage.governance.views.texts import of_texts, text_or_404
from maillage.permissions import ANONYMOUS
from maillage.web.answers import done, form_page, refusals_in, submitted
from maillage.web.downloads import csv_file
from maillage.web.listing import paged

FORM = require_http_methods(["GET", "HEAD", "POST"])
HEADERS = [
    "structure",
    "siret",
    "texte",
    "adresse du texte",
    "version",
    "dernière version",
    "depuis le",
    "jusqu’au",
    "fin",
    "engagements",
    "bilan du",
    "bilan",
]


@login_not_required
@require_safe
def adherences(request):
    form = AdherencesForm(request.GET)
    words = form.believed()
    rows = queries.naming(queries.adherences(request.actor), words)
    page, pages = paged(request, rows)
    context = {"title": "Qui adhère à quoi", "trail": of_texts(), "page": page, "searched": bool(words)}
    told = {"pages": pages, **context}
    return form_page(request, form, "governance/adherences.html", status=200, **told)


@login_not_required
@require_safe
def text_adherences(request, public_id):
    """Of one text, those that ended too."""
    found = text_or_404(request, public_id)
    if found.kind not in ADHERED:
        raise Http404
    rows = queries.adherences(request.actor, found, ended=True)
    page, pages = paged(request, rows)
    context = {
        "title": "Qui y adhère",
        "trail": of_texts((found.title, found.get_absolute_url())),
        "text": found,
        "page": page,
        "pages": pages,
        "mine": queries.own_adherence(request.actor, found),
        "adheres": can_adhere(request.actor) and in_force(found) is not None,
    }
    return render(request, "governance/text_adherences.html", context)


@login_not_required
@require_safe
def adherences_csv(request):
    """What anybody reads, those that ended too."""
    rows = queries.adherences(ANONYMOUS, ended=True)
    return csv_file("adhesions", HEADERS, (_line(request, one) for one in rows.iterator(chunk_size=500)))


def _line(request, one):
    address = request.build_absolute_uri(one.text.get_absolute_url())
    ending = one.get_ending_display() if one.ending else ""
    days = one.adhered_on.isoformat(), one.ended_on.isoformat() if one.ended_on else ""
    told = (one.structure.name, one.structure.siret, one.text.title, address, one.number, one.latest)
    reviewed = one.reviewed_on.isoformat() if one.reviewed_on else ""
    return (*told, *days, ending, one.commitments, reviewed, one.review)


def _text_to_adhere(request, public_id):
    found = text_or_404(request, public_id)
    check_can_adhere(request.actor)
    version = in_force(found)
    if found.kind not in ADHERED or version is None:
        raise Http404
    return found, version


@FORM
def adhere(request, public_id):
    found, version = _text_to_adhere(request, public_id)
    mine = queries.own_adherence(request.actor, found)
    known = {"version": version.number, "commitments": mine.commitments if mine else ""}
    form = AdhereForm(request.POST or None, initial=known)
    if submitted(request, form):
        with refusals_in(form):
            if form.cleaned_data["version"] == version.number:
                told = {"version": version, "commitments": form.cleaned_data["commitments"]}
                actions.adhere(by=request.actor, text=found, **told)
                words = f"Votre structure adhère à la version {version.number}."
                return done(request, words, "governance:text_adherences", public_id)
            form.at_version(version.number)
            form.add_error(
                None, f"Relisez d’abord le texte\u00a0: sa version {version.number} est en vigueur."
            )
    context = {
        "lead": "L’adhésion est publique et datée. Elle vaut pour cette version\u00a0; vous pourrez la retirer.",
        "aside_link": (f"Lire la version {version.number}", found.get_absolute_url()),
        "save": "Adhérer au nom de la structure",
        "trail": of_texts((found.title, found.get_absolute_url())),
        "back": reverse("governance:text_adherences", args=[public_id]),
    }
    return form_page(request, form, title=f"Adhérer\u00a0: {found.title}", **context)


@FORM
def review_adherence(request, public_id):
    found, _ = _text_to_adhere(request, public_id)
    mine = queries.own_adherence(request.actor, found)
    if mine is None:
        raise Http404
    back = reverse("governance:text_adherences", args=[public_id])
    form = AdherenceReviewForm(request.POST or None, initial={"review": mine.review})
    if submitted(request, form):
        with refusals_in(form):
            actions.tell_review(by=request.actor, text=found, review=form.cleaned_data["review"])
            return done(request, "Le bilan est publié.", back)
    context = {
        "lead": f"Vous vous êtes engagés à\u00a0:\n{mine.commitments or 'respecter le texte.'}",
        "save": "Publier le bilan",
        "trail": of_texts((found.title, found.get_absolute_url())),
        "back": back,
    }
    return form_page(request, form, title="Faire le bilan", **context)


@FORM
def withdraw(request, public_id):
    found, _ = _text_to_adhere(request, public_id)
    back = reverse("governance:text_adherences", args=[public_id])
    form = WithdrawForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.withdraw(by=request.actor, text=found)
            return done(request, "L’adhésion est retirée.", back)
    context = {
        "lead": "La date du retrait sera publique\u00a0; l’adhésion passée reste lisible.",
        "save": "Retirer l’adhésion",
        "trail": of_texts((found.title, found.get_absolute_url())),
        "back": back,
    }
    return form_page(request, form, title="Retirer l’adhésion de votre structure", **context)
