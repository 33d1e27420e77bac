"""The door of who registered: where they stand; they confirm, withdraw, propose a topic, say what came out of it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.events import papers
from maillage.events.actions import registrations as actions
from maillage.events.enums import Turn
from maillage.events.forms.registrations import ReportForm, TopicForm
from maillage.events.queries import registrations as queries
from maillage.events.views.pages import trail
from maillage.web.answers import done, form_page, refusals_in, refusals_told, submitted
from maillage.web.doors import behind
from maillage.web.downloads import pdf_file
from maillage.web.wording import from_to

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _opened(request, token):
    return behind(request, "registration", lambda: queries.opened_by_link(token), _gone)


def _gone(request):
    return render(
        request, "events/gone.html", {"title": "Ce lien n’ouvre plus", "trail": trail()}, status=404
    )


@login_not_required
@FORM
def registration(request, token):
    """A link that is read writes nothing: the button confirms."""
    opened, refusal = _opened(request, token)
    if refusal:
        return refusal
    if request.method == "POST":
        with refusals_told(request):
            actions.confirm(opened=opened)
            return done(request, "Votre inscription est confirmée.", request.path)
    facts = opened.facts
    context = {
        "title": facts.title,
        "token": token,
        "opened": opened,
        "facts": facts,
        "when": from_to(facts.starts_at, facts.ends_at),
        "turns": Turn,
        "over": bool(facts.held_at or facts.cancelled_at or facts.ends_at <= timezone.now()),
        "begun": facts.starts_at <= timezone.now(),
        "event_url": reverse("events:event", args=[facts.public_id]),
    }
    return render(request, "events/registration.html", context)


@login_not_required
@FORM
def withdraw(request, token):
    opened, refusal = _opened(request, token)
    if refusal:
        return refusal
    back = reverse("events:registration", args=[token])
    if request.method == "POST":
        with refusals_told(request):
            actions.withdraw(opened=opened)
            return done(request, "C’est fait\u00a0: vous êtes retiré.", back)
    told = {"title": "Se retirer", "question": f"Ne plus venir à «\u00a0{opened.facts.title}\u00a0»\u00a0?"}
    told |= {
        "consequences": "Si vous avez une place, elle ira à la personne qui attend.",
        "confirm_label": "Me retirer",
    }
    return render(request, "web/confirm.html", told | {"cancel_url": back, "trail": trail()})


@login_not_required
@FORM
def propose(request, token):
    opened, refusal = _opened(request, token)
    if refusal:
        return refusal
    if not opened.facts.forum:
        raise Http404
    back, form = reverse("events:registration", args=[token]), TopicForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.propose(opened=opened, **form.cleaned_data)
            return done(request, "Votre sujet est proposé. Les organisateurs le retiendront ou non.", back)
    told = {"title": "Proposer un sujet", "save": "Proposer", "trail": trail(), "back": back}
    return form_page(request, form, lead="Votre nom sera lu à côté du sujet s’il est retenu.", **told)


@login_not_required
@FORM
def report(request, token, pk):
    """Of a topic of their own."""
    opened, refusal = _opened(request, token)
    if refusal:
        return refusal
    topic = next((one for one in opened.topics if one.id == pk), None)
    if topic is None:
        raise Http404
    back, form = (
        reverse("events:registration", args=[token]),
        ReportForm(request.POST or None, initial={"report": topic.report}),
    )
    if submitted(request, form):
        with refusals_in(form):
            actions.tell_what_came_out(opened=opened, topic=pk, **form.cleaned_data)
            return done(request, "C’est publié. Merci.", back)
    return form_page(request, form, title=topic.title, trail=trail(), back=back)


@login_not_required
@require_safe
def attestation(request, token):
    """Once their presence was noted."""
    opened, refusal = _opened(request, token)
    if refusal:
        return refusal
    if not opened.facts.came:
        raise Http404
    return pdf_file(
        "attestation-de-presence", "web/record.typ", papers.attestation(opened, timezone.localdate())
    )
