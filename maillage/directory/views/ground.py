"""Room left and closures: told in one gesture by those who keep the card, read by everybody on its page."""

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from maillage.directory import rules, session_words
from maillage.directory.actions import ground as actions
from maillage.directory.enums import Level
from maillage.directory.forms.ground import AvailabilityForm, ClosureForm
from maillage.directory.models import Service
from maillage.directory.queries import availability as queries
from maillage.directory.views.cards import card_or_404, service_or_404
from maillage.directory.views.pages import trail
from maillage.web.answers import done, form_page, refusals_in, submitted


@require_http_methods(["GET", "HEAD", "POST"])
def availability(request, public_id):
    """Four buttons say it for 15 days; the form below says more. What was said before stays readable to who keeps it."""
    row = service_or_404(request, public_id)
    rules.check_can_keep_cards(request.actor, row.structure_id)
    form = AvailabilityForm(request.POST if request.method == "POST" else None, initial={"days": 15})
    if submitted(request, form):
        told = {"service": row, **form.cleaned_data}
        with refusals_in(form):
            actions.say_availability(by=request.actor, **told)
            return done(request, "C’est dit\u00a0: la fiche le montre.", row.get_absolute_url())
    said = queries.history(row)
    today = timezone.localdate()
    context = {
        "title": f"Places\u00a0: {row.name}",
        "trail": trail((row.name, row.get_absolute_url())),
        "service": row,
        "now": session_words.availability(said[0] if said else None, today),
        "levels": Level.choices,
        "history": [(one, session_words.availability(one, one.said_on)) for one in said],
    }
    return form_page(request, form, "directory/availability.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_closure(request, public_id, kind):
    card = card_or_404(request, public_id, kind)
    holder = card.structure_id if isinstance(card, Service) else card.pk
    rules.check_can_keep_cards(request.actor, holder)
    form = ClosureForm(request.POST if request.method == "POST" else None)
    if submitted(request, form):
        told = {"card": card, **form.cleaned_data}
        with refusals_in(form):
            actions.add_closure(by=request.actor, **told)
            return done(request, "La fermeture est annoncée.", card.get_absolute_url())
    lead = "Elle se lit sur la fiche et dans la recherche\u00a0; les permanences de ces jours sont annulées."
    context = {
        "title": f"Fermeture\u00a0: {card}",
        "trail": trail((card.name, card.get_absolute_url())),
        "lead": lead,
        "save": "Annoncer",
    }
    return form_page(request, form, **context)


@require_POST
def remove_closure(request, closure):
    row = queries.closure_seen(request.actor, closure)
    if row is None:
        raise Http404
    card = row.service or row.structure
    actions.remove_closure(by=request.actor, closure=row)
    return done(request, "La fermeture n’est plus annoncée.", card.get_absolute_url())
