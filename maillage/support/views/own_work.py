"""In the person's own space: where they say they are, their papers, what was asked in their name."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maillage.files.serving import attachment
from maillage.files.uploads import Upload
from maillage.people.guards import of_person_or_404, opened, own_page, own_space
from maillage.support.actions import documents, goals
from maillage.support.actions.questions import withdraw_own
from maillage.support.forms.own import OwnDocumentForm, OwnMarkForm
from maillage.support.models import Document, Goal
from maillage.support.queries import questions as asked_for
from maillage.support.queries import work
from maillage.web.answers import done, refusals_in, submitted


@require_http_methods(["GET", "HEAD", "POST"])
@own_space
def mark(request, person, goal):
    found = of_person_or_404(request, Goal, person, goal)
    form = OwnMarkForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            goals.mark_progress(by=request.actor, goal=found, **form.cleaned_data)
            return done(request, "C’est noté.", "people:space")
    context = {"title": "Où j’en suis", "pursued": work.pursued(request.actor, found)}
    return own_page(request, "support/own_mark.html", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@own_space
def papers(request, person):
    form = OwnDocumentForm(request.POST or None, request.FILES or None)
    if submitted(request, form):
        data = form.cleaned_data
        document = Document(person=person, title=data["title"], kind=data["kind"])
        upload = Upload(data["file"].name, data["file"].read())
        with refusals_in(form):
            documents.add_document(by=request.actor, document=document, upload=upload)
            return done(request, "Votre document est envoyé à votre équipe.", "support:own_documents")
    context = {"title": "Vos documents", "rows": work.documents(request.actor, person)}
    return own_page(request, "support/own_documents.html", context, form)


@require_safe
@own_space
def paper(request, person, document):
    found = of_person_or_404(request, Document, person, document)
    content = documents.read_document(by=request.actor, document=found)
    return attachment(found.name, found.media_type, content)


@require_safe
@own_space
def questions(request, person):
    """Asked in their name: to whom, by what right, when the answer is due, what it was."""
    opened(request, person, "read_own")
    context = {
        "title": "Les questions posées pour vous",
        "rows": asked_for.questions(request.actor, person),
        "withheld": asked_for.withheld(person),
    }
    return own_page(request, "support/own_questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_space
def withdraw_question(request, person, question):
    asked = asked_for.question(request.actor, person, question)
    if asked is None or not asked.is_open or asked.basis_id:
        raise Http404
    if request.method == "POST":
        withdraw_own(by=request.actor, asked=asked)
        words = "C’est arrêté. Cette question ne peut plus être lue par l’organisme."
        return done(request, words, "support:own_questions")
    context = {
        "title": "Arrêter une question",
        "trail": [("Votre espace", reverse("people:space"))],
        "question": f"Arrêter la question posée à «\u00a0{asked.asked_of}\u00a0»\u00a0?",
        "consequences": "L’organisme ne pourra plus la lire ni y répondre. Votre équipe le saura.",
        "confirm_label": "Arrêter la question",
        "cancel_url": reverse("support:own_questions"),
    }
    return render(request, "web/confirm.html", context)
