"""The timeline: read, filter, print, add what was done before or elsewhere, say what came of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from maillage.people.guards import of_person_or_404, opened, person_or_404, trail, uuid_or_none
from maillage.support import rules
from maillage.support.actions import path as actions
from maillage.support.forms.circle import ActForm, OutcomeForm, PathFilters, VisitForm
from maillage.support.models import Act
from maillage.support.queries import path as queries
from maillage.web.answers import done, form_page, row_or_404, submitted
from maillage.web.pdf import render_pdf
from maillage.web.wording import day

MOST_PRINTED = 2000


@require_safe
def path(request, pk):
    person = person_or_404(request, pk)
    opened(request, person, "read_path")
    form, filters = _filters(request, person)
    page = queries.page(request.actor, person, filters, uuid_or_none(request.GET.get("apres")))
    context = {
        "person": person,
        "title": f"Parcours de {person.full_name}",
        "trail": trail(person),
        "form": form,
        "acts": page.acts,
        "next_url": f"?{urlencode({**_kept(form), 'apres': page.following})}" if page.following else "",
        "print_url": f"{reverse('support:print_path', args=[person.pk])}?{urlencode(_kept(form))}",
        "can_write": rules.can_follow(request.actor, person.pk),
    }
    return render(request, "support/path.html", context)


def _filters(request, person):
    form = PathFilters(request.GET, structures=queries.structures_of(request.actor, person))
    form.is_valid()
    return form, queries.Filters(**{name: form.cleaned_data.get(name) or None for name in form.fields})


def _kept(form):
    return {name: form.data[name] for name in form.fields if form.data.get(name)}


@require_safe
def print_path(request, pk):
    person = person_or_404(request, pk)
    opened(request, person, "read_path")
    _, filters = _filters(request, person)
    found = queries.acts(request.actor, person, filters)[:MOST_PRINTED]
    rows = [[day(one.on), one.what, one.outcome, one.by_label] for one in found]
    data = {
        "title": f"Parcours de {person.full_name}",
        "summary": f"Qui a fait quoi, au {day(timezone.localdate())}. Sans le contenu des notes.",
        "blocks": [{"table": {"columns": ["Date", "Acte", "Suite", "Par"], "rows": rows}}]
        if rows
        else [{"text": "Rien n’est encore noté."}],
    }
    answer = HttpResponse(render_pdf("web/record.typ", data), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="parcours.pdf"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    form = ActForm(request.POST or None, initial={"on": timezone.localdate()})
    if submitted(request, form):
        actions.add_act(by=request.actor, person=person, **form.cleaned_data)
        return done(request, "C’est dans le parcours.", "support:path", person.pk)
    return _form_page(request, person, form, "Ajouter au parcours")


@require_http_methods(["GET", "HEAD", "POST"])
def visit(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_note_visit(request.actor, person.pk)
    form = VisitForm(request.POST or None)
    if submitted(request, form):
        actions.note_visit(by=request.actor, person=person, **form.cleaned_data)
        return done(request, "C’est noté dans le parcours.", "people:person", person.pk)
    return _form_page(request, person, form, "Noter un passage à l’accueil")


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request, pk, act):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    found = of_person_or_404(request, Act, person, act)
    row = row_or_404(
        Act.objects.visible_to(request.actor).filter(structure_id=request.actor.structure_id), found.pk
    )
    opened(request, person, "read_path")
    form = OutcomeForm(request.POST or None, initial={"outcome": row.outcome})
    if submitted(request, form):
        actions.tell_outcome(by=request.actor, act=row, **form.cleaned_data)
        return done(request, "La suite est notée.", "support:path", person.pk)
    return _form_page(request, person, form, f"Suite donnée\u00a0: {row.what}")


def _form_page(request, person, form, title):
    context = {
        "person": person,
        "title": title,
        "trail": trail(person, ("Parcours", reverse("support:path", args=[person.pk]))),
    }
    return form_page(request, form, **context)
