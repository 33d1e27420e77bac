"""Two files: compare, make one, part again, or tell apart."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from maillage.people import actions, queries, rules
from maillage.people.forms.merge import MergeForm
from maillage.people.guards import opened, team_person_or_404, trail
from maillage.web.answers import done, form_page, row_or_404, submitted


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, pk, other):
    rules.check_can_merge(request.actor)
    kept, absorbed = team_person_or_404(request, pk), team_person_or_404(request, other)
    opened(request, kept)
    opened(request, absorbed)
    if kept == absorbed:
        return HttpResponseRedirect(reverse("people:person", args=[kept.pk]))
    form = MergeForm(request.POST or None, kept=kept, absorbed=absorbed)
    context = {
        "kept": kept,
        "absorbed": absorbed,
        "sides": queries.sides(request.actor, kept, absorbed),
        "title": "Est-ce la même personne\u00a0?",
        "trail": trail(kept),
    }
    if submitted(request, form):
        told = {"versions": form.versions(), "chosen": form.chosen()}
        try:
            actions.merge(by=request.actor, kept=kept, absorbed=absorbed, **told)
            words = "Les deux fiches n’en font plus qu’une. Vous pouvez les séparer pendant 30 jours."
            return done(request, words, "people:person", kept.pk)
        except actions.Stale:
            form = MergeForm(kept=kept, absorbed=absorbed)
            context |= {"changed": True, "status": 409}
    return form_page(request, form, "people/merge.html", **context)


@require_POST
def tell_apart(request, pk, other):
    one, two = team_person_or_404(request, pk), team_person_or_404(request, other)
    actions.tell_apart(by=request.actor, one=one, other=two)
    return done(request, "C’est retenu\u00a0: ce sont deux personnes différentes.", "people:person", one.pk)


@require_POST
def part(request, pk, merged):
    row = team_person_or_404(request, pk)
    found = row_or_404(queries.merges(request.actor, row), merged)
    actions.part(by=request.actor, merged=found)
    return done(request, "Les deux fiches sont de nouveau séparées.", "people:person", row.pk)
