"""Meetings that open their doors: the list, one of them, opened or changed by who keeps its work."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.events import queries
from maillage.events.actions import openings as actions
from maillage.events.forms.openings import CameForm, DrawForm, OpeningForm
from maillage.events.queries import forums, registrations
from maillage.events.queries.openings import room
from maillage.events.views.pages import (
    event_or_404,
    gathering_or_404,
    kept_or_refused,
    of_event,
    of_gathering,
    trail,
)
from maillage.governance.queries import standing
from maillage.governance.rules import check_can_keep
from maillage.web.answers import done, form_page, refusals_in, submitted
from maillage.web.listing import paged
from maillage.web.wording import from_to, plural


@login_not_required
@require_safe
def events(request):
    rows = queries.coming(request.actor, timezone.now())
    page, pages = paged(request, rows)
    return render(
        request, "events/events.html", {"title": "Rencontres ouvertes", "page": page, "pages": pages}
    )


@login_not_required
@require_safe
def event(request, public_id):
    row, keeps = event_or_404(request, public_id)
    mine = registrations.own(request.actor, row)
    context = {
        "title": row.gathering.title,
        "trail": trail(),
        "opening": row,
        "gathering": row.gathering,
        "when": from_to(row.gathering.starts_at, row.gathering.ends_at),
        "room": room(row),
        "keeps": keeps,
        "token": registrations.token_of(mine.key) if mine else "",
        "topics": list(forums.topics(request.actor, row)) if row.forum else [],
        "begun": row.gathering.starts_at <= timezone.now(),
    }
    return render(request, "events/event.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_registrations(request, public_id):
    """For a meeting; the same page changes what was opened."""
    row = gathering_or_404(request, public_id)
    check_can_keep(request.actor, standing(request.actor, row.committee))
    found = queries.opening_of(request.actor, row)
    form = OpeningForm(request.POST or None, initial=_told(found) if found else _proposed(row))
    if submitted(request, form):
        with refusals_in(form):
            told = {"values": form.values(), "shares": form.cleaned_data["shares"]}
            made = actions.open_registrations(by=request.actor, gathering=row, **told)
            return done(request, "C’est enregistré.", made.get_absolute_url())
    title = "Changer les inscriptions" if found else "Ouvrir aux inscriptions"
    return form_page(request, form, title=title, trail=of_gathering(row))


def _proposed(gathering):
    """A week before, at the end of the day; the day before when it is sooner."""
    before = timezone.localtime(gathering.starts_at) - timedelta(days=7)
    soonest = max(
        before.date(), min(timezone.localdate() + timedelta(days=1), timezone.localdate(gathering.starts_at))
    )
    return {"day": soonest, "hour": "23 h 59"}


def _told(opening):
    last = timezone.localtime(opening.last_minute)
    told = {name: getattr(opening, name) for name in ("purpose", "places", "by_lot", "lot_source", "forum")}
    shares = "\n".join(f"{one.name}\u00a0: {one.places}" for one in opening.shares.all())
    return told | {"day": last.date(), "hour": last.time(), "shares": shares}


@require_http_methods(["GET", "HEAD", "POST"])
def draw(request, public_id):
    row = kept_or_refused(request, public_id)
    form = DrawForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            drawn = actions.draw(by=request.actor, opening=row, **form.cleaned_data)
            words_said = f"Le tirage est fait entre {plural(drawn, 'inscription')}. Chacun est prévenu."
            return done(request, words_said, row.get_absolute_url())
    told = {"title": "Tirer les places au sort", "save": "Tirer au sort", "trail": of_event(row)}
    lead = (
        f"Annoncé\u00a0: {row.lot_source}. Chaque inscription a un numéro\u00a0; les empreintes SHA-256 de "
        "«\u00a0nombre:numéro\u00a0», de la plus petite à la plus grande, donnent l’ordre. Chacun peut le refaire."
    )
    return form_page(request, form, lead=lead, **told)


@require_http_methods(["GET", "HEAD", "POST"])
def came(request, public_id):
    row = kept_or_refused(request, public_id)
    form = CameForm(request.POST or None, expected=registrations.attending(row))
    if submitted(request, form):
        with refusals_in(form):
            noted = actions.note_came(by=request.actor, opening=row, came=form.came())
            return done(request, f"{plural(noted, 'présence notée')}.", row.get_absolute_url())
    told = {"title": "Qui est venu", "trail": of_event(row)}
    lead = "Cochez qui est là. Ces présences s’ajoutent à celles de la séance."
    return form_page(request, form, "events/came.html", lead=lead, **told)
