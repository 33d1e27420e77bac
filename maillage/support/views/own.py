"""The person's own space: what was written about them, what was done, what is due; their words, their requests.

Designed for a phone, in plain language; each page has a version to "read simply", written for it.
"""

from django.views.decorators.http import require_http_methods, require_safe

from maillage.people.guards import of_person_or_404, opened, own_page, own_space, uuid_or_none
from maillage.support.actions import data_requests, notes
from maillage.support.forms.own import DataRequestForm, OwnReplyForm, WordsForm
from maillage.support.models import DataRequest, Note
from maillage.support.queries import circle, path
from maillage.support.queries import notes as queries
from maillage.web.answers import done, row_or_404, submitted


@require_http_methods(["GET", "HEAD", "POST"])
@own_space
def written(request, person):
    """What was written, by whom; and the place to say something oneself."""
    opened(request, person, "read_own")
    form = WordsForm(request.POST or None)
    if submitted(request, form):
        notes.say(by=request.actor, words=form.cleaned_data["words"])
        return done(request, "C’est écrit. Votre équipe le lira.", "support:own_notes")
    asked = uuid_or_none(request.GET.get("apres"))
    after = queries.notes(request.actor, person).filter(pk=asked).first() if asked else None
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
    if submitted(request, form):
        notes.reply(by=request.actor, note=row, **form.cleaned_data)
        return done(request, "Votre réponse est gardée à côté de la note.", "support:own_notes")
    return own_page(request, "support/own_reply.html", {"title": "Répondre à une note", "note": row}, form)


@require_safe
@own_space
def acts(request, person):
    """Who did what, before."""
    page = path.page(request.actor, person, after=uuid_or_none(request.GET.get("apres")))
    context = {"title": "Ce qui a été fait", "acts": page.acts, "following": page.following}
    return own_page(request, "support/own_path.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_space
def data(request, person):
    """Take away, correct, erase: asked here, owed within a month."""
    form = DataRequestForm(request.POST or None)
    if submitted(request, form):
        asked = data_requests.ask_about_data(by=request.actor, **form.cleaned_data)
        words = f"Votre demande est notée. Réponse due le {asked.due_on:%d/%m/%Y}."
        return done(request, words, "support:own_data")
    rows = DataRequest.objects.visible_to(request.actor).order_by("-asked_on")
    return own_page(
        request, "support/own_data.html", {"title": "Vos données", "asked": list(rows[:20])}, form
    )


@require_safe
@own_space
def handover(request, person, handover):
    row = row_or_404(circle.handovers(request.actor), handover)
    return own_page(request, "support/own_handover.html", {"title": "Changer de référent", "handover": row})
