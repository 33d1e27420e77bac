"""The doors of a path, theme by theme: a list that a person can follow and print."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.directory import rules, wording
from maillage.directory.actions import links as actions
from maillage.directory.enums import CATEGORIES
from maillage.directory.forms.links import DoorForm
from maillage.directory.models import Door
from maillage.directory.queries import links as queries
from maillage.directory.views.links import page_of_structures
from maillage.directory.views.pages import trail
from maillage.web.answers import done, refusals_in, row_or_404, submitted
from maillage.web.downloads import pdf_file
from maillage.web.wording import day

TITLE = "Par où commencer"


def _label(category):
    if category not in CATEGORIES:
        raise Http404
    return CATEGORIES[category]


@login_not_required
@require_safe
def paths(request):
    counts = {}
    for door in queries.doors(request.actor):
        counts[door.category] = counts.get(door.category, 0) + 1
    context = {
        "title": TITLE,
        "trail": trail(),
        "paths": [(code, label, counts[code]) for code, label in CATEGORIES.items() if code in counts],
        "empty": [(code, label) for code, label in CATEGORIES.items() if code not in counts],
        "keeps": rules.can_keep_some(request.actor),
    }
    return render(request, "directory/paths.html", context)


def _steps(request, category):
    doors = queries.doors(request.actor, category)
    return [(one, wording.address_of(one.structure), wording.hours_of(one.structure)) for one in doors]


@login_not_required
@require_safe
def path(request, category):
    context = {
        "title": f"{TITLE}\u00a0: {_label(category)}",
        "trail": trail((TITLE, reverse("directory:paths"))),
        "category": category,
        "steps": _steps(request, category),
        "keeps": rules.can_keep_some(request.actor),
        "orders": rules.can_animate(request.actor),
        "mine": request.actor.structure_id,
    }
    return render(request, "directory/path.html", context)


@login_not_required
@require_safe
def path_paper(request, category):
    today = day(timezone.localdate())
    steps = _steps(request, category)
    blocks = []
    for number, (door, address, hours) in enumerate(steps, 1):
        told = [
            ("Où", address),
            ("Téléphone", rules.shown_phone(door.structure.phone)),
            ("À apporter", door.bring),
        ]
        told.append(("Horaires", "\u00a0; ".join(hours)))
        blocks += [
            {"heading": f"{number}. {door.structure.name}"},
            {"text": door.what},
            {"facts": [list(pair) for pair in told if pair[1]]},
        ]
    data = {
        "title": f"{TITLE}\u00a0: {_label(category)}",
        "summary": "Une porte après l’autre, dans cet ordre.",
        "blocks": blocks or [{"text": "Aucune étape n’est encore écrite."}],
        "footer": f"Imprimé le {today}. Téléphonez avant de venir.",
    }
    return pdf_file("par-ou-commencer", "web/record.typ", data)


@require_http_methods(["GET", "HEAD", "POST"])
def new_door(request, category):
    rules.check_keeps_some(request.actor)
    label = _label(category)
    form = DoorForm(request.POST or None)
    if submitted(request, form):
        told = {"category": category, **form.cleaned_data}
        with refusals_in(form):
            actions.add_door(by=request.actor, **told)
            return done(request, "L’étape est à la fin du parcours.", "directory:path", category)
    return page_of_structures(request, f"Ajouter une étape\u00a0: {label}", form, "Ajouter l’étape")


def _door(request, pk):
    return row_or_404(Door.objects.visible_to(request.actor).select_related("structure"), pk=pk)


@require_POST
def remove_door(request, door):
    row = _door(request, door)
    actions.remove_door(by=request.actor, door=row)
    return done(request, "L’étape est retirée.", "directory:path", row.category)


@require_POST
def move_door_up(request, door):
    row = _door(request, door)
    actions.move_door_up(by=request.actor, door=row)
    return done(request, "L’étape est passée avant.", "directory:path", row.category)
