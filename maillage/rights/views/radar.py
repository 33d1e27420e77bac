"""The radar of a structure or of a territory: ask for it, and see what the last ones came to."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.audit.actions import record
from maillage.rights import rules, wording
from maillage.rights.actions import radar as actions
from maillage.rights.enums import Scope
from maillage.rights.forms.radar import TerritoryForm
from maillage.rights.queries import potential
from maillage.rights.views.month import this_month
from maillage.web.answers import form_page, submitted
from maillage.web.wording import moment
from maillage.web.wording import month as month_words

SHOWN = 20
COLUMNS = ["Demandé", "Foyers", "Mois", "Résultat"]


@require_http_methods(["GET", "HEAD", "POST"])
def radar(request):
    rules.check_can_watch(request.actor)
    form = TerritoryForm(request.POST or None)
    if submitted(request, form):
        return _asked(request, form.cleaned_data)
    runs = list(potential.runs(request.actor)[:SHOWN])
    record(request.actor, "list_runs", "run", count=len(runs))
    context = {
        "title": "Radar",
        "trail": [("Droits", reverse("rights:caseload"))],
        "columns": COLUMNS,
        "rows": [_row(run) for run in runs],
    }
    return form_page(request, form, "rights/radar.html", **context)


def _asked(request, data):
    communes = data["communes"] if data["scope"] == Scope.TERRITORY else []
    run = actions.ask_for_screening(
        by=request.actor, month=this_month(), scope=data["scope"], communes=communes
    )
    if run.job:
        return HttpResponseRedirect(reverse("jobs:show", args=[run.job_id]))
    messages.info(
        request, "Une recherche de votre structure est déjà en cours\u00a0: son résultat s’affichera ici."
    )
    return HttpResponseRedirect(reverse("rights:radar"))


def _row(run):
    who = "" if run.asked_by_id else ", cette nuit-là"
    where = wording.places(run)
    return [f"{moment(run.started_at)}{who}", where, month_words(run.month), _result(run)]


def _result(run):
    return wording.summary(run) if run.ended_at and not run.chunks_left else wording.progress(run)
