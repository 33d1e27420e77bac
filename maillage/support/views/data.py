"""What persons ask about their data: answered by their team."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.people.guards import of_person_or_404, opened, person_or_404, shown_again, trail
from maillage.permissions import Forbidden
from maillage.support import rules
from maillage.support.actions import data_requests as actions
from maillage.support.forms.data import AnswerForm
from maillage.support.models import DataRequest


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, pk, asked):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    row = of_person_or_404(request, DataRequest, person, asked)
    opened(request, person, "read")
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_data_request(by=request.actor, asked=row, **form.cleaned_data)
        except Forbidden as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, "Votre réponse est dans son espace.")
        return HttpResponseRedirect(reverse("people:person", args=[person.pk]))
    shown_again(request, person)
    context = {"title": "Répondre à sa demande", "asked": row, "form": form, "person": person}
    status = 422 if form.errors else 200
    return render(request, "support/data_request.html", {**context, "trail": trail(person)}, status=status)
