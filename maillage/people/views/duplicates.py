"""Two files: compare, make one, part again, or tell apart."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from maillage.people import actions, queries, rules
from maillage.people.forms.merge import MergeForm
from maillage.people.views.persons import trail
from maillage.people.views.visible import opened, row_or_404, team_person_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, pk, other):
    rules.check_can_merge(request.actor)
    kept, absorbed = team_person_or_404(request, pk), team_person_or_404(request, other)
    opened(request, kept, absorbed)
    if kept == absorbed:
        return HttpResponseRedirect(reverse("people:person", args=[kept.pk]))
    form = MergeForm(request.POST or None, kept=kept, absorbed=absorbed)
    context = {
        "form": form,
        "kept": kept,
        "absorbed": absorbed,
        "sides": queries.sides(request.actor, kept, absorbed),
        "title": "Est-ce la même personne\u00a0?",
        "trail": trail(kept),
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/merge.html", context, status=422 if form.errors else 200)
    try:
        actions.merge(
            by=request.actor, kept=kept, absorbed=absorbed, versions=form.versions(), chosen=form.chosen()
        )
    except actions.Stale:
        context |= {"form": MergeForm(kept=kept, absorbed=absorbed), "changed": True}
        return render(request, "people/merge.html", context, status=409)
    messages.success(
        request, "Les deux fiches n’en font plus qu’une. Vous pouvez les séparer pendant 30 jours."
    )
    return HttpResponseRedirect(reverse("people:person", args=[kept.pk]))


@require_POST
def tell_apart(request, pk, other):
    one, two = team_person_or_404(request, pk), team_person_or_404(request, other)
    actions.tell_apart(by=request.actor, one=one, other=two)
    messages.success(request, "C’est retenu\u00a0: ce sont deux personnes différentes.")
    return HttpResponseRedirect(reverse("people:person", args=[one.pk]))


@require_POST
def part(request, pk, merged):
    row = team_person_or_404(request, pk)
    found = row_or_404(queries.merges(request.actor, row), merged)
    actions.part(by=request.actor, merged=found)
    messages.success(request, "Les deux fiches sont de nouveau séparées.")
    return HttpResponseRedirect(reverse("people:person", args=[row.pk]))
