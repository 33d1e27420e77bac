"""Notes of a folder: read, search, write, correct, answer, keep a draft."""

import json

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.people.actions import Stale
from maillage.people.guards import (
    of_person_or_404,
    opened,
    person_or_404,
    shown_again,
    trail,
    uuid_or_none,
)
from maillage.support import rules
from maillage.support.actions import notes as actions
from maillage.support.forms.notes import NoteForm, ReplyForm, SearchForm, audience_of
from maillage.support.models import Note
from maillage.support.queries import notes as queries
from maillage.support.queries import readers
from maillage.web.answers import done, form_page, refusals_in, submitted

ABOUT = "note"
KEPT = ("kind", "medium", "held_on", "minutes", "before", "synthesis", "own_words", "after", "audience")


@require_safe
def notes(request, pk):
    person = person_or_404(request, pk)
    opened(request, person, "read_notes")
    asked = SearchForm(request.GET)
    asked.is_valid()
    text, members = asked.cleaned_data.get("q", "").replace("\x00", " "), readers.circle(person)
    context = {
        "person": person,
        "title": "Suivi",
        "trail": trail(person),
        "q": text,
        "members": [(place, one) for place, one in enumerate(members) if one.worker_id],
        "hidden": queries.hidden(request.actor, person),
        "words": queries.own_words(request.actor, person) if not request.GET.get("apres") else [],
        "can_write": rules.can_follow(request.actor, person.pk) or _partner(request.actor, members),
        **_shown(request, person, text),
    }
    _as_somebody(context, members, asked.cleaned_data.get("comme"))
    return render(request, "support/notes.html", context)


def _shown(request, person, text):
    if text.strip():
        return {"notes": queries.search(request.actor, person, text)}
    asked = uuid_or_none(request.GET.get("apres"))
    after = queries.notes(request.actor, person).filter(pk=asked).first() if asked else None
    page = queries.page(request.actor, person, after)
    return {"notes": page.notes, "following": page.following}


def _as_somebody(context, members, place):
    """What a member of the circle would read of what the actor reads."""
    if place is None or place >= len(members):
        return
    seer = members[place]
    read = [one for one in context["notes"] if seer.reads(one)]
    context |= {"seer": seer, "not_read": len(context["notes"]) - len(read), "notes": read}


def _partner(actor, members):
    return actor.at_work and any(one.worker_id == actor.user_id and one.parts for one in members)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_write_note(request.actor, person.pk, "personal", "")
    draft = queries.draft(request.actor, person, ABOUT)
    form = _form(request, person, initial=_resumed(draft))
    if submitted(request, form):
        note = Note(person=person, **form.values())
        with refusals_in(form, "audience"):
            actions.write_note(by=request.actor, note=note, own_words=form.cleaned_data["own_words"])
            actions.discard_draft(by=request.actor, person=person, about=ABOUT)
            return done(request, "La note est enregistrée.", "support:note", person.pk, note.pk)
    context = {"person": person, "title": "Écrire une note", "trail": trail(person)}
    context["resumed"] = draft if draft and request.method != "POST" else None
    return form_page(request, form, "support/note_form.html", **context)


def _form(request, person, initial):
    partner = rules.is_partner(request.actor, person.pk)
    audiences = readers.choices_of_readers(request.actor, person, readers.circle(person), partner)
    return NoteForm(request.POST or None, initial=initial, audiences=audiences)


def _resumed(draft):
    usual = {"held_on": timezone.localdate()}
    return {**usual, **json.loads(draft.content)} if draft else usual


@require_safe
def note(request, pk, note):
    person = person_or_404(request, pk)
    row = _note_or_404(request, person, note)
    opened(request, person, "read_note", note=row.pk)
    return render(request, "support/note.html", {"form": ReplyForm(), **_note_context(request, person, row)})


def _note_or_404(request, person, pk):
    row = of_person_or_404(request, Note, person, pk)
    return queries.with_words(request.actor, [row])[0]


def _note_context(request, person, row):
    members = readers.circle(person)
    return {
        "person": person,
        "note": row,
        "title": f"{row.get_kind_display().capitalize()} du {row.held_on:%d/%m/%Y}",
        "trail": trail(person, ("Suivi", reverse("support:notes", args=[person.pk]))),
        "readers": readers.readers(members, row, person, withheld=bool(row.withheld_id)),
        "can_edit": rules.can_edit_note(request.actor, row.author_id, row.structure_id),
    }


@require_POST
def reply(request, pk, note):
    person = person_or_404(request, pk)
    row = _note_or_404(request, person, note)
    form = ReplyForm(request.POST)
    if submitted(request, form):
        actions.reply(by=request.actor, note=row, **form.cleaned_data)
        return done(request, "Votre réponse est à côté de la note.", "support:note", person.pk, row.pk)
    shown_again(request, person, "read_note", note=row.pk)
    return form_page(request, form, "support/note.html", **_note_context(request, person, row))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, note):
    person = person_or_404(request, pk)
    row = _note_or_404(request, person, note)
    rules.check_can_edit_note(request.actor, row.author_id, row.structure_id)
    opened(request, person, "read_note", note=row.pk)
    form = _form(request, person, initial=_known(row))
    context = {"person": person, "note": row, "title": "Corriger la note", "trail": trail(person)}
    if submitted(request, form):
        data = form.cleaned_data
        told = {"version": data["version"] or 0, "values": form.values(), "more_words": data["own_words"]}
        try:
            with refusals_in(form, "audience"):
                actions.edit_note(by=request.actor, note=row, **told)
                return done(request, "La note est corrigée.", "support:note", person.pk, row.pk)
        except Stale as stale:
            shown_again(request, person, "read_note", note=row.pk)
            context |= {"compared": _compared(form, stale.current), "status": 409}
    return form_page(request, form, "support/note_form.html", **context)


def _known(row):
    names = ("version", "kind", "medium", "held_on", "minutes", "themes", "before", "synthesis", "after")
    known = {name: getattr(row, name) for name in names}
    return known | {"withheld": row.withheld_id, "audience": audience_of(row)}


def _compared(form, current):
    """Both texts side by side; what was typed stays in the form, that now bears the version saved in between."""
    form.at_version(current.version)
    return [
        (form.fields[name].label, getattr(current, name), form.cleaned_data[name])
        for name in ("before", "synthesis", "after")
        if getattr(current, name) != form.cleaned_data[name]
    ]


@require_POST
def draft(request, pk):
    """Saved while typing; the answer is the line that says so. Without JavaScript, the form comes back as it was."""
    person = person_or_404(request, pk)
    content = {name: request.POST.get(name, "")[:20_000] for name in KEPT}
    content["themes"] = request.POST.getlist("themes")
    typed = actions.Typed(about=ABOUT, content=content)
    saved = actions.save_draft(by=request.actor, person=person, typed=typed)
    if request.htmx:
        return render(request, "support/_draft.html", {"draft": saved})
    return done(request, "Le brouillon est gardé, pour vous seul.", "support:write", person.pk)


@require_POST
def discard_draft(request, pk):
    person = person_or_404(request, pk)
    actions.discard_draft(by=request.actor, person=person, about=ABOUT)
    return HttpResponseRedirect(reverse("support:write", args=[person.pk]))
