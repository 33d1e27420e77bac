"""One household: what it could claim, why, how much, and the next step."""

import csv
from io import StringIO

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.actions import record
from maillage.people.models import Household
from maillage.people.rules import can_change_home, can_compose
from maillage.rights import claim_pages, presentation, rules
from maillage.rights.actions import screening
from maillage.rights.pdf import sheet_data
from maillage.rights.queries import potential, situations
from maillage.rights.queries.claims import claims_by_household
from maillage.rights.views.month import chosen_month, months_to_choose
from maillage.web.answers import refusals_told
from maillage.web.pdf import render_pdf

STEPS_SHOWN = 300


def visible_household(request, pk):
    rules.check_can_see_rights(request.actor)
    row = Household.objects.visible_to(request.actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def frame(request, row, month, title):
    """What every page about a household shows around its content."""
    name = potential.applicants(request.actor, [row.pk]).get(row.pk, "ce foyer")
    here = reverse("people:household", args=[row.pk])
    return {
        "household": row,
        "name": name,
        "month": month,
        "can_fill": can_compose(request.actor) and can_change_home(request.actor, row.pk),
        "title": title,
        "trail": [("Droits", reverse("rights:caseload")), (f"Foyer de {name}", here)],
    }


@require_safe
def household(request, pk):
    row = visible_household(request, pk)
    month, notice = chosen_month(request.GET.get("mois", ""))
    record(request.actor, "read_rights", row, month=f"{month:%Y-%m}")
    context = frame(request, row, month, "Droits") | {
        "months": months_to_choose(month),
        "month_notice": notice,
    }
    try:
        situation = situations.household_situation(row, month)
    except situations.Incomplete:
        return render(request, "rights/incomplete.html", context)
    result = presentation.result(situation, situations.explained(situation, month), month)
    claimed = claims_by_household(request.actor, [row.pk])
    applicant = potential.applicant_id(request.actor, row.pk)
    context |= {
        "result": result,
        "probable": [line for line in result.probable if (row.pk, line.code) not in claimed],
        "claimed": [claim_pages.item(one, timezone.localdate()) for one in claimed.values()],
        "applicant": applicant,
        "can_claim": applicant is not None and rules.can_claim(request.actor, applicant),
        "screening": situations.last_screening(request.actor, row),
        "notice": presentation.NOTICE,
        "unexpected": presentation.UNEXPECTED,
    }
    return render(request, "rights/household.html", context)


@require_POST
def screen(request, pk):
    """Compute, and keep the result in the caseload's list."""
    row = visible_household(request, pk)
    month, notice = chosen_month(request.POST.get("mois", ""))
    with refusals_told(request):
        tally = screening.screen_household(by=request.actor, household=row, month=month)
        messages.success(request, notice or _told(tally))
    return HttpResponseRedirect(f"{reverse('rights:household', args=[row.pk])}?mois={month:%Y-%m}")


def _told(tally):
    if tally.unchanged:
        return "Rien n’a changé depuis la dernière recherche."
    return "Le résultat est gardé\u00a0: ces droits sont dans votre liste."


@require_safe
def sheet(request, pk):
    """The sheet to take away, in plain words."""
    row = visible_household(request, pk)
    month, _ = chosen_month(request.GET.get("mois", ""))
    try:
        situation = situations.household_situation(row, month)
    except situations.Incomplete:
        raise Http404 from None
    record(request.actor, "print_rights", row, month=f"{month:%Y-%m}")
    found = presentation.result(situation, situations.explained(situation, month), month)
    name = potential.applicants(request.actor, [row.pk]).get(row.pk, "")
    data = sheet_data(found, name, month, request.actor.label)
    headers = {"Content-Disposition": 'inline; filename="droits.pdf"'}
    return HttpResponse(render_pdf("rights/sheet.typ", data), content_type="application/pdf", headers=headers)


@require_safe
def trace(request, pk):
    """Every step of the calculation: the first ones on the page, all of them in a file."""
    row = visible_household(request, pk)
    month, _ = chosen_month(request.GET.get("mois", ""))
    try:
        situation = situations.household_situation(row, month)
    except situations.Incomplete:
        raise Http404 from None
    record(request.actor, "trace_rights", row, month=f"{month:%Y-%m}")
    steps = situations.explained(situation, month, trace=True).trace
    if request.GET.get("format") == "csv":
        return _trace_file(steps)
    context = frame(request, row, month, "Le calcul, pas à pas")
    shown = [[step.variable, step.period, step.value] for step in steps[:STEPS_SHOWN]]
    return render(
        request,
        "rights/trace.html",
        context | {"rows": shown, "count": len(steps), "columns": ["Variable", "Période", "Valeur"]},
    )


def _trace_file(steps):
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["profondeur", "variable", "période", "valeur"])
    writer.writerows([step.depth, step.variable, step.period, step.value] for step in steps)
    headers = {"Content-Disposition": 'attachment; filename="calcul.csv"'}
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
