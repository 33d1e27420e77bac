"""Written rounds: opened, read, extended, closed; the voices that the secretariat notes."""

from datetime import time, timedelta
from types import SimpleNamespace

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.governance import queries as governance
from maillage.governance import rules
from maillage.governance.actions import rounds as actions
from maillage.governance.actions import voices
from maillage.governance.enums import DecisionKind, SaidBy
from maillage.governance.forms.rounds import ExtendForm, OpenRoundForm, VotesForm
from maillage.governance.models import Ballot, RoundExtension
from maillage.governance.queries import rounds as queries
from maillage.governance.views.gatherings import gathering_or_404
from maillage.governance.views.pages import of_gathering
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.wording import plural

TITLE = "Consultation écrite"


def round_or_404(request, public_id):
    """The round, and what the actor is for the committee that holds it."""
    row = row_or_404(queries.rounds(request.actor), public_id=public_id)
    return row, governance.standing(request.actor, row.gathering.committee)


def of_round(row):
    return of_gathering(row.gathering, (TITLE, row.get_absolute_url()))


@require_http_methods(["GET", "HEAD", "POST"])
def open_round(request, public_id):
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    items = queries.may_be_voted(request.actor, row)
    soon = min(
        timezone.localdate() + timedelta(days=7), timezone.localdate(row.starts_at) - timedelta(days=1)
    )
    initial = {"day": soon, "hour": time(23, 59), "kind": DecisionKind.DECIDE}
    form = OpenRoundForm(request.POST or None, items=items, initial=initial)
    if submitted(request, form):
        told = {"kind": form.cleaned_data["kind"], "closes_at": form.until(), "texts": form.texts()}
        with refusals_in(form):
            site = request.build_absolute_uri("/")
            made = actions.open_round(by=request.actor, gathering=row, site=site, **told)
            return done(
                request, "La consultation est ouverte\u00a0: les e-mails partent.", made.get_absolute_url()
            )
    told = {"title": "Consulter par écrit", "trail": of_gathering(row), "save": "Ouvrir la consultation"}
    return form_page(request, form, "governance/open_round.html", **told)


@require_safe
def round_page(request, public_id):
    row, standing = round_or_404(request, public_id)
    keeps = rules.can_keep(request.actor, standing)
    points = queries.points(request.actor, row)
    own = queries.own_ballot(request.actor, row)
    context = {
        "title": TITLE,
        "trail": of_gathering(row.gathering),
        "round": row,
        "points": points,
        "extensions": RoundExtension.objects.visible_to(request.actor).filter(round=row),
        "counts": queries.taking_part(row) if keeps else [],
        "ballots": queries.ballots(request.actor, row) if keeps else [],
        "to_read": queries.to_read(request.actor, row) if keeps else [],
        "own_token": queries.token_of(own) if own and row.runs else "",
        "own": own,
        "keeps": keeps,
    }
    return render(request, "governance/round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request, public_id):
    row, standing = round_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    last = timezone.localtime(row.last_minute)
    initial = {"day": last.date() + timedelta(days=3), "hour": last.time()}
    form = ExtendForm(request.POST or None, initial=initial)
    if submitted(request, form):
        told = {"until": form.until(), "reason": form.cleaned_data["reason"]}
        with refusals_in(form):
            actions.extend_round(by=request.actor, row=row, site=request.build_absolute_uri("/"), **told)
            return done(request, "La consultation est prolongée.", row.get_absolute_url())
    return form_page(request, form, title="Prolonger la consultation", trail=of_round(row), save="Prolonger")


def _closed(decisions):
    if not decisions:
        return "Le résultat est noté. Trop peu de sièges ont répondu\u00a0: rien n’est décidé, les points restent à l’ordre du jour."
    return f"Le résultat est noté\u00a0: {plural(decisions, 'décision')}."


@require_POST
def close(request, public_id):
    row, _ = round_or_404(request, public_id)
    with refusals_told(request):
        made = actions.close_round(by=request.actor, row=row)
        return done(request, _closed(len(made)), row.get_absolute_url())
    return redirect(row.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def note(request, public_id, pk):
    """What somebody voted on paper, on the telephone, or in a mail that nobody but a person understands.

    What they said by themselves is not shown: nobody reads votes before the end.
    """
    row, standing = round_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    rows = Ballot.objects.visible_to(request.actor).filter(round=row)
    one = row_or_404(rows.select_related("occupant", "round__gathering__committee"), pk)
    said = {voice.point_id: voice.vote for voice in one.voices.all() if voice.said_by == SaidBy.SECRETARIAT}
    points = [
        SimpleNamespace(id=point.pk, number=point.number, title=point.item.title, vote=said.get(point.pk, ""))
        for point in queries.points(request.actor, row)
    ]
    form = VotesForm(request.POST or None, points=points, partly=True)
    if submitted(request, form):
        with refusals_in(form):
            voices.note_voices(by=request.actor, ballot=one, votes=form.votes())
            return done(request, "C’est noté.", row.get_absolute_url())
    replies = [reply for reply in queries.to_read(request.actor, row) if reply.ballot_id == one.pk]
    told = {"title": f"Vote\u00a0: {one.occupant.name}", "trail": of_round(row), "replies": replies}
    return form_page(request, form, "governance/note_voices.html", **told)
