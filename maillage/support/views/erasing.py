"""The person asked to be erased: what goes, what the law keeps, and a second confirmation."""

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.people.guards import opened, person_or_404, trail
from maillage.support import rules
from maillage.support.actions.erasing import erase_as_asked
from maillage.support.enums import DataRequestKind
from maillage.support.forms.data import SureForm
from maillage.support.models import DataRequest
from maillage.support.queries import forgetting
from maillage.web.answers import done, form_page, refusals_told, row_or_404, submitted


def _asked_or_404(request, person, pk):
    rows = DataRequest.objects.visible_to(request.actor)
    return row_or_404(rows.filter(person=person, kind=DataRequestKind.ERASE, answered_on=None), pk)


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request, pk, asked):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    row = _asked_or_404(request, person, asked)
    opened(request, person)
    form = SureForm(request.POST or None)
    if submitted(request, form):
        with refusals_told(request):
            erase_as_asked(by=request.actor, asked=row)
            words = "Le dossier est effacé. Dites-le à la personne\u00a0: son espace n’existe plus."
            return done(request, words, "people:persons")
        return redirect("support:data_request", person.pk, row.pk)
    return form_page(request, form, "support/erase.html", **_context(request, person, row))


def _context(request, person, row):
    return {
        "title": "Effacer son dossier",
        "person": person,
        "asked": row,
        "lost": forgetting.lost(request.actor, person),
        "obstacle": forgetting.obstacle(request.actor, person),
        "back": reverse("support:data_request", args=[person.pk, row.pk]),
        "trail": trail(person),
    }
