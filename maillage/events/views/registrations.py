"""Registering, with an account or without; the list of those who did, for who keeps the work."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.events import papers
from maillage.events.actions import registrations as actions
from maillage.events.forms.registrations import RegisterForm
from maillage.events.models import Registration
from maillage.events.queries import registrations as queries
from maillage.events.views.pages import event_or_404, kept_or_refused, of_event
from maillage.web import tries
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.downloads import csv_file, pdf_file
from maillage.web.errors import too_many_requests

SENT = (
    "Regardez votre boîte de réception\u00a0: un e-mail vous demande de confirmer. "
    "Si vous êtes déjà inscrit, vous ne recevrez rien de plus."
)
HEADERS = ["numéro", "nom", "au titre de", "où en est l’inscription", "rang d’attente", "à prévoir"]


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request, public_id):
    row, _ = event_or_404(request, public_id)
    signed = request.actor.signed_in
    form = RegisterForm(request.POST or None, opening=row, signed=signed, initial=_known(request))
    if submitted(request, form):
        if not signed and not _may_try(request, form.cleaned_data["email"]):
            return too_many_requests(request, tries.SECONDS)
        with refusals_in(form):
            told = {"site": request.build_absolute_uri("/"), **form.told()}
            key = actions.register(by=request.actor, opening=row, **told)
            if signed and key:
                return done(request, "Vous êtes inscrit.", "events:registration", queries.token_of(key))
            return done(request, "Vous êtes déjà inscrit." if signed else SENT, row.get_absolute_url())
    told = {"title": "S’inscrire", "save": "M’inscrire", "trail": of_event(row)}
    return form_page(request, form, lead=f"{row.gathering.title}, {row.gathering.place}.", **told)


def _known(request):
    return {"name": request.actor.label.split(",")[0]} if request.actor.signed_in else {}


def _may_try(request, email):
    hidden = hashlib.sha256(email.lower().encode()).hexdigest()
    return tries.take(f"register:ip:{tries.client_address(request)}", f"register:to:{hidden}")


@require_safe
def registered(request, public_id):
    row = kept_or_refused(request, public_id)
    lines = queries.lines(request.actor, row)
    context = {
        "title": "Inscrits",
        "trail": of_event(row),
        "opening": row,
        "lines": lines,
        "changes": row.gathering.is_open,
        "begun": row.gathering.starts_at <= timezone.now(),
        "to_draw": row.by_lot and not row.drawn_at and row.closes_at <= timezone.now(),
    }
    return render(request, "events/registered.html", context)


@require_safe
def registered_csv(request, public_id):
    row = kept_or_refused(request, public_id)
    return csv_file("inscrits", HEADERS, [_line(one) for one in queries.lines(request.actor, row)])


def _line(one):
    share = one.row.share.name if one.row.share else ""
    return [one.row.number, one.row.name, share, one.given.turn.label, one.given.position or "", one.needs]


@require_safe
def sheet(request, public_id):
    """To sign at the door."""
    row = kept_or_refused(request, public_id)
    return pdf_file("feuille-de-presence", "web/record.typ", papers.sheet(row, queries.attending(row)))


@require_http_methods(["GET", "HEAD", "POST"])
def register_for(request, public_id):
    row = kept_or_refused(request, public_id)
    form = RegisterForm(request.POST or None, opening=row, typed=True)
    if submitted(request, form):
        with refusals_in(form):
            told = {"site": request.build_absolute_uri("/"), **form.told()}
            actions.register_for(by=request.actor, opening=row, **told)
            return done(request, "C’est noté.", "events:registered", row.public_id)
    back = reverse("events:registered", args=[row.public_id])
    lead = "Pour quelqu’un qui a téléphoné ou écrit\u00a0: l’inscription compte tout de suite."
    return form_page(
        request, form, title="Inscrire quelqu’un", lead=lead, trail=of_event(row, ("Inscrits", back))
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_for(request, public_id, pk):
    row = kept_or_refused(request, public_id)
    one = row_or_404(
        Registration.objects.visible_to(request.actor).filter(opening=row, withdrawn_at=None), pk
    )
    back = reverse("events:registered", args=[row.public_id])
    if request.method == "POST":
        actions.withdraw_for(by=request.actor, opening=row, registration=one)
        return done(request, "C’est fait.", back)
    told = {"title": "Retirer une inscription", "question": f"Retirer l’inscription de {one.name}\u00a0?"}
    told |= {
        "consequences": "Si elle a une place, cette place ira à la personne qui attend.",
        "confirm_label": "Retirer",
    }
    return render(
        request, "web/confirm.html", told | {"cancel_url": back, "trail": of_event(row, ("Inscrits", back))}
    )
