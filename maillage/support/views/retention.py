"""Files nobody has met for long: the list for those who follow them, a hold, a contact; an archived file opened again."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.people.actions import note_contact
from maillage.people.guards import of_person_or_404, opened, person_or_404, trail
from maillage.permissions import Forbidden
from maillage.support import rules
from maillage.support.actions import retention as actions
from maillage.support.forms.retention import ContactForm, HoldForm, ReopenForm
from maillage.support.models import LegalHold
from maillage.support.queries import forgetting
from maillage.support.queries import retention as queries
from maillage.web.answers import done, form_page, refusals_in, submitted

MOST_LISTED = 200


@require_safe
def retention(request):
    rules.check_can_keep_files(request.actor)
    today = timezone.localdate()
    try:
        rule = queries.rule(today)
    except queries.NoRule as missing:
        raise Forbidden(f"{missing} Prévenez votre administrateur.") from None
    found = queries.my_dormant(request.actor, today)
    context = {
        "title": "Dossiers sans contact depuis longtemps",
        "rule": rule,
        "total": found.count(),
        "rows": list(found[:MOST_LISTED]),
        "holds": queries.held(request.actor),
        "trail": [("Mes personnes", reverse("people:persons"))],
    }
    return render(request, "support/retention.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    opened(request, person)
    form = HoldForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.place_hold(by=request.actor, person=person, **form.cleaned_data)
            return done(request, "Le dossier est gardé. La personne en lit la raison.", "support:retention")
    context = {
        "title": "Garder ce dossier",
        "person": person,
        "contact": ContactForm(initial={"on": timezone.localdate()}, auto_id="contact_%s"),
        "hold": forgetting.hold(request.actor, person),
        "trail": trail(person, ("Conservation", reverse("support:retention"))),
    }
    return form_page(request, form, "support/hold.html", **context)


@require_POST
def lift(request, pk, hold):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    actions.lift_hold(by=request.actor, hold=of_person_or_404(request, LegalHold, person, hold))
    return done(request, "La suspension est levée\u00a0: les délais courent de nouveau.", "support:retention")


@require_POST
def contact(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    form = ContactForm(request.POST)
    if form.is_valid():
        note_contact(by=request.actor, person=person, **form.cleaned_data)
        messages.success(request, "Le contact est noté.")
    else:
        messages.error(request, "Écrivez la date du dernier contact, aujourd’hui au plus tard.")
    return HttpResponseRedirect(reverse("support:retention"))


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request):
    rules.check_can_keep_files(request.actor)
    form = ReopenForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            found = actions.reopen(by=request.actor, **form.cleaned_data)
            words = "Le dossier est rouvert. Vous suivez de nouveau cette personne."
            return done(request, words, "people:person", found)
    context = {
        "title": "Rouvrir un dossier archivé",
        "lead": "Votre structure a suivi cette personne, et son dossier a été archivé. Elle revient\u00a0: il se rouvre.",
        "save": "Rouvrir",
        "trail": [("Conservation", reverse("support:retention"))],
    }
    return form_page(request, form, **context)
