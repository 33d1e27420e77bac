"""For who runs a session: rounds run and replayed, then arbitration with reasons, by two persons or by a committee."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from maillage.diplomas.queries.diplomas import shorts
from maillage.governance.queries import standing
from maillage.governance.rules import check_can_keep, missing
from maillage.permissions import Forbidden
from maillage.placements.actions import committee as together
from maillage.placements.actions import rounds as actions
from maillage.placements.enums import Phase
from maillage.placements.forms.committee import TogetherForm
from maillage.placements.forms.students import DecideForm, ProposeForm
from maillage.placements.queries import committee, results
from maillage.placements.queries import rounds as queries
from maillage.placements.queries.inputs import inputs, kilometres
from maillage.placements.views.pages import FORM, candidate_or_404, of_session, run_or_refused
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.listing import paged

MOST_AT_ONCE = 60
SAID = {1: "Le premier tour est fait.", 2: "Le second tour est fait."}


def _above(row):
    return of_session(row, ("Arbitrages", reverse("placements:arbitrations", args=[row.public_id])))


@require_POST
def run(request, public_id, number):
    row = run_or_refused(request, public_id)
    if number not in SAID:
        raise Http404
    with refusals_told(request):
        actions.run(by=request.actor, session=row, number=number)
        return done(request, SAID[number], row.get_absolute_url())
    return redirect(row)


@require_safe
def replay(request, public_id, number):
    row = run_or_refused(request, public_id)
    made = row_or_404(queries.made(request.actor, row), number=number)
    again = queries.worked_out(row, number)
    context = {
        "title": f"Tour {number} rejoué",
        "trail": of_session(row),
        "row": row,
        "run": made,
        "differences": queries.differences(made, again),
        "outputs": again.outputs,
        "digests": [(name, made.digests.get(name), told) for name, told in again.found.digests.items()],
    }
    return render(request, "placements/replay.html", context)


@require_safe
def arbitrations(request, public_id):
    row, names = run_or_refused(request, public_id), shorts()
    page, pages = paged(request, results.without_place(request.actor, row))
    told, done_rounds = results.arbitrations(request.actor).filter(session=row), queries.runs(row)
    waiting = list(told.filter(outcome=""))
    proposed = {one.candidate_id for one in waiting}
    context = {
        "title": "Arbitrages",
        "trail": of_session(row),
        "row": row,
        "page": page,
        "pages": pages,
        "waiting": waiting,
        "decided": list(told.exclude(outcome="")[:100]),
        "lines": [(one, names.get(one.diploma_code, one.diploma_code), one.pk in proposed) for one in page],
        "free": sum(queries.free_seats(row, inputs(row)).values()) if done_rounds else 0,
        "ready": 1 in done_rounds,
        "results": row.phase == Phase.RESULTS,
        "me": request.actor.user_id,
        "keeps": committee.keeps(request.actor, row),
    }
    return render(request, "placements/arbitrations.html", context)


@FORM
def propose(request, public_id):
    one = candidate_or_404(request, public_id)
    row = run_or_refused(request, one.session.public_id)
    form = ProposeForm(request.POST or None, seats=_open_seats(row, one))
    if submitted(request, form):
        with refusals_in(form):
            seat = (
                results.named([form.cleaned_data["seat"]]).get(form.cleaned_data["seat"])
                if form.cleaned_data["seat"]
                else None
            )
            actions.propose(by=request.actor, candidate=one, seat=seat, reason=form.cleaned_data["reason"])
            words = f"La proposition attend la décision {'de l’instance' if row.committee_id else 'd’une autre personne'}."
            return done(request, words, "placements:arbitrations", row.public_id)
    held = results.held([one.pk]).get(one.pk)
    lead = f"{one.name}, {one.school}. " + (f"Place actuelle\u00a0: {held.seat}." if held else "Sans place.")
    return form_page(request, form, title="Proposer une place", lead=lead, save="Proposer", trail=_above(row))


def _open_seats(row, one):
    """Places that are free and open to them, the nearest first."""
    found = inputs(row)
    taker = found.takers.get(one.number)
    if taker is None:
        return []
    free, closed = queries.free_seats(row, found), found.closed_for(taker)
    far = {key: kilometres(taker.spot, found.offered[key].spot) for key in free if key not in closed}
    seats = results.named(far)
    nearest = sorted(far, key=lambda key: (far[key], key))
    return [(key, f"{seats[key]}, {seats[key].commune.name}, {far[key]}\u00a0km") for key in nearest]


@FORM
def decide_together(request, public_id):
    """Several proposals, one decision of the committee of the session."""
    row = run_or_refused(request, public_id)
    if row.committee_id is None:
        raise Forbidden(together.NO_COMMITTEE)
    if row.committee is None:
        raise Http404
    check_can_keep(request.actor, standing(request.actor, row.committee))
    sittings = committee.sittings(row)
    counts = committee.counts(_chosen(request, sittings))
    waiting = results.arbitrations(request.actor).filter(session=row, outcome="")
    more = max(waiting.count() - MOST_AT_ONCE, 0)
    told = {"sittings": sittings, "points": committee.points(request.actor, row), "counts": counts}
    form = TogetherForm(request.POST or None, proposals=list(waiting[:MOST_AT_ONCE]), **told)
    if submitted(request, form):
        with refusals_in(form):
            made = together.decide_together(by=request.actor, session=row, **form.told())
            return done(request, "La décision de l’instance est notée.", made.get_absolute_url())
    page = {"title": "Décider en séance", "trail": _above(row), "row": row, "save": "Noter la décision"}
    return form_page(request, form, lacking=missing(counts), sat=bool(counts), more=more, **page)


def _chosen(request, sittings):
    """The sitting that the form names; the last one when it is opened."""
    key = request.POST.get("gathering", "")
    return sittings.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else sittings.first()


@FORM
def decide(request, public_id):
    one = row_or_404(results.arbitrations(request.actor).filter(outcome=""), public_id=public_id)
    row, form = run_or_refused(request, one.session.public_id), DecideForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            told = {"outcome": form.cleaned_data["outcome"], "why": form.cleaned_data["decided_why"]}
            actions.decide(by=request.actor, arbitration=one, **told)
            return done(request, "La décision est prise.", "placements:arbitrations", row.public_id)
    return form_page(
        request, form, "placements/decide.html", title="Décider", one=one, save="Décider", trail=_above(row)
    )
