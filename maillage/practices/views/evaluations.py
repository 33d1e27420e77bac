"""One evaluation: written, read, corrected, published, withdrawn."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.permissions import Forbidden
from maillage.practices import sheet_words as words
from maillage.practices.actions import evaluations as actions
from maillage.practices.enums import EvaluationKind
from maillage.practices.forms.evaluations import PARTS, EvaluationForm
from maillage.practices.forms.sheets import WithdrawForm
from maillage.practices.queries import evaluations as queries
from maillage.practices.queries.sheets import evaluators, holder_of
from maillage.practices.rules import can_publish, can_write, check_can_publish, check_can_write
from maillage.practices.views.pages import evaluation_or_404, of_sheet, sheet_or_404
from maillage.web.answers import done, form_page, refusals_in, submitted

FORM = require_http_methods(["GET", "HEAD", "POST"])
LEAD = "Dites ce que vous avez vu et ce qui le montre. Ni note, ni moyenne. Un critère laissé vide n’a pas été regardé."
KINDS = {"demarche": EvaluationKind.PROCESS, "effets": EvaluationKind.EFFECTS}
"""As addresses say them."""


def title_of(kind):
    return f"Évaluer {words.KINDS[kind]}"


@FORM
def evaluate(request, public_id, what):
    found = sheet_or_404(request, public_id)
    if what not in KINDS:
        raise Http404
    kind, names = KINDS[what], evaluators(request.actor)
    if not names:
        raise Forbidden(
            "Une évaluation s’écrit au nom de votre structure, ou d’une instance que vous animez."
        )
    if found.published_at is None or found.withdrawn_on:
        raise Forbidden(actions.NOT_PUBLISHED)
    start = {"version": 0, "made_on": timezone.localdate(), "evaluator": "0"}
    form = EvaluationForm(request.POST or None, kind=kind, evaluators=names, initial=start)
    if submitted(request, form):
        with refusals_in(form):
            told = {"values": form.values(), "seen": form.seen(), "confirmed": form.said()}
            who = {"sheet": found, "kind": kind, "evaluator": form.in_whose_name()}
            made = actions.evaluate(by=request.actor, **who, **told)
            return done(request, "L’évaluation est enregistrée, pas encore publiée.", made)
    return form_page(request, form, title=title_of(kind), lead=LEAD, trail=of_sheet(found))


@login_not_required
@require_safe
def evaluation(request, public_id):
    row = evaluation_or_404(request, public_id)
    mine = holder_of(request.actor, row)
    standing = row.withdrawn_on is None
    context = {
        "title": f"Évaluation {words.OF_KINDS[row.kind]}",
        "trail": of_sheet(row.sheet),
        "evaluation": row,
        "evaluator": words.evaluator(row),
        "same": queries.by_its_authors(row, row.sheet),
        "looked": queries.looked(row),
        "writes": standing and not row.published_at and can_write(request.actor, mine),
        "publishes": standing and not row.sheet.withdrawn_on and can_publish(request.actor, mine),
    }
    return render(request, "practices/evaluation.html", context)


def _typed(row):
    told = {"version": row.saves, "made_on": row.made_on, "persons_said": row.persons_said}
    for one in row.findings.all():
        told |= {f"{one.criterion}-{part}": getattr(one, part) for part in PARTS}
    return told


@FORM
def correct(request, public_id):
    row = evaluation_or_404(request, public_id)
    check_can_write(request.actor, holder_of(request.actor, row))
    used = [one.criterion for one in row.findings.all()]
    form = EvaluationForm(request.POST or None, kind=row.kind, used=used, initial=_typed(row))
    if submitted(request, form):
        with refusals_in(form):
            told = {"values": form.values(), "seen": form.seen(), "confirmed": form.said()}
            saves = form.cleaned_data["version"]
            actions.correct_evaluation(by=request.actor, evaluation=row, saves=saves, **told)
            return done(request, "L’évaluation est enregistrée.", row)
    return form_page(request, form, title=title_of(row.kind), lead=LEAD, trail=of_sheet(row.sheet))


@require_POST
def publish(request, public_id):
    row = evaluation_or_404(request, public_id)
    typed = request.POST.get("version", "")
    saves = int(typed) if typed.isdecimal() and len(typed) < 10 else None
    actions.publish_evaluation(by=request.actor, evaluation=row, saves=saves)
    return done(request, "L’évaluation est publiée\u00a0: elle ne change plus.", row)


@FORM
def withdraw(request, public_id):
    row = evaluation_or_404(request, public_id)
    check_can_publish(request.actor, holder_of(request.actor, row))
    form = WithdrawForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.withdraw_evaluation(by=request.actor, evaluation=row, why=form.cleaned_data["why"])
            return done(request, "L’évaluation est retirée\u00a0: elle ne compte plus.", row.sheet)
    told = {"trail": of_sheet(row.sheet), "save": "Retirer l’évaluation"}
    return form_page(request, form, title="Retirer cette évaluation", **told)
