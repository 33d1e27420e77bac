"""Calls for everybody: the list, one, their calendar; who holds a label."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.calls import call_words as words
from maillage.calls import rules
from maillage.calls.enums import Phase
from maillage.calls.queries import applications as files
from maillage.calls.queries import calls as queries
from maillage.calls.views.pages import HOME, call_or_404, phase_status, trail
from maillage.web.calendar_file import calendar_events
from maillage.web.downloads import calendar_file
from maillage.web.listing import A_PAGE, paged
from maillage.web.wording import month

TABS = {"ouverts": queries.still_open, "fermes": queries.closed}
MOST_SHOWN, MOST_MET = 100, 5
MONTHS_AHEAD = 18


@login_not_required
@require_safe
def calls(request):
    chosen = request.GET.get("etat", "ouverts")
    chosen = chosen if chosen in TABS else "ouverts"
    page, pages = paged(request, TABS[chosen](queries.listed(request.actor)))
    context = {
        "title": HOME,
        "page": page,
        "rows": [(one, phase_status(one), words.when(one)) for one in page],
        "pages": pages,
        "chosen": chosen,
        "prepared": queries.prepared(request.actor)[:A_PAGE],
        "opens": queries.juries(request.actor).exists(),
        "signed": request.actor.signed_in,
    }
    return render(request, "calls/calls.html", context)


@login_not_required
@require_safe
def call(request, public_id):
    row, standing = call_or_404(request, public_id)
    actor = request.actor
    found = queries.phase_of(row)
    publishes = rules.can_publish(actor, standing)
    same = queries.still_open(queries.listed(actor)) if row.published_at else queries.listed(actor)
    context = {
        "title": row.title,
        "trail": trail(),
        "call": row,
        "status": phase_status(row),
        "facts": words.facts(row, queries.in_words(row)),
        "steps": words.steps(row),
        "funders": row.funders.select_related("structure"),
        "questions": row.questions.all(),
        "answers": row.answers.all(),
        "meetings": queries.meetings(row, list(same[:MOST_SHOWN])),
        "asked": queries.requests(actor, row) if actor.signed_in else [],
        "intents": queries.intents(actor, row)[:A_PAGE] if actor.signed_in and row.letter_until else [],
        "indicators": words.indicators(queries.indicators(actor, row), timezone.localdate()),
        "awards": queries.awards(actor, row)[:MOST_SHOWN],
        "open": rules.is_open(found),
        "takes_letters": found == Phase.LETTER,
        "answers_now": rules.is_open(found) or found == Phase.COMING,
        "applies": rules.can_apply(actor),
        "signed": actor.signed_in,
        "own": files.of_call(actor, row) if actor.at_work else None,
        "publishes": publishes,
        "judges": rules.can_judge(actor, standing),
    }
    return render(request, "calls/call.html", context)


@login_not_required
@require_safe
def calendar(request):
    """Month by month, the calls that close then; those that fall on each other say so: the first ones here, all of them on
    their own page."""
    rows = list(_coming(request)[:MOST_SHOWN])
    met, found = queries.meetings_among(rows), {}
    for one in rows:
        closes = timezone.localtime(one.closes_at)
        told = (one, phase_status(one), words.when(one), met[one.pk][:MOST_MET], len(met[one.pk]) - MOST_MET)
        found.setdefault(month(closes).capitalize(), []).append(told)
    context = {"title": "Calendrier des appels", "trail": trail(), "months": list(found.items())}
    return render(request, "calls/calendar.html", context)


def _coming(request):
    until = timezone.now() + timedelta(days=31 * MONTHS_AHEAD)
    return queries.still_open(queries.listed(request.actor)).filter(closes_at__lt=until)


@login_not_required
@require_safe
def calendar_ics(request):
    events = [words.event(one) for one in _coming(request)[:MOST_SHOWN]]
    return calendar_file("appels", calendar_events(events))


@login_not_required
@require_safe
def register(request):
    page, pages = paged(request, queries.register(request.actor))
    today = timezone.localdate()
    context = {
        "title": "Registre des labels",
        "trail": trail(),
        "page": page,
        "rows": [(one, words.held(one, today)) for one in page],
        "pages": pages,
    }
    return render(request, "calls/register.html", context)
