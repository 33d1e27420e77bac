"""Sessions: the next ones near a commune, one and its days, calendars and poster for all; kept by their team."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.directory import rules, session_words
from maillage.directory.actions import sessions as actions
from maillage.directory.enums import SessionKind, Visibility
from maillage.directory.forms.sessions import CancelForm, MoveForm, SessionFilters, SessionForm
from maillage.directory.models import Structure
from maillage.directory.queries import sessions as queries
from maillage.directory.queries.links import structure_names
from maillage.directory.rules.recurrence import Rhythm
from maillage.directory.session_calendar import session_feed
from maillage.directory.views.cards import structure_or_404
from maillage.directory.views.pages import trail
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.downloads import calendar_file, pdf_file
from maillage.web.wording import full_day

TITLE = "Permanences"
MOST_LISTED = 100
MOST_IN_FEED = 300


def here():
    return reverse("directory:sessions")


def session_or_404(request, public_id):
    return row_or_404(queries.sessions(request.actor), public_id=public_id)


@login_not_required
@require_safe
def sessions(request):
    """What was typed wrong is said, and the rest of the search still answers."""
    form = SessionFilters(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    told = {"category": asked.get("theme", ""), "kind": asked.get("type", "")}
    near = {"commune": asked.get("commune"), "kilometres": asked.get("km") or 20}
    found = queries.next_sessions(request.actor, timezone.localdate(), **told, **near)
    context = {
        "title": TITLE,
        "trail": trail(),
        "commune": near["commune"],
        "days": _by_day(found[:MOST_LISTED]),
        "more": max(0, len(found) - MOST_LISTED),
        "ahead": queries.DAYS_AHEAD,
        "kept_from": _kept_from(request.actor),
    }
    return form_page(request, form, "directory/sessions.html", **context)


def _by_day(found):
    days = {}
    for near in found:
        days.setdefault(near.occurrence.starts.date(), []).append(_line(near.occurrence, near.kilometres))
    return list(days.items())


def _line(occurrence, kilometres=None):
    session = occurrence.session
    place = "" if occurrence.place == session.place else occurrence.place
    return {
        "session": session,
        "day": occurrence.day,
        "on": occurrence.starts.date(),
        "span": session_words.span(occurrence),
        "where": session_words.where(session, place),
        "themes": ", ".join(session_words.themes(session)),
        "state": session_words.state_of(occurrence),
        "held": occurrence.held,
        "kilometres": None if kilometres is None else round(kilometres),
    }


def _kept_from(actor):
    """The structure whose sessions this actor plans."""
    if not rules.can_keep_cards(actor, actor.structure_id or 0):
        return None
    return Structure.objects.visible_to(actor).filter(pk=actor.structure_id).first()


@login_not_required
@require_safe
def session(request, public_id):
    row = session_or_404(request, public_id)
    today = timezone.localdate()
    context = {
        "title": row.name,
        "trail": trail((TITLE, here())),
        "session": row,
        "facts": session_words.facts(row),
        "days": [_line(one) for one in queries.coming(row, today)],
        "keeps": rules.can_keep_cards(request.actor, row.structure_id),
        "public": row.visibility == Visibility.PUBLIC,
        "running": queries.sessions(request.actor).running(today).filter(pk=row.pk).exists(),
        "feed": request.build_absolute_uri(reverse("directory:session_calendar", args=[row.public_id])),
    }
    return render(request, "directory/session.html", context)


# For everybody: calendars, poster


@login_not_required
@require_safe
def session_calendar(request, public_id):
    row = session_or_404(request, public_id)
    return calendar_file("permanence", session_feed(row.name, [row], timezone.localdate()))


@login_not_required
@require_safe
def structure_calendar(request, public_id):
    structure = structure_or_404(request, public_id)
    rows = queries.of_structure(request.actor, structure).running(timezone.localdate())[:MOST_IN_FEED]
    return calendar_file("permanences", session_feed(structure.name, rows, timezone.localdate()))


@login_not_required
@require_safe
def commune_calendar(request):
    """Those at most so many kilometres from a commune; a page when the commune is not told right."""
    form = SessionFilters(request.GET)
    commune = form.cleaned_data.get("commune") if form.is_valid() else None
    if commune is None:
        return sessions(request)
    today = timezone.localdate()
    kilometres = form.cleaned_data["km"]
    near = queries.near(request.actor, today, commune, kilometres)[:MOST_IN_FEED]
    return calendar_file("permanences", session_feed(f"Permanences, {commune.name}", near, today))


@login_not_required
@require_safe
def poster(request, public_id):
    row = session_or_404(request, public_id)
    coming = [one for one in queries.coming(row, timezone.localdate(), 8) if one.held]
    data = {
        "title": row.name,
        "team": row.structure.name,
        "when": _capital(session_words.when(row)),
        "where": session_words.where(row),
        "whom": _capital(session_words.for_whom(row)),
        "themes": session_words.themes(row),
        "appointment": "Sur rendez-vous." if row.by_appointment else "Vous pouvez venir sans rendez-vous.",
        "phone": rules.shown_phone(row.phone) if row.phone else "",
        "description": row.description,
        "next": [f"{full_day(one.starts)}, {session_words.span(one)}" for one in coming[:6]],
        "printed": timezone.localdate(),
    }
    return pdf_file("affiche", "directory/poster.typ", data)


def _capital(text):
    return text[:1].upper() + text[1:]


# By those who keep it


@require_http_methods(["GET", "HEAD", "POST"])
def new_session(request, public_id):
    team = structure_or_404(request, public_id)
    rules.check_can_keep_cards(request.actor, team.pk)
    start = {"version": 0, "minutes": 120, "rhythm": Rhythm.WEEKLY, "commune": team.commune}
    start |= {"kind": SessionKind.OUTREACH, "visibility": Visibility.PUBLIC, "phone": team.phone}
    form = SessionForm(request.POST or None, initial=start)
    if submitted(request, form):
        told = {"structure": team, "values": form.values()}
        with refusals_in(form):
            added = actions.add_session(by=request.actor, **told)
            return done(request, "La permanence est annoncée.", added.get_absolute_url())
    above = trail((team.name, team.get_absolute_url()))
    return _session_form(request, "Annoncer une permanence", form, above)


def _session_form(request, title, form, above):
    names = structure_names(request.actor)
    return form_page(request, form, "directory/session_form.html", title=title, trail=above, names=names)


def _kept(request, public_id):
    row = session_or_404(request, public_id)
    rules.check_can_keep_cards(request.actor, row.structure_id)
    return row, trail((TITLE, here()), (row.name, row.get_absolute_url()))


@require_http_methods(["GET", "HEAD", "POST"])
def correct_session(request, public_id):
    row, above = _kept(request, public_id)
    form = SessionForm(request.POST or None, initial=SessionForm.of(row))
    if submitted(request, form):
        told = {"version": form.cleaned_data["version"], "values": form.values()}
        with refusals_in(form):
            actions.correct_session(by=request.actor, session=row, **told)
            return done(request, "La permanence est corrigée.", row.get_absolute_url())
    return _session_form(request, f"Corriger\u00a0: {row}", form, above)


@require_POST
def stop_session(request, public_id):
    row = session_or_404(request, public_id)
    last = timezone.localdate() - timedelta(days=1)
    actions.stop_session(by=request.actor, session=row, last=last)
    return done(request, "La permanence n’a plus lieu. Corrigez son dernier jour pour la reprendre.", here())


def _day_or_404(row, day):
    if not queries.in_rule(row, day):
        raise Http404
    return day


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_day(request, public_id, day):
    row, above = _kept(request, public_id)
    _day_or_404(row, day)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if submitted(request, form):
        told = {"session": row, "day": day, "reason": form.cleaned_data["reason"]}
        with refusals_in(form):
            actions.cancel_day(by=request.actor, **told)
            return done(request, f"Annulée le {full_day(day)}.", row.get_absolute_url())
    title = f"Annuler le {full_day(day)}"
    lead = "Les agendas abonnés le diront. Vous pourrez la remettre."
    return form_page(request, form, title=title, trail=above, lead=lead, save="Annuler ce jour-là")


@require_http_methods(["GET", "HEAD", "POST"])
def move_day(request, public_id, day):
    row, above = _kept(request, public_id)
    _day_or_404(row, day)
    form = MoveForm(request.POST or None, initial={"to": day, "at": row.starts_at})
    if submitted(request, form):
        told = {"session": row, "day": day, **form.cleaned_data}
        with refusals_in(form):
            actions.move_day(by=request.actor, **told)
            return done(request, "Le changement est annoncé.", row.get_absolute_url())
    title = f"Déplacer le {full_day(day)}"
    return form_page(request, form, title=title, trail=above, save="Déplacer")


@require_POST
def restore_day(request, public_id, day):
    row = session_or_404(request, public_id)
    actions.restore_day(by=request.actor, session=row, day=_day_or_404(row, day))
    return done(request, "Ce jour-là est remis comme prévu.", row.get_absolute_url())
