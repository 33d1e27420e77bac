"""The door of a scheme where nobody has an account: a signed link, a name, what was agreed to, an answer; nothing else."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.files.serving import attachment
from maillage.referrals import document_paper, letters_paper, wording
from maillage.referrals.actions import by_link as actions
from maillage.referrals.forms.papers import WhoForm
from maillage.referrals.queries.by_link import link_of, opened_by
from maillage.referrals.views.papers import RECORD, letter_file, name_in
from maillage.referrals.views.requests import asked_of, told
from maillage.referrals.views.steps import NO_LONGER, STEPS, next_steps
from maillage.web.answers import done, form_page, refusals_in, submitted
from maillage.web.doors import behind
from maillage.web.downloads import pdf_file

BOTH = ["GET", "HEAD", "POST"]
DECLARED = "scheme"
"""In the session of whoever opened a link: who they say they are, for which request."""


def _door(request, token):
    """What the link opens and who reads it, or the answer that refuses or asks."""
    link = link_of(token)
    opened, refusal = behind(request, "scheme", lambda: opened_by(link) if link else None, _gone)
    if refusal:
        return None, "", refusal
    who = request.session.get(DECLARED, {}).get(str(opened.request.pk), "")
    return opened, who, None if who else _declare(request, token, opened)


def _gone(request):
    """The same page for a link that is wrong, over, or taken back."""
    return render(request, "referrals/link_gone.html", {"reason": actions.GONE}, status=404)


def _declare(request, token, opened):
    """Before anything is shown: a program that only follows links of a mail reads nothing."""
    form = WhoForm(request.POST if "who" in request.POST else None)
    if submitted(request, form):
        declared = request.session.get(DECLARED, {})
        request.session[DECLARED] = {**declared, str(opened.request.pk): form.cleaned_data["who"]}
        return HttpResponseRedirect(reverse("referrals:request_door", args=[token]))
    return form_page(
        request, form, "referrals/link_declare.html", opened=opened, status=None if form.is_bound else 200
    )


@login_not_required
@require_http_methods(BOTH)
def door(request, token):
    opened, who, answer = _door(request, token)
    if answer:
        return answer
    found, today = opened.request, timezone.localdate()
    actions.read_by_link(who=who, opened=opened)
    context = {
        "title": found.scheme.name,
        "token": token,
        "found": found,
        "who": who,
        "state": (found.state_on(today), wording.kind_of(found, today)),
        "when": wording.when(found, today),
        "silence": wording.silence(found),
        "sent": told(opened.sent()),
        "answers": asked_of(found, found.answered_there),
        "missing": opened.missing(),
        "joined": opened.joined(),
        "letters": letters_paper.letters(found),
        "steps": [one for one in next_steps(found) if one[0] in ACTS],
    }
    return render(request, "referrals/link_request.html", context)


def _missing(opened, who, form):
    data = form.cleaned_data
    told = {name: data[name] for name in ("version", "on", "complete_by")}
    actions.ask_missing(opened=opened, who=who, pieces=form.pieces(), **told)


def _decide(opened, who, form):
    actions.decide(
        opened=opened, who=who, **{k: v for k, v in form.cleaned_data.items() if k != "decided_by"}
    )


ACTS = {
    "reception": lambda opened, who, form: actions.acknowledge(opened=opened, who=who, **form.cleaned_data),
    "pieces": _missing,
    "complet": lambda opened, who, form: actions.complete(opened=opened, who=who, **form.cleaned_data),
    "decision": _decide,
}


@login_not_required
@require_http_methods(BOTH)
def answer(request, token, step):
    opened, who, refusal = _door(request, token)
    if refusal:
        return refusal
    if step not in ACTS:
        raise Http404
    back = reverse("referrals:request_door", args=[token])
    past = opened.request.state not in STEPS[step].states
    if past and request.method != "POST":
        return HttpResponseRedirect(back)
    form = STEPS[step].form(request.POST or None, request=opened.request)
    if past:
        form.add_error(None, NO_LONGER)
    elif submitted(request, form):
        with refusals_in(form):
            ACTS[step](opened, who, form)
            return done(request, "C’est noté. Merci.", back)
        form.at_version(opened.request.version)
    return form_page(
        request, form, "referrals/link_step.html", title=STEPS[step].label, lead=STEPS[step].lead, back=back
    )


@login_not_required
@require_safe
def pdf(request, token):
    opened, who, refusal = _door(request, token)
    if refusal:
        return refusal
    actions.read_by_link(who=who, opened=opened)
    return pdf_file("demande", RECORD, document_paper.received(opened.request, opened.sent()))


@login_not_required
@require_safe
def letter(request, token, kind):
    opened, who, refusal = _door(request, token)
    if refusal:
        return refusal
    actions.read_by_link(who=who, opened=opened)
    return letter_file(opened.request, kind, name_in(opened.sent()), opened.missing())


@login_not_required
@require_safe
def file(request, token, joined):
    opened, who, refusal = _door(request, token)
    if refusal:
        return refusal
    row = next((one for one in opened.joined() if one.pk == joined), None)
    if row is None:
        raise Http404
    return attachment(
        row.name, row.media_type, actions.read_joined_by_link(who=who, opened=opened, joined=row)
    )
