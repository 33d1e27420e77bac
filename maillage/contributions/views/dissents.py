"""Texts that disagree: added, corrected by their author while they may be."""

from django.views.decorators.http import require_http_methods

from maillage.contributions import rules
from maillage.contributions.actions import dissents as actions
from maillage.contributions.forms.syntheses import CorrectDissentForm, DissentForm
from maillage.contributions.queries import runs
from maillage.contributions.queries.dissents import dissents
from maillage.contributions.queries.processes import axes
from maillage.contributions.views.pages import of_process, process_or_404
from maillage.governance.queries import standing
from maillage.permissions import Forbidden
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted

FORM = require_http_methods(["GET", "HEAD", "POST"])
LEAD = (
    "Un texte qui n’est pas d’accord reste entier, signé, à côté de la synthèse. Il n’y est jamais fondu. Vous pourrez le"
    " corriger jusqu’à la prochaine synthèse publiée\u00a0: ce qu’il disait avant restera lisible."
)


@FORM
def dissent(request, public_id):
    process = process_or_404(request, public_id)
    rules.check_can_dissent(request.actor, standing(request.actor, process.committee), copied=False)
    form = DissentForm(request.POST or None, axes=axes(process), runs=runs(request.actor, process))
    if submitted(request, form):
        with refusals_in(form):
            copied = bool(form.cleaned_data.get("copied"))
            told = {"axis": form.chosen(), "copied": copied, "values": form.values()}
            actions.add_dissent(by=request.actor, process=process, **told)
            return done(request, "Le texte est ajouté, entier.", process.get_absolute_url())
    return form_page(
        request, form, title="Écrire un texte en désaccord", lead=LEAD, trail=of_process(process)
    )


@FORM
def correct(request, pk):
    row = row_or_404(dissents(request.actor), pk)
    rules.check_can_correct_dissent(request.actor, row, standing(request.actor, row.process.committee))
    if row.settled:
        raise Forbidden(actions.SETTLED)
    initial = {name: getattr(row, name) for name in ("title", "author", "body", "version")}
    form = CorrectDissentForm(request.POST or None, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            told = {"version": form.cleaned_data["version"], "values": form.values()}
            actions.correct_dissent(by=request.actor, dissent=row, **told)
            return done(
                request, "Le texte est corrigé. L’ancien reste lisible.", row.process.get_absolute_url()
            )
    lead = "Ce qu’il disait avant restera lisible, sous le texte."
    told = {"title": f"Corriger\u00a0: {row.title}", "trail": of_process(row.process), "lead": lead}
    return form_page(request, form, **told)
