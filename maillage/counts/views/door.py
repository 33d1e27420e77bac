"""The door of a team: its sectors, a quick line, what it sent. Without an account, without network, without JavaScript too."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maillage.counts.actions import sightings as actions
from maillage.counts.enums import Walked
from maillage.counts.forms.sightings import LineForm, StrikeForm, TimedLineForm, WalkedForm
from maillage.counts.queries.door import opened_by
from maillage.counts.sighting_words import said
from maillage.web.answers import done, form_page, refusals_in, submitted
from maillage.web.doors import behind
from maillage.web.wording import from_to

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _opened(request, token):
    return behind(request, "count", lambda: opened_by(token), _gone)


def _gone(request):
    return render(request, "counts/gone.html", {"title": "Ce lien n’ouvre plus"}, status=404)


def _rounds(opened):
    return [(one.id, f"{one.sector} (second passage)" if one.again else one.sector) for one in opened.rounds]


@login_not_required
@FORM
def team(request, token):
    """A line sent by the page's script is answered in JSON, at the same address and with the same checks."""
    opened, refusal = _opened(request, token)
    if refusal:
        return refusal
    form = LineForm(request.POST or None, rounds=_rounds(opened), asked=opened.facts.asked)
    by_script = request.headers.get("Accept") == "application/json"
    if submitted(request, form):
        with refusals_in(form):
            told = {
                "line": form.identifier(),
                "round_id": form.cleaned_data["round"],
                "values": form.values(),
            }
            actions.keep_by_link(opened=opened, **told)
            return (
                JsonResponse({"kept": True})
                if by_script
                else done(request, "La fiche est reçue.", request.path)
            )
    if by_script and request.method == "POST":
        return JsonResponse(
            {"refused": [str(one) for errors in form.errors.values() for one in errors]}, status=422
        )
    return form_page(request, form, "counts/team.html", **_shown(opened, token))


def _shown(opened, token):
    facts = opened.facts
    lines = opened.lines()
    return {
        "title": facts.title,
        "token": token,
        "opened": opened,
        "facts": facts,
        "when": from_to(facts.starts_at, facts.ends_at),
        "rounds": [(one, Walked(one.walked).label if one.walked else "") for one in opened.rounds],
        "lines": [(one, said(one)) for one in lines],
        "counted": sum(not one.struck_at for one in lines),
    }


def _line(request, token, line):
    opened, refusal = _opened(request, token)
    if refusal:
        return None, None, refusal
    one = next((one for one in opened.lines() if one.public_id == line), None)
    if one is None:
        raise Http404
    return opened, one, None


@login_not_required
@FORM
def correct(request, token, line):
    opened, one, refusal = _line(request, token, line)
    if refusal:
        return refusal
    told = {"rounds": _rounds(opened), "asked": opened.facts.asked, "evening": opened.facts.starts_at}
    form = TimedLineForm(request.POST or None, initial=TimedLineForm.read(one), **told)
    back = reverse("counts:team", args=[token])
    if submitted(request, form):
        with refusals_in(form):
            told = {"round_id": form.cleaned_data["round"], "values": form.values()}
            actions.correct_by_link(opened=opened, line=line, **told)
            return done(request, "La fiche est corrigée.", back)
    return form_page(request, form, title="Corriger une fiche", lead=said(one), back=back)


@login_not_required
@FORM
def strike(request, token, line):
    opened, one, refusal = _line(request, token, line)
    if refusal:
        return refusal
    back, form = reverse("counts:team", args=[token]), StrikeForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.strike_by_link(opened=opened, line=line, **form.cleaned_data)
            return done(request, "La fiche est rayée\u00a0: elle ne compte plus.", back)
    return form_page(request, form, title="Rayer une fiche", lead=said(one), save="Rayer", back=back)


@login_not_required
@FORM
def walked(request, token, pk):
    opened, refusal = _opened(request, token)
    if refusal:
        return refusal
    one = next((one for one in opened.rounds if one.id == pk), None)
    if one is None:
        raise Http404
    back = reverse("counts:team", args=[token])
    form = WalkedForm(request.POST or None, evening=opened.facts.starts_at, initial=WalkedForm.read(one))
    if submitted(request, form):
        with refusals_in(form):
            actions.tell_walked_by_link(opened=opened, round_id=pk, **form.values())
            return done(request, "C’est noté. Merci.", back)
    return form_page(request, form, title=one.sector, lead=one.limits, back=back)


@login_not_required
@require_safe
def worker(request):
    """Where it is served says which pages it keeps: those of teams, and nothing else of the platform."""
    return render(request, "counts/offline.js", content_type="text/javascript; charset=utf-8")
