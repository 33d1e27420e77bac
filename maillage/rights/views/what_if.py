"""What if somebody takes a job, loses it, a child is born, the rent changes: twelve months, with and without."""

from datetime import date

from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.audit.actions import record
from maillage.clocks.months import shift
from maillage.rights import engine
from maillage.rights.forms.what_if import FORMS
from maillage.rights.queries import situations
from maillage.rights.views.household import frame, visible_household
from maillage.rights.views.month import this_month
from maillage.rights.what_if import words
from maillage.web.answers import form_page


@require_safe
def what_if(request, pk):
    """Everything is in the URL; nothing is written but the journal."""
    row = visible_household(request, pk)
    month = this_month()
    context = frame(request, row, month, "Et si…")
    try:
        situation = situations.household_situation(row, month)
    except situations.Incomplete:
        record(request.actor, "project_rights", row, month=f"{month:%Y-%m}")
        return render(request, "rights/incomplete.html", context)
    chosen = request.GET.get("changement", "")
    form = _form(request, chosen, situation, month)
    record(request.actor, "project_rights", row, month=f"{month:%Y-%m}", change=form.kind if form else "")
    context |= {
        "kinds": [(code, label) for code, (label, _) in FORMS.items()],
        "chosen": chosen,
        "first": shift(month, 1),
    }
    if form is None or not form.is_valid():
        return form_page(request, form, "rights/what_if.html", **context)
    now = f"{month:%Y-%m}"
    amount = form.amount(engine.net_minimum_wage(now))
    change = engine.Change(form.kind, form.cleaned_data["depuis"], form.member, amount)
    found = engine.project(situation, now, change)
    return form_page(request, form, "rights/what_if.html", result=words(found), **context)


def _form(request, chosen, situation, month: date):
    """The form of the change chosen; bound once its month is given."""
    if chosen not in FORMS:
        return None
    names = situations.names(request.actor, situation)
    adults = [(one.ref, names[one.ref]) for one in situation.members if one.role in ("applicant", "partner")]
    data = request.GET if "depuis" in request.GET else None
    return FORMS[chosen][1](data, month=shift(month, 1), adults=adults)
