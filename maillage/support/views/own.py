"""The person's own space: what was written about them, what was done, what is due; their words, their requests.

Designed for a phone, in plain language; each page has a version to "read simply", written for it.
"""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maillage.people import queries as people
from maillage.support.actions import data_requests, notes
from maillage.support.forms.own import DataRequestForm, OwnReplyForm, WordsForm
from maillage.support.models import DataRequest, Note
from maillage.support.queries import circle, path
from maillage.support.queries import notes as queries
from maillage.support.views.visible import of_person_or_404, opened, row_or_404, uuid_or_none


def own_space(view):
    """Whoever has not entered is led to the door. The view receives the person."""

    @login_not_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        person = people.persons(request.actor).filter(pk=request.actor.person_id).first()
        if request.actor.person_id is None or person is None:
            return HttpResponseRedirect(reverse("people:enter"))
        return view(request, person, *args, **kwargs)

    return guarded


def own_page(request, template, context, form=None):
    status = 422 if form is not None and form.errors else 200
    home = [("Votre espace", reverse("people:space"))]
    return render(request, template, {"trail": home, "form": form, **context}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@own_space
def written(request, person):
    """What was written, by whom; and the place to say something oneself."""
    opened(request, person, "read_own")
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        notes.say(by=request.actor, words=form.cleaned_data["words"])
        messages.success(request, "C’est écrit. Votre équipe le lira.")
        return HttpResponseRedirect(reverse("support:own_notes"))
    after = queries.notes(request.actor, person).filter(pk=uuid_or_none(request.GET.get("apres"))).first()
    page = queries.page(request.actor, person, after)
    context = {
        "title": "Ce qui est écrit sur vous",
        "notes": page.notes,
        "following": page.following,
        "words": queries.own_words(request.actor, person),
        "withheld": queries.withheld(person),
    }
    return own_page(request, "support/own_notes.html", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@own_space
def answer(request, person, note):
    row = queries.with_words(request.actor, [of_person_or_404(request, Note, person, note)])[0]
    form = OwnReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        notes.reply(by=request.actor, note=row, **form.cleaned_data)
        messages.success(request, "Votre réponse est gardée à côté de la note.")
        return HttpResponseRedirect(reverse("support:own_notes"))
    return own_page(request, "support/own_reply.html", {"title": "Répondre à une note", "note": row}, form)


@require_safe
@own_space
def done(request, person):
    """Who did what, before."""
    page = path.page(request.actor, person, after=uuid_or_none(request.GET.get("apres")))
    context = {"title": "Ce qui a été fait", "acts": page.acts, "following": page.following}
    return own_page(request, "support/own_path.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_space
def data(request, person):
    """Take away, correct, erase: asked here, owed within a month."""
    form = DataRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = data_requests.ask_about_data(by=request.actor, **form.cleaned_data)
        messages.success(request, f"Votre demande est notée. Réponse due le {asked.due_on:%d/%m/%Y}.")
        return HttpResponseRedirect(reverse("support:own_data"))
    rows = DataRequest.objects.visible_to(request.actor).order_by("-asked_on")
    return own_page(
        request, "support/own_data.html", {"title": "Vos données", "asked": list(rows[:20])}, form
    )


@require_safe
@own_space
def handover(request, person, handover):
    row = row_or_404(circle.handovers(request.actor), handover)
    return own_page(request, "support/own_handover.html", {"title": "Changer de référent", "handover": row})
