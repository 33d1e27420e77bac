"""The person asked to be erased: what goes, what the law keeps, and a second confirmation."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.people.guards import opened, person_or_404, row_or_404, trail
from maillage.permissions import Forbidden
from maillage.support import rules
from maillage.support.actions.erasing import erase_as_asked
from maillage.support.enums import DataRequestKind
from maillage.support.forms.data import SureForm
from maillage.support.models import DataRequest
from maillage.support.queries import forgetting


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
    if request.method == "POST" and form.is_valid():
        return _erased(request, person, row)
    status = 422 if form.errors or request.method == "POST" else 200
    return render(request, "support/erase.html", _context(request, person, row, form), status=status)


def _erased(request, person, row):
    try:
        erase_as_asked(by=request.actor, asked=row)
    except Forbidden as refusal:
        messages.error(request, refusal.reason)
        return HttpResponseRedirect(reverse("support:data_request", args=[person.pk, row.pk]))
    messages.success(
        request, "Le dossier est effacé. Dites-le à la personne\u00a0: son espace n’existe plus."
    )
    return HttpResponseRedirect(reverse("people:persons"))


def _context(request, person, row, form):
    return {
        "title": "Effacer son dossier",
        "person": person,
        "asked": row,
        "form": form,
        "lost": forgetting.lost(request.actor, person),
        "obstacle": forgetting.obstacle(request.actor, person),
        "back": reverse("support:data_request", args=[person.pk, row.pk]),
        "trail": trail(person),
    }
