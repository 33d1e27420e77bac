"""What the sixty days to come bring to the households of a caseload."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.audit.actions import record
from maillage.rights import rules
from maillage.rights.deadlines import AHEAD
from maillage.rights.queries import deadlines as queries
from maillage.rights.queries import potential
from maillage.web.wording import short_day

PAGE = 25


@require_safe
def deadlines(request):
    rules.check_can_see_rights(request.actor)
    found = queries.deadlines(timezone.localdate())
    start = _start(request, len(found))
    shown = found[start : start + PAGE]
    names = potential.applicants(request.actor, {one.household for one in shown})
    persons = queries.person_names(request.actor, {one.person for one in shown} - {None})
    record(request.actor, "list_deadlines", "household", count=len(shown))
    context = {
        "title": f"Échéances des {AHEAD.days} jours à venir",
        "trail": [("Droits", reverse("rights:caseload"))],
        "rows": [_row(one, names, persons) for one in shown],
        "total": len(found),
        "next_url": f"?debut={start + PAGE}" if start + PAGE < len(found) else "",
        "previous_url": f"?debut={max(start - PAGE, 0)}" if start else "",
    }
    return render(request, "rights/deadlines.html", context)


def _start(request, total):
    """Where the page begins; what cannot be read begins at the first."""
    text = request.GET.get("debut", "")
    start = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    return start if start < total else 0


def _row(one, names, persons):
    household = names.get(one.household, "Foyer sans nom connu")
    return {
        "day": one.day and short_day(one.day),
        "who": persons.get(one.person, household),
        "url": reverse("people:household", args=[one.household]),
        "what": one.rule.what,
        "law": one.rule.law,
        "to_do": one.rule.to_do if one.day else "Demander depuis quand\u00a0: la date en dépend",
    }
