"""Claims that somebody carries, the delays of each benefit, and what was opened: never by worker."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.audit.actions import record
from maillage.rights import claim_pages, rules
from maillage.rights.forms.claims import FiguresForm
from maillage.rights.procedures import CHECKED_ON, CLAIMABLE, HINTS, procedure_for
from maillage.rights.queries import claims as queries
from maillage.rights.queries import opened, potential

PAGE = 50


@require_safe
def my_claims(request):
    """What I carry, what is due first; late only, on demand."""
    rules.check_can_see_rights(request.actor)
    today, only_late = timezone.localdate(), request.GET.get("retard") == "oui"
    rows = queries.my_claims(request.actor, before=today if only_late else None)
    shown = list(rows[: PAGE + 1])
    record(request.actor, "list_claims", "claim", count=len(shown))
    context = {
        "title": "Mes demandes en cours",
        "items": [claim_pages.item(one, today) for one in shown[:PAGE]],
        "more": len(shown) > PAGE,
        "debts": [claim_pages.debt(one) for one in queries.to_contest(request.actor, today)],
        "only_late": only_late,
    }
    return render(request, "rights/my_claims.html", context)


@require_safe
def procedures(request):
    """Delays and ways to contest, with their texts."""
    rules.check_can_see_rights(request.actor)
    today = timezone.localdate()
    rows = [(one, procedure_for(one.code, today), HINTS.get(one.code, "")) for one in CLAIMABLE.values()]
    context = {"title": "Délais et recours", "rows": rows, "checked_on": CHECKED_ON, "support": HINTS["avdl"]}
    return render(request, "rights/procedures.html", context)


@require_safe
def figures(request):
    """Rights opened, days to get there, reasons not to claim: by structure and territory, small counts hidden."""
    rules.check_can_see_rights(request.actor)
    form = FiguresForm(request.GET, communes=potential.communes(request.actor))
    form.is_valid()
    scope = opened.Scope(form.cleaned_data.get("ou") != "territoire", form.cleaned_data.get("commune", ""))
    context = {
        "title": "Droits ouverts",
        "form": form,
        "figures": opened.figures(scope, timezone.localdate()),
    }
    return render(request, "rights/figures.html", context)
