"""All that is held about a person: read, reviewed text by text, handed over to them."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from maillage.audit.actions import record
from maillage.people.guards import person_or_404, trail
from maillage.support import rules
from maillage.support.actions.handing_over import Changed, hand_over_data
from maillage.support.data_paper import kept_back
from maillage.support.enums import DataRequestKind
from maillage.support.forms.data import ReviewForm
from maillage.support.models import DataRequest
from maillage.support.queries.held import held
from maillage.web.answers import form_page, submitted

CHANGED = "Le dossier a changé pendant votre relecture\u00a0: relisez-le, puis remettez-le."


@require_http_methods(["GET", "HEAD", "POST"])
def data(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    found, waiting = held(request.actor, person), _waiting(request, person)
    form = ReviewForm(request.POST or None, texts=found.texts, waiting=waiting)
    if submitted(request, form):
        try:
            return _handed(request, person, form.cleaned_data, waiting)
        except Changed:
            messages.error(request, CHANGED)
    record(request.actor, "read_all", person)
    return _page(request, person, found, form)


def _waiting(request, person):
    rows = DataRequest.objects.visible_to(request.actor).filter(person=person, answered_on=None)
    return list(rows.filter(kind=DataRequestKind.TAKE_AWAY).order_by("asked_on"))


def _handed(request, person, told, waiting):
    answered = next((one for one in waiting if str(one.pk) == told["answers"]), None)
    handed = hand_over_data(
        by=request.actor,
        person=person,
        reviewed=told["reviewed"],
        withheld=set(told["withhold"]),
        form=told["form"],
        answers=answered,
    )
    answer = HttpResponse(handed.content, content_type=handed.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, handed.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def _page(request, person, found, form):
    context = {
        "title": "Tout ce qui est gardé sur cette personne",
        "person": person,
        "held": found,
        "kept_back": kept_back(found, ()),
        "withheld": set(form.data.getlist("withhold")) if form.is_bound else set(),
        "trail": trail(person),
    }
    return form_page(request, form, "support/held.html", **context)
