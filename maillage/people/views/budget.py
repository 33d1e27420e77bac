"""A household's budget: one compact page, kinds in rows, months in columns."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.clocks.months import shift
from maillage.people import actions, queries, rules
from maillage.people.budget import previous_months
from maillage.people.enums import BudgetKind
from maillage.people.forms.budget import BudgetSheet, shown
from maillage.people.forms.persons import ENTERED
from maillage.people.guards import opened, team_household_or_404
from maillage.people.views.folder import month_summaries
from maillage.people.views.households import name_of
from maillage.web.answers import done
from maillage.web.fields import parse_month
from maillage.web.wording import month as month_words


@require_http_methods(["GET", "HEAD", "POST"])
def budget(request, pk):
    rules.check_can_compose(request.actor)
    row = team_household_or_404(request, pk)
    opened(request, row)
    months = _months(request)
    home = queries.homes(request.actor, [row], months)[0]
    sheet = BudgetSheet(home.members, months, home.lines, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, home, sheet)
    if sheet.errors:
        return _page(request, home, sheet, status=422)
    try:
        actions.write_budget(by=request.actor, household=row, version=sheet.version(), cells=sheet.cells)
    except actions.Stale as stale:
        return _conflict(request, home, sheet, stale.current)
    return _saved(request, row, months)


def _saved(request, row, months):
    copied = _copied_month(request, months)
    if copied:
        count = actions.copy_month(by=request.actor, household=row, month=copied)
        target = shift(copied, 1)
        messages.success(
            request, f"Enregistré. {count} montants recopiés vers {month_words(target)}, à vérifier."
        )
        last = max(months[-1], target)
        return HttpResponseRedirect(f"{reverse('people:budget', args=[row.pk])}?mois={last:%Y-%m}")
    return done(request, "Le budget est enregistré.", "people:household", row.pk)


def _copied_month(request, months):
    text = request.POST.get("copy", "")
    return next((month for month in months if f"{month:%Y-%m}" == text), None)


def _months(request):
    """Three months, the last one chosen in the URL; the last full ones otherwise."""
    usual = previous_months(timezone.localdate())
    try:
        last = parse_month(request.GET.get("mois", ""))
    except ValueError:
        return usual
    return (
        [shift(last, back) for back in (-2, -1, 0)] if date(1990, 1, 1) <= last <= date(2100, 1, 1) else usual
    )


def _page(request, home, sheet, status=200, **more):
    row, months = home.household, sheet.months
    here = reverse("people:budget", args=[row.pk])
    context = {
        "home": home,
        "household": row,
        "sheet": sheet,
        "version": sheet.version() or row.budget_version,
        "sources": ENTERED,
        "summaries": month_summaries(home, months),
        "title": "Budget",
        "trail": [
            ("Mes personnes", reverse("people:persons")),
            (name_of(home), reverse("people:household", args=[row.pk])),
        ],
        "earlier": f"{here}?mois={shift(months[-1], -1):%Y-%m}",
        "later": f"{here}?mois={shift(months[-1], 1):%Y-%m}",
        **more,
    }
    return render(request, "people/budget.html", context, status=status)


def _conflict(request, home, sheet, current):
    """Boxes left empty take what was saved in between; the others keep what was typed, shown beside it."""
    names = {member.person_id: member.person.called for member in home.members}
    differences = []
    for cell in sheet.cells:
        saved = shown(sheet.stored.get(cell.key))
        typed = _box(sheet, cell)
        if typed.value.strip():
            where = f"{BudgetKind(cell.kind).label}, {names[cell.person_id]}, {month_words(cell.month)}"
            differences.append((where, saved or "rien n’est dit", typed.value))
        else:
            typed.value = saved
    return _page(request, home, sheet, status=409, differences=differences, version=current.budget_version)


def _box(sheet, cell):
    name = f"b-{cell.person_id}-{cell.kind}-{cell.month:%Y-%m}"
    rows = (row for section in sheet.sections for row in (*section.rows, *section.more))
    return next(box for row in rows for box in row.boxes if box.name == name)
