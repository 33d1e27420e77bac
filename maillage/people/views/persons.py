"""My persons, receive somebody, a person's folder and its short forms."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.audit.actions import record
from maillage.people import actions, queries, rules
from maillage.people.apps import PANELS
from maillage.people.budget import previous_months
from maillage.people.forms.persons import AskForm, ChannelForm, FactsForm, IdentityForm, ReceiveForm
from maillage.people.guards import opened, person_or_404, team_person_or_404, trail, uuid_or_none
from maillage.people.models import Channel, Person
from maillage.people.views.folder import folder
from maillage.web.answers import COMPACT, done, form_page, refusals_in, row_or_404, submitted
from maillage.web.conflicts import differences
from maillage.web.fields import parse_date


@require_safe
def my_persons(request):
    text, born = _typed(request.GET.get("q", ""))
    rows = queries.search(request.actor, text, born)
    after, before = (uuid_or_none(request.GET.get(name)) for name in ("apres", "avant"))
    page = queries.page_of(rows, after, before)
    context = {
        "q": request.GET.get("q", ""),
        "rows": queries.with_homes(request.actor, page.rows),
        "page": page,
        "can_receive": rules.can_receive(request.actor),
        "can_import": rules.can_import(request.actor),
        "at_desk": rules.keeps_desk(request.actor) and not rules.can_compose(request.actor),
        "requests": queries.requests_to_answer(request.actor).count()
        if rules.can_answer(request.actor)
        else 0,
    }
    fragment = request.htmx and request.htmx.target == "personnes"
    return render(request, "people/_persons.html" if fragment else "people/persons.html", context)


def _typed(text):
    """ "benali 30/04/1992" → the words, and the date of birth when one was typed."""
    words, born = [], None
    for word in text[:200].replace("\x00", " ").split():
        try:
            born = parse_date(word)
        except ValueError:
            words.append(word)
    return " ".join(words), born


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request):
    rules.check_can_receive(request.actor)
    known = _from_search(request)
    form = ReceiveForm(request.POST or None, initial=known)
    if submitted(request, form):
        alike = _alike(request, form)
        if alike is None:
            why = form.cleaned_data["why"]
            person = actions.receive(by=request.actor, person=form.save(commit=False), why=why)
            words = f"{person.full_name} est dans vos personnes."
            return done(request, words, "people:person", person.pk)
        return render(request, "people/receive.html", {"form": form, **alike, **_emergency(request)})
    resembling = [] if form.is_bound else _resembling(request.actor, known)
    return form_page(request, form, "people/receive.html", resembling=resembling)


def _resembling(actor, data):
    """Persons in sight who may be the one whose names are typed or known."""
    names = {name: data.get(name) or "" for name in ("called", "first_name", "last_name")}
    person = Person(**names, birth_date=data.get("birth_date"))
    person.refresh_search()
    return queries.duplicates(actor, person) if person.search_name else []


def _emergency(request):
    return {"can_break_glass": rules.can_break_glass(request.actor)}


def _from_search(request):
    """What was searched without success fills the form: the date, the last word as last name, the others before it."""
    text, born = _typed(request.GET.get("q", ""))
    *first, last = text[:120].split() or [""]
    named = {"first_name": " ".join(first), "last_name": last} if first else {"called": last}
    return {name: value for name, value in (named | {"birth_date": born}).items() if value}


def _alike(request, form):
    """What to look at before opening a new file; None when there is nothing, or when it was looked at."""
    person = form.instance
    person.refresh_search()
    if request.POST.get("looked") == _fingerprint(person):
        return None
    found = queries.duplicates(request.actor, person)
    hidden = actions.someone_matches(
        by=request.actor,
        first_name=person.first_name,
        last_name=person.last_name,
        birth_date=person.birth_date,
    )
    if not found and hidden is False:
        return None
    known = {name: getattr(person, name) for name in ("first_name", "last_name", "birth_date")}
    ask = AskForm(initial={**known, "motive": form.cleaned_data["why"]})
    return {"alike": found, "out_of_sight": hidden, "ask": ask, "looked": _fingerprint(person)}


def _fingerprint(person):
    return f"{person.search_name}|{person.birth_date or ''}"


@require_safe
def resemblances(request):
    """While one types: persons in sight who may be this one."""
    rules.check_can_receive(request.actor)
    form = ReceiveForm(request.GET)
    form.is_valid()
    return render(request, "people/_alike.html", {"alike": _resembling(request.actor, form.cleaned_data)})


@require_POST
def ask(request):
    """Ask to be attached to somebody out of sight."""
    rules.check_can_receive(request.actor)
    form = AskForm(request.POST)
    if not form.is_valid():
        context = {"title": "Prévenir ses professionnels", "back": reverse("people:receive")}
        return form_page(request, form, "people/ask.html", **context, **_emergency(request))
    actions.ask_attachment(by=request.actor, **form.cleaned_data)
    words = "Votre demande est enregistrée. Si cette personne est déjà suivie, les professionnels qui la suivent vous répondront."
    return done(request, words, "people:persons")


@require_safe
def person(request, pk):
    try:
        row = person_or_404(request, pk)
    except Http404:
        return _to_kept(request, pk)
    record(request.actor, "read", row)
    panels = [
        (template, context)
        for template, build in PANELS
        if (context := build(request.actor, row)) is not None
    ]
    months = previous_months(timezone.localdate())
    return render(request, "people/person.html", {**folder(request.actor, row, months), "panels": panels})


def _to_kept(request, pk):
    """To the file that this one was made one with."""
    kept = queries.merged_into(request.actor, pk)
    if kept is None:
        raise Http404
    return HttpResponseRedirect(reverse("people:person", args=[kept]))


@require_http_methods(["GET", "HEAD", "POST"])
def identity(request, pk):
    rules.check_can_receive(request.actor)
    row = team_person_or_404(request, pk)
    opened(request, row)
    return _edit(request, row, _identity_form, actions.edit_identity, title="Son identité")


def _identity_form(row, data=None):
    known = {name: getattr(row, name) for name in ("version", *IdentityForm.NAMES)}
    return IdentityForm(data, initial=known, instance=Person(pk=row.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def facts(request, pk):
    rules.check_can_compose(request.actor)
    row = team_person_or_404(request, pk)
    opened(request, row)
    lead = "Ce que vous laissez vide reste inconnu. Inconnu ne veut pas dire non."
    return _edit(request, row, _facts_form, actions.edit_facts, title="Sa situation", lead=lead)


def _facts_form(row, data=None):
    known = {name: getattr(row, name) for name in ("version", *FactsForm.NAMES)}
    return FactsForm(data, initial={**known, "source": row.facts_source})


def _edit(request, row, form_of, act, **context):
    """Bind, one call, redirect; a lost update comes back as a comparison with everything typed still there."""
    form = form_of(row, request.POST or None)
    if submitted(request, form):
        data = form.cleaned_data
        told = {name: data[name] for name in ("version", "source") if name in data}
        try:
            act(by=request.actor, person=row, values={name: data[name] for name in form.NAMES}, **told)
            return done(request, "C’est enregistré.", "people:person", row.pk)
        except actions.Stale as stale:
            context["differences"] = differences(form, form_of(stale.current), form.NAMES)
    return form_page(request, form, COMPACT, **_about(row), **context)


def _about(row):
    return {"person": row, "trail": trail(row)}


@require_http_methods(["GET", "HEAD", "POST"])
def add_channel(request, pk):
    rules.check_can_receive(request.actor)
    row = team_person_or_404(request, pk)
    form = ChannelForm(request.POST or None, instance=Channel(person=row))
    if submitted(request, form):
        with refusals_in(form):
            actions.add_channel(by=request.actor, channel=form.save(commit=False))
            return HttpResponseRedirect(reverse("people:person", args=[row.pk]))
    return form_page(request, form, COMPACT, title="Joindre cette personne", **_about(row))


@require_POST
def remove_channel(request, pk, channel):
    row = team_person_or_404(request, pk)
    found = row_or_404(queries.channels(request.actor, row), channel)
    actions.remove_channel(by=request.actor, channel=found)
    return done(request, "Ce moyen de contact est retiré.", "people:person", row.pk)
