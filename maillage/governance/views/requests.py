"""A council of persons asks for a point; who keeps the agenda says why it leaves it."""

from django.views.decorators.http import require_http_methods

from maillage.governance import rules
from maillage.governance.actions import requests as actions
from maillage.governance.forms.requests import AskPointForm, DropPointForm
from maillage.governance.queries import requests as queries
from maillage.governance.views.gatherings import gathering_or_404, item_or_404
from maillage.governance.views.pages import committee_or_404, of_committee, of_gathering
from maillage.permissions import Forbidden
from maillage.web.answers import done, form_page, refusals_in, submitted


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, public_id):
    row, standing = committee_or_404(request, public_id)
    rules.check_can_amend(request.actor, standing)
    targets = queries.targets(request.actor, row)
    if not targets.exists():
        raise Forbidden(
            "Seul un conseil de personnes, rattaché à une instance que vous pouvez lire, demande un point."
        )
    form = AskPointForm(request.POST or None, targets=targets)
    if submitted(request, form):
        with refusals_in(form):
            made = actions.ask_point(by=request.actor, council=row, **form.cleaned_data)
            words = (
                "Le point est à l’ordre du jour." if made.item_id else "Le point attend la prochaine séance."
            )
            return done(request, words, row.get_absolute_url())
    lead = "Il entre de lui-même à l’ordre du jour de sa prochaine séance. S’il en est retiré, vous lirez pourquoi."
    return form_page(
        request, form, title="Demander un point", lead=lead, trail=of_committee(row), save="Demander"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request, public_id, item):
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    one = item_or_404(request, row, item)
    form = DropPointForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.drop_point(by=request.actor, item=one, **form.cleaned_data)
            return done(
                request, "Le point est retiré\u00a0: le conseil lira pourquoi.", row.get_absolute_url()
            )
    lead = f"«\u00a0{one.title}\u00a0», demandé par {one.asked_by or 'un conseil'}."
    return form_page(
        request, form, title="Retirer ce point", lead=lead, trail=of_gathering(row), save="Retirer"
    )
