"""The door of who answers: a personal link, or the open one. Read at the very second that PostgreSQL tells."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from maillage.clocks.minutes import A_MINUTE
from maillage.consultations.actions import answers as actions
from maillage.consultations.forms.answering import AnswerForm
from maillage.consultations.queries import door as queries
from maillage.directory.models import Territory
from maillage.permissions import Forbidden
from maillage.web import tries
from maillage.web.answers import done, form_page, submitted
from maillage.web.doors import behind
from maillage.web.errors import too_many_requests

FORM = require_http_methods(["GET", "HEAD", "POST"])
AN_HOUR, MOST_AN_HOUR = 3600, 60
"""An open link: so many answers an hour from one address of the network, that colleagues may share."""
THANKS = "Merci, votre réponse est reçue."


def _opened(request, token):
    """What the link opens, or the answer that refuses."""
    return behind(request, "survey", lambda: queries.opened_by(token), _gone)


def _gone(request):
    return _closed(request, None, 404)


def _closed(request, opened, status=200):
    """Over, already answered, or never there."""
    context = {"title": opened.facts.title if opened else "Ce lien n’ouvre rien"}
    if opened:
        context |= {"facts": opened.facts, "last_minute": opened.facts.closes_at - A_MINUTE}
    return render(request, "consultations/closed.html", context, status=status)


@login_not_required
@FORM
def answer(request, token):
    opened, refusal = _opened(request, token)
    if refusal:
        return refusal
    facts = opened.facts
    over = not opened.runs and request.method != "POST"
    if over or (facts.personal and facts.anonymous and facts.answered):
        return _closed(request, opened, 409 if request.method == "POST" else 200)
    form = AnswerForm(request.POST or None, **_told(opened))
    if submitted(request, form):
        return _taken(request, opened, form, token)
    return form_page(request, form, "consultations/answer.html", **_shown(opened, token))


def _told(opened):
    said, place = queries.said_before(opened)
    named = place and Territory.objects.filter(pk=place).first()
    signed = not opened.facts.anonymous and not opened.facts.personal
    told = {"questions": opened.questions, "level": opened.facts.level, "signed": signed}
    return told | {"before": said, "place": named}


def _shown(opened, token):
    return {"facts": opened.facts, "last_minute": opened.facts.closes_at - A_MINUTE, "token": token}


def _taken(request, opened, form, token):
    if not opened.facts.personal:
        counted = tries.count(f"survey:{opened.facts.id}:{tries.client_address(request)}", AN_HOUR)
        if counted > MOST_AN_HOUR:
            return too_many_requests(request, AN_HOUR)
    told = {"said": form.said(), "territory": form.territory(), "name": form.cleaned_data.get("name", "")}
    told["sheet"] = _sheet(request)
    try:
        actions.answer(opened=opened, **told)
    except Forbidden as refused:
        form.add_error(None, refused.reason)
        return form_page(request, form, "consultations/answer.html", status=409, **_shown(opened, token))
    if opened.facts.personal and not opened.facts.anonymous:
        return done(request, f"{THANKS} Vous pouvez la corriger jusqu’à la clôture.", request.path)
    return redirect("consultations:thanks", token)


def _sheet(request):
    """What the page was given to be sent once. Never of an account: it would tell whose answer it is."""
    try:
        return None if request.actor.signed_in else UUID(request.POST.get("request_key", ""))
    except ValueError:
        return None


@login_not_required
@require_safe
def thanks(request, token):
    opened, refusal = _opened(request, token)
    return refusal or render(request, "consultations/thanks.html", {"title": "Merci", "facts": opened.facts})


@login_not_required
@FORM
def leave_out(request, token):
    opened, refusal = _opened(request, token)
    if refusal:
        return refusal
    if not opened.facts.personal:
        return _gone(request)
    if request.method == "POST":
        actions.leave_out(opened=opened)
        return done(request, "C’est fait\u00a0: plus aucun mail sur ce questionnaire.", request.path)
    context = {"title": "Ne plus recevoir de mail", "facts": opened.facts}
    return render(request, "consultations/leave_out.html", context)
