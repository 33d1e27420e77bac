"""Open, for a day, the file of somebody in danger who is out of sight."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.people import actions, rules
from maillage.people.forms.space import EmergencyForm
from maillage.web.answers import form_page, refusals_in, submitted


@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request):
    rules.check_can_break_glass(request.actor)
    form = EmergencyForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            found = actions.break_glass(by=request.actor, **form.cleaned_data)
            messages.warning(
                request,
                "Accès exceptionnel jusqu’à demain soir. L’équipe et la personne en voient le motif et le reliront.",
            )
            return HttpResponseRedirect(reverse("people:person", args=[found]))
    context = {
        "title": "Urgence\u00a0: ouvrir quand même",
        "trail": [
            ("Mes personnes", reverse("people:persons")),
            ("Recevoir quelqu’un", reverse("people:receive")),
        ],
    }
    return form_page(request, form, "people/emergency.html", **context)
