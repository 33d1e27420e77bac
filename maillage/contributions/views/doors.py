"""Without an account: the open link of a process, and the link by which one follows what one gave."""

from types import SimpleNamespace

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from maillage.clocks.minutes import A_MINUTE
from maillage.contributions.actions import contributions as actions
from maillage.contributions.enums import AuthorKind, ContributionKind, FateKind, Publicity
from maillage.contributions.forms.contributions import ContributeForm
from maillage.contributions.models import Process
from maillage.contributions.queries import grid
from maillage.contributions.queries.processes import Axes
from maillage.web import tries
from maillage.web.answers import done, form_page, refusals_in, submitted
from maillage.web.doors import behind
from maillage.web.errors import too_many_requests

MOST, AN_HOUR = 60, 3600
"""Contributions that one address of the network may send in an hour: a room full of people shares one."""


def _gone(request):
    return render(request, "contributions/gone.html", {"title": "Ce lien n’ouvre plus"}, status=404)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def door(request, token):
    opened, refusal = behind(request, "contribution", lambda: grid.opened_by_link(token), _gone)
    if refusal:
        return refusal
    link, facts = opened
    if request.method != "POST" and facts.closes_at <= timezone.now():
        return _gone(request)
    initial = {"author_kind": AuthorKind.PERSON, "publicity": Publicity.PUBLIC}
    form = ContributeForm(request.POST or None, **_asked(facts), initial=initial)
    if submitted(request, form):
        if tries.count(f"contributions:{tries.client_address(request)}", AN_HOUR) > MOST:
            return too_many_requests(request, AN_HOUR)
        with refusals_in(form):
            key = actions.contribute_by_link(link=link, told=form.told(), confirmed=form.said())
            return done(request, "Merci, votre contribution est notée.", _follow(key))
    told = {"title": "Contribuer", "save": "Envoyer", "back": request.path}
    return form_page(
        request,
        form,
        "contributions/door.html",
        **told,
        facts=facts,
        last_minute=facts.closes_at - A_MINUTE,
    )


def _follow(key):
    return reverse("contributions:follow", args=[grid.follow_token(key)])


def _asked(facts):
    """As the form of an account asks it, from what the link gives."""
    listed = [SimpleNamespace(pk=one["id"], label=one["label"], kind=one["kind"]) for one in facts.axes]
    axes = Axes(*([one for one in listed if one.kind == kind] for kind in ("row", "column")))
    process = Process(stakes_on=facts.stakes_on, practices_on=facts.practices_on)
    places = [SimpleNamespace(pk=one["id"], name=one["name"]) for one in facts.territories]
    return {"axes": axes, "territories": places, "kinds": process.kinds(timezone.localdate())}


def _followed(request, token):
    return behind(request, "follow", lambda: grid.followed(token), _gone)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def follow(request, token):
    opened, refusal = _followed(request, token)
    if refusal:
        return refusal
    _, facts = opened
    context = {
        "title": "Votre contribution",
        "facts": facts,
        "kind": ContributionKind(facts.kind).label,
        "fate": FateKind(facts.fate).label if facts.fate else "",
        "token": token,
        "here": request.build_absolute_uri(),
    }
    return render(request, "contributions/follow.html", context)


@login_not_required
@require_POST
def withdraw(request, token):
    opened, refusal = _followed(request, token)
    if refusal:
        return refusal
    actions.withdraw_by_link(key=opened[0])
    return done(request, "Votre contribution est retirée.", "contributions:follow", token)
