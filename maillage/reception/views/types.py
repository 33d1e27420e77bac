"""The types of task of a structure: those of everybody, and its own."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.reception.actions import tasks as actions
from maillage.reception.forms.tasks import TypeForm
from maillage.reception.queries import tasks as queries
from maillage.reception.rules import can_keep_types, check_can_keep_types, check_can_read_types
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted

TITLE = "Ce qui se confie, et ce qui ne se confie pas"


@require_safe
def types(request):
    check_can_read_types(request.actor)
    context = {
        "title": TITLE,
        "types": queries.types(request.actor),
        "keeps": can_keep_types(request.actor),
        "here": request.actor.structure_id,
    }
    return render(request, "reception/types.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    check_can_keep_types(request.actor)
    form = TypeForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.add_type(by=request.actor, values=form.values())
            return done(request, "Ce type de tâche est dans votre liste.", "reception:types")
    told = {"trail": [(TITLE, reverse("reception:types"))], "save": "Ajouter"}
    return form_page(request, form, title="Ajouter un type de tâche", **told)


@require_POST
def close(request, pk):
    found = row_or_404(queries.types(request.actor).filter(structure_id=request.actor.structure_id), pk)
    actions.close_type(by=request.actor, kind=found)
    return done(
        request,
        "Ce type de tâche n’est plus proposé. Celles qui sont en cours continuent.",
        "reception:types",
    )
