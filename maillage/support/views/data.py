"""What persons ask about their data: answered by their team."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.people.guards import of_person_or_404, opened, person_or_404, shown_again, trail
from maillage.support import rules
from maillage.support.actions import data_requests as actions
from maillage.support.forms.data import AnswerForm
from maillage.support.models import DataRequest
from maillage.web.answers import form_page, refusals_told, submitted


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, pk, asked):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    row = of_person_or_404(request, DataRequest, person, asked)
    opened(request, person, "read")
    form = AnswerForm(request.POST or None)
    if submitted(request, form):
        with refusals_told(request):
            actions.answer_data_request(by=request.actor, asked=row, **form.cleaned_data)
            messages.success(request, "Votre réponse est dans son espace.")
        return HttpResponseRedirect(reverse("people:person", args=[person.pk]))
    shown_again(request, person)
    context = {"title": "Répondre à sa demande", "asked": row, "person": person, "trail": trail(person)}
    return form_page(request, form, "support/data_request.html", **context)
