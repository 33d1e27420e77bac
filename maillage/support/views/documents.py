"""A person's papers: dropped, listed, handed over as a file and never as a page."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maillage.files.serving import attachment
from maillage.files.uploads import Upload
from maillage.people.guards import of_person_or_404, opened, person_or_404, trail
from maillage.support import rules
from maillage.support.actions import documents as actions
from maillage.support.forms.documents import DocumentForm
from maillage.support.models import Document
from maillage.support.queries import readers, work
from maillage.web.answers import done, form_page, refusals_in, submitted


def _url(person):
    return reverse("support:documents", args=[person.pk])


@require_safe
def documents(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_read_content(request.actor, person.pk)
    opened(request, person, "read_documents")
    circle = readers.circle(person)
    context = {
        "person": person,
        "title": "Ses documents",
        "trail": trail(person),
        "rows": [
            (one, readers.readers(circle, one, person, withheld=one.withheld_id is not None))
            for one in work.documents(request.actor, person)
        ],
        "can_follow": rules.can_follow(request.actor, person.pk),
    }
    return render(request, "support/documents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_document(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    audiences = readers.choices_of_readers(request.actor, person, readers.circle(person), partner=False)
    form = DocumentForm(request.POST or None, request.FILES or None, audiences=audiences)
    if submitted(request, form):
        file = form.cleaned_data["file"]
        upload = Upload(file.name, file.read())
        with refusals_in(form):
            actions.add_document(by=request.actor, document=_document(person, form), upload=upload)
            return done(request, "Le document est dans son dossier.", _url(person))
    context = {
        "person": person,
        "title": "Ajouter un document",
        "trail": trail(person, ("Ses documents", _url(person))),
    }
    return form_page(request, form, "support/document_form.html", **context)


def _document(person, form):
    data = form.cleaned_data
    told = {"title": data["title"], "kind": data["kind"], "withheld_id": data["withheld"] or None}
    return Document(person=person, **told, **form.sharing())


@require_safe
def download(request, pk, document):
    person = person_or_404(request, pk)
    found = of_person_or_404(request, Document, person, document)
    content = actions.read_document(by=request.actor, document=found)
    return attachment(found.name, found.media_type, content)
