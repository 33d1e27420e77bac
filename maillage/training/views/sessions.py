"""The catalogue, one session; written, published, cancelled; its seats."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.directory.queries.links import structure_names
from maillage.training import session_words as words
from maillage.training.actions import sessions as actions
from maillage.training.actions.registrations import is_open
from maillage.training.enums import Asked
from maillage.training.forms.importing import ImportForm
from maillage.training.forms.sessions import NAMES, CancelForm, CatalogueForm, QuotaForm, SessionForm
from maillage.training.queries import letters
from maillage.training.queries import sessions as queries
from maillage.training.queries.rulebook import current_themes, themes_for
from maillage.training.rules import can_ask, can_hold, can_lead, can_open, check_can_hold, check_can_open
from maillage.training.views.pages import FORM, TITLE, of_session, session_or_404, trail
from maillage.web.answers import done, form_page, refusals_in, submitted
from maillage.web.downloads import csv_file
from maillage.web.listing import paged
from maillage.web.wording import plural

COLUMNS = (
    "identifiant",
    "titre",
    "type",
    "du",
    "au",
    "inscriptions_jusqu_au",
    "lieu",
    "a_distance",
    "places",
    "organisme",
)
MOST_OPEN = 2000


@login_not_required
@require_safe
def sessions(request):
    form = CatalogueForm(request.GET, themes=list(current_themes()))
    page, pages = paged(request, queries.catalogue(request.actor, **form.believed()))
    rooms = queries.rooms(request.actor, page)
    context = {
        "title": TITLE,
        "form": form,
        "searched": any(form.believed().values()),
        "rows": [
            (one, words.badge(one), words.dates(one), words.where(one), words.seats(one, rooms[one.pk]))
            for one in page
        ],
        "page": page,
        "pages": pages,
        "prepared": list(queries.prepared(request.actor)[:10]),
        "opens": can_open(request.actor),
        "works": can_ask(request.actor),
        "leads": can_lead(request.actor),
    }
    return render(request, "training/sessions.html", context)


@login_not_required
@require_safe
def sessions_csv(request):
    """Published sessions, as open data."""
    rows = queries.catalogue(request.actor)[:MOST_OPEN]
    told = [
        [
            str(one.public_id),
            one.title,
            str(one.get_kind_display()),
            one.starts_on.isoformat(),
            one.ends_on.isoformat(),
            one.asks_until.isoformat(),
            one.place,
            "oui" if one.remote else "non",
            one.seats or "",
            one.provider,
        ]
        for one in rows
    ]
    return csv_file("formations", COLUMNS, told)


@login_not_required
@require_safe
def session(request, public_id):
    found = session_or_404(request, public_id)
    about, room = queries.context_of(found), queries.rooms(request.actor, [found])[found.pk]
    mine = queries.own_registration(request.actor, found)
    holds = can_hold(request.actor, found.structure_id)
    today = timezone.localdate()
    context = {
        "title": found.title,
        "trail": trail(),
        "session": found,
        "badge": words.badge(found),
        "facts": words.facts(found, about["halves"], room),
        "sharing": words.sharing(found, room) if about["quotas"] else "",
        "mine": mine,
        "turn": words.turn(mine, room) if mine else None,
        "unanswered": bool(mine and mine.state == Asked.ASKED and not queries.somebody_answers(mine)),
        "asks": mine is None and can_ask(request.actor) and is_open(found, today),
        "visitor": mine is None and not request.actor.signed_in and is_open(found, today),
        "full": room.free == 0,
        "gone": bool(found.finished_at or found.cancelled_on),
        "to_sign": queries.to_sign(mine),
        "attested": bool(mine and found.finished_at and queries.signed(mine)),
        "holds": holds,
        "asked": [(one, words.turn(one, room)) for one in queries.asked_for(request.actor, found)]
        if holds
        else [],
        "left": letters.left(request.actor, found) if holds else [],
        "over": found.ends_on <= today,
        **about,
    }
    return render(request, "training/session.html", context)


@FORM
def new_session(request):
    check_can_open(request.actor)
    form = SessionForm(request.POST or None, themes=themes_for())
    if submitted(request, form):
        with refusals_in(form):
            told = {
                "values": form.values(),
                "halves": form.cleaned_data["half_days"],
                "themes": form.chosen(),
            }
            made = actions.open_session(by=request.actor, **told)
            return done(request, "La session est enregistrée. Publiez-la quand elle est prête.", made)
    return form_page(request, form, title="Ouvrir une session", trail=trail(), save="Enregistrer la session")


def typed(session):
    about = queries.context_of(session)
    told = {name: getattr(session, name) for name in NAMES}
    return {**told, "half_days": about["halves"], "themes": [str(one.pk) for one in about["themes"]]}


@FORM
def edit_session(request, public_id):
    found = session_or_404(request, public_id)
    check_can_hold(request.actor, found.structure_id)
    form = SessionForm(request.POST or None, initial=typed(found), themes=themes_for(found))
    if submitted(request, form):
        with refusals_in(form):
            told = {
                "values": form.values(),
                "halves": form.cleaned_data["half_days"],
                "themes": form.chosen(),
            }
            actions.write_session(by=request.actor, session=found, **told)
            return done(request, "La session est enregistrée.", found)
    return form_page(request, form, title="Corriger la session", trail=of_session(found))


@require_POST
def publish_session(request, public_id):
    found = session_or_404(request, public_id)
    actions.publish_session(by=request.actor, session=found, site=request.build_absolute_uri("/"))
    return done(request, "La session est publiée\u00a0: tout le monde peut la lire.", found)


@FORM
def cancel_session(request, public_id):
    found = session_or_404(request, public_id)
    check_can_hold(request.actor, found.structure_id)
    form = CancelForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.cancel_session(by=request.actor, session=found, why=form.cleaned_data["why"])
            return done(request, "La session est annulée.", found)
    told = {"trail": of_session(found), "save": "Annuler la session"}
    return form_page(request, form, title="Annuler cette session", **told)


@FORM
def keep_seats(request, public_id):
    found = session_or_404(request, public_id)
    check_can_hold(request.actor, found.structure_id)
    form = QuotaForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.keep_seats(by=request.actor, session=found, **form.cleaned_data)
            return done(request, "Les places sont gardées.", found)
    lead = "Une session partagée entre employeurs garde des places à chacun."
    told = {"lead": lead, "trail": of_session(found), "save": "Garder ces places"}
    told["names"] = structure_names(request.actor)
    return form_page(request, form, "directory/naming_form.html", title="Garder des places", **told)


@FORM
def import_sessions(request):
    """A catalogue as a CSV: whole, or what is wrong line by line."""
    check_can_open(request.actor)
    form = ImportForm(request.POST or None, request.FILES or None)
    if submitted(request, form):
        with refusals_in(form):
            count = actions.import_sessions(by=request.actor, rows=form.cleaned_data["file"])
            words = f"{plural(count, 'session nouvelle|sessions nouvelles')}, à relire puis à publier."
            return done(request, words, "training:sessions")
    return form_page(request, form, title="Importer des sessions", trail=trail(), save="Importer")
