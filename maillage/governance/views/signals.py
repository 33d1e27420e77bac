"""What a committee sees coming: noted by its members, seen by others too, put on an agenda, followed up."""

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.governance.actions import signals as actions
from maillage.governance.enums import SignalTheme
from maillage.governance.forms.signals import AgendaForm, OutcomeForm, SignalFilters, SignalForm
from maillage.governance.queries import committees, standing
from maillage.governance.queries import signals as queries
from maillage.governance.rules import can_keep, check_can_keep
from maillage.governance.rules.ethics import check_can_signal
from maillage.governance.views.pages import committee_or_404, of_committee
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.listing import paged

TITLE = "Signaux"
FORM = require_http_methods(["GET", "HEAD", "POST"])


def _inside(request, public_id):
    row, mine = committee_or_404(request, public_id)
    check_can_signal(request.actor, mine)
    return row, mine


@require_safe
def signals(request, public_id):
    row, mine = _inside(request, public_id)
    form = SignalFilters(request.GET or None)
    theme = form.cleaned_data["theme"] if form.is_valid() else ""
    page, pages = paged(request, queries.signals(request.actor, row, theme))
    below = [one for one in queries.below(row) if not theme or one.theme == theme]
    context = {
        "title": f"Signaux\u00a0: {row.name}",
        "trail": of_committee(row),
        "committee": row,
        "form": form,
        "page": page,
        "pages": pages,
        "keeps": can_keep(request.actor, mine),
        "me": request.actor.user_id,
        **_told_below(request, row, below),
    }
    return form_page(request, form, "governance/signals.html", status=200, **context)


def _told_below(request, row, below):
    """What this committee and those under it count; what those under it let read."""
    names = dict(committees(request.actor).values_list("pk", "name"))
    worded = [one for one in below if one.wording and one.committee_id != row.pk]
    return {
        "columns": ["Quand", "Thème", "Où", ("Signaux", "number"), ("Vus aussi", "number")],
        "counted": [
            [one.quarter, one.theme.capitalize(), one.place, one.signals, one.echoes]
            for one in queries.counted(below)[:100]
        ],
        "worded": [
            (one, SignalTheme(one.theme).label, names.get(one.committee_id, "instance non publique"))
            for one in sorted(worded, key=lambda one: one.told_on, reverse=True)[:50]
        ],
    }


@FORM
def note(request, public_id):
    row, _ = _inside(request, public_id)
    form = SignalForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            made = actions.note_signal(
                by=request.actor, committee=row, values=form.told(), confirmed=form.said()
            )
            return done(request, "Le signal est noté.", made)
    lead = "Ce qui commence, et que d’autres voient peut-être. Déjà noté\u00a0? Dites plutôt que vous le voyez aussi."
    told = {"lead": lead, "trail": of_signals(row), "save": "Noter ce signal"}
    return form_page(request, form, title="Noter un signal", **told)


def of_signals(committee):
    return of_committee(committee, (TITLE, _page(committee)))


def _page(committee):
    return reverse("governance:signals", args=[committee.public_id])


def _signal_or_404(request, public_id):
    return row_or_404(queries.of_actor(request.actor), public_id=public_id)


@require_POST
def echo(request, public_id):
    row = _signal_or_404(request, public_id)
    with refusals_told(request):
        actions.see_too(by=request.actor, signal=row)
        return done(request, "C’est noté\u00a0: vous le voyez aussi.", row)
    return redirect(row)


def _kept(request, public_id):
    row = _signal_or_404(request, public_id)
    check_can_keep(request.actor, standing(request.actor, row.committee))
    return row


@FORM
def to_agenda(request, public_id):
    row = _kept(request, public_id)
    coming = queries.coming_gatherings(request.actor, row.committee)
    form = AgendaForm(request.POST or None, gatherings=coming)
    if submitted(request, form):
        with refusals_in(form):
            item = actions.put_on_agenda(by=request.actor, signal=row, **form.cleaned_data)
            return done(request, "Le signal est à l’ordre du jour.", item.gathering)
    lead = f"{row.seen}\nL’ordre du jour ne montrera que le thème, et ce qui peut être dit au-dehors."
    told = {"lead": lead, "trail": of_signals(row.committee), "save": "Mettre à l’ordre du jour"}
    return form_page(request, form, title="Mettre à l’ordre du jour", **told)


@FORM
def close(request, public_id):
    row = _kept(request, public_id)
    form = OutcomeForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.say_outcome(by=request.actor, signal=row, **form.cleaned_data)
            return done(request, "La suite est dite.", row)
    told = {"lead": row.seen, "trail": of_signals(row.committee)}
    return form_page(request, form, title="Dire la suite donnée", **told)
