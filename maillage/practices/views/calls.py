"""Calls for sheets: all of them, one with what answers it, a new one, an answer."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.governance.queries.articles import kept_committees
from maillage.permissions import Forbidden
from maillage.practices import sheet_words as words
from maillage.practices.actions import calls as actions
from maillage.practices.catalogue import tags
from maillage.practices.forms.calls import AnswerForm, CallForm
from maillage.practices.queries import calls as queries
from maillage.practices.views.library import drafting, listed
from maillage.practices.views.pages import trail
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.listing import paged

TITLE = "Appels à fiches"
FORM = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@require_safe
def calls(request):
    page, pages = paged(request, queries.calls(request.actor))
    today = timezone.localdate()
    context = {
        "title": TITLE,
        "trail": trail(),
        "rows": [(one, one.is_open(today)) for one in page],
        "pages": pages,
        "asks": kept_committees(request.actor).exists(),
    }
    return render(request, "practices/calls.html", context)


def of_calls(*above):
    return trail((TITLE, reverse("practices:calls")), *above)


def _call_or_404(request, public_id):
    return row_or_404(queries.calls(request.actor), public_id=public_id)


@login_not_required
@require_safe
def call(request, public_id):
    row = _call_or_404(request, public_id)
    answered = queries.answered_by(request.actor, row)
    known = tags(ended=True)
    is_open = row.is_open(timezone.localdate())
    context = {
        "title": row.title,
        "trail": of_calls(),
        "call": row,
        "is_open": is_open,
        "asked_tags": [(tag, known.get(tag, tag)) for tag in row.tags],
        "rows": [{**listed(one), "next_step": words.next_step(one)} for one in answered],
        "written": queries.still_written(request.actor, row),
        "lacking": queries.lacking(row, answered),
        "answers": is_open and drafting(request.actor),
    }
    return render(request, "practices/call.html", context)


@FORM
def new_call(request):
    committees = list(kept_committees(request.actor))
    if not committees:
        raise Forbidden("Ceux qui animent une instance lancent un appel en son nom.")
    form = CallForm(request.POST or None, committees=committees)
    if submitted(request, form):
        with refusals_in(form):
            made = actions.open_call(by=request.actor, committee=form.chosen(), values=form.values())
            return done(request, "L’appel est ouvert\u00a0: tout le monde peut le lire.", made)
    return form_page(request, form, title="Lancer un appel à fiches", trail=of_calls(), save="Lancer l’appel")


@FORM
def answer(request, public_id):
    row = _call_or_404(request, public_id)
    if not drafting(request.actor):
        raise Forbidden("Une fiche se propose au nom de la structure où vous travaillez.")
    if not row.is_open(timezone.localdate()):
        raise Forbidden(actions.OVER)
    sheets = list(queries.answering(request.actor, row))
    form = AnswerForm(request.POST or None, sheets=sheets)
    if submitted(request, form):
        with refusals_in(form):
            actions.answer_call(by=request.actor, call=row, sheet=form.chosen())
            return done(request, "La fiche est proposée.", row)
    told = {"trail": of_calls((row.title, row.get_absolute_url())), "save": "Proposer cette fiche"}
    template = None if sheets else "practices/nothing_to_propose.html"
    return form_page(request, form, template, title="Proposer une fiche", **told)
