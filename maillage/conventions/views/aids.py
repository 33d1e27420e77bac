"""Aids of the territory, what they may bring to a placement; the public calculator."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.conventions import arithmetic_words as words
from maillage.conventions import papers, rules
from maillage.conventions.actions import aids as actions
from maillage.conventions.enums import Status
from maillage.conventions.forms.hosting import AidForm, CalculatorForm, EstimateForm
from maillage.conventions.law import rates
from maillage.conventions.queries.conventions import aids as listed
from maillage.conventions.queries.counting import counted
from maillage.conventions.queries.estimates import FRESH_DAYS, estimate
from maillage.conventions.rules import owed, presence
from maillage.conventions.views.pages import FORM, convention_or_404, of_convention, trail
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.downloads import pdf_file
from maillage.web.listing import paged


@require_safe
def aids(request):
    page, pages = paged(request, listed(request.actor))
    today, can = timezone.localdate(), rules.can_list_aids(request.actor)
    lines = [
        {
            "aid": one,
            "worth": papers.unit(one),
            "old": (today - one.checked_on).days > FRESH_DAYS,
            "keeps": can and one.structure_id == request.actor.structure_id,
        }
        for one in page
    ]
    told = {"title": "Aides aux stagiaires", "trail": trail(), "lines": lines, "page": page, "pages": pages}
    return render(request, "conventions/aids.html", told | {"can_list": can})


def _aids():
    return trail(("Aides aux stagiaires", reverse("conventions:aids")))


@FORM
def add_aid(request):
    rules.check_can_list_aids(request.actor)
    return _aid(request, None)


def _one(request, public_id):
    return row_or_404(listed(request.actor), public_id=public_id)


@FORM
def change_aid(request, public_id):
    one = _one(request, public_id)
    actions.check_keeps(request.actor, one)
    return _aid(request, one)


def _aid(request, one):
    initial = {name: getattr(one, name) for name in AidForm.base_fields} if one else {}
    form = AidForm(request.POST or None, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            actions.keep(by=request.actor, values=form.cleaned_data, aid=one)
            return done(request, "L’aide est enregistrée.", "conventions:aids")
    return form_page(request, form, title=one.title if one else "Ajouter une aide", trail=_aids())


@require_POST
def withdraw_aid(request, public_id):
    one = _one(request, public_id)
    actions.check_keeps(request.actor, one)
    with refusals_told(request):
        actions.withdraw(by=request.actor, aid=one)
        return done(request, "L’aide est retirée de la liste.", "conventions:aids")
    return redirect("conventions:aids")


def _asked(request, public_id):
    row, form = convention_or_404(request, public_id), EstimateForm(request.GET or None)
    told = form.cleaned_data if form.is_bound and form.is_valid() else {"km": None, "licence": False}
    return row, form, estimate(request.actor, row, told["km"], told["licence"])


@require_safe
def estimate_page(request, public_id):
    row, form, told = _asked(request, public_id)
    context = {
        "title": "Les aides pour ce stage",
        "trail": of_convention(row),
        "row": row,
        "form": form,
        "told": told,
        "lines": [(one, papers.unit(one), papers.worth(value)) for one, value in told.lines],
        "query": request.GET.urlencode(),
    }
    return render(request, "conventions/estimate.html", context)


@require_safe
def aid_request(request, public_id):
    row, _, told = _asked(request, public_id)
    return pdf_file("demande-d-aide", "web/record.typ", papers.aid_request(row, told, counted(row)))


@login_not_required
@require_safe
def calculator(request):
    """By GET, so that a result has an address; nothing is kept."""
    form = CalculatorForm(request.GET or None)
    told = _counted(form) if form.is_bound and form.is_valid() else {}
    context = {"title": "Calculer une gratification de stage", "form": form, "rates": _rates(), **told}
    context |= {"month_columns": words.MONTHS, "rate_columns": words.RATES}
    return render(request, "conventions/calculator.html", context)


def _rates():
    return [[words.day(one.starts_on), words.amount(one.ceiling), words.amount(one.minimum), one.source + (" (à confirmer)" if one.check else "")] for one in reversed(rates())]  # fmt: skip


def _counted(form):
    told = presence(form.calendar)
    status = form.cleaned_data["status"] or Status.INITIAL
    first = form.calendar.first
    others = {rules.teaching_year(first): form.cleaned_data["others"]} if form.cleaned_data["others"] else {}
    due = owed(told, status, others=others, agreed=form.cleaned_data["agreed"])
    total = sum(told.counted.values(), 0)
    return {
        "arithmetic": [*words.presence_lines(form.calendar, told), words.duration_line(total)],
        "owed": words.owed_lines(due),
        "amount": due.amount,
        "due": due,
        "months": words.months_rows(due) if due.amount else [],
    }
