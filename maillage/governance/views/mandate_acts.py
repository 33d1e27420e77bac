"""A mandate is given, amended, answered, ended."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.governance.actions import mandates as actions
from maillage.governance.forms.mandates import (
    AmendMandateForm,
    DeliverForm,
    EndMandateForm,
    GiveMandateForm,
    OutputForm,
)
from maillage.governance.models import Decision
from maillage.governance.queries import committees, giver, standing, standings
from maillage.governance.queries import mandates as queries
from maillage.governance.rules import access, check_can_keep
from maillage.governance.views.mandates import mandate_or_404, of_mandate
from maillage.governance.views.pages import of_committee
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.conflicts import differences

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def give_mandate(request, public_id):
    rows = Decision.objects.visible_to(request.actor).select_related("committee")
    decision = row_or_404(rows, public_id=public_id)
    check_can_keep(request.actor, standing(request.actor, decision.committee))
    running = committees(request.actor).filter(access.in_force(timezone.localdate()))
    form = GiveMandateForm(request.POST or None, committees=running, initial={"due_on": decision.due_on})
    if submitted(request, form):
        with refusals_in(form):
            mandate = actions.give_mandate(by=request.actor, decision=decision, **form.cleaned_data)
            return done(request, "Le mandat est donné.", mandate.get_absolute_url())
    above = of_committee(decision.committee, ("Décision", decision.get_absolute_url()))
    told = {"lead": decision.text, "save": "Donner le mandat"}
    return form_page(request, form, title="Donner un mandat", trail=above, **told)


@FORM
def amend_mandate(request, public_id):
    mandate = mandate_or_404(request, public_id)
    check_can_keep(request.actor, standings(request.actor, mandate).giver)
    decisions = queries.amending_decisions(giver(mandate))
    form = AmendMandateForm(request.POST or None, decisions=decisions, initial=_worded(mandate))
    changed = None
    if submitted(request, form):
        with refusals_in(form):
            try:
                told = {"version": form.cleaned_data["version"], "decision": form.cleaned_data["decision"]}
                actions.amend_mandate(by=request.actor, mandate=mandate, values=form.wording(), **told)
                return done(
                    request, "Le mandat est modifié\u00a0: l’ancienne version reste lisible.", mandate
                )
            except actions.AmendedBetween:
                now = AmendMandateForm(decisions=decisions, initial=_worded(mandate))
                changed = differences(form, now, AmendMandateForm.NAMES)
    told = {"save": "Enregistrer une nouvelle version", "differences": changed}
    return form_page(request, form, title="Modifier ce mandat", trail=of_mandate(mandate), **told)


def _worded(mandate):
    last = mandate.versions.order_by("-number").first()
    return {"version": last.number} | {name: getattr(last, name) for name in AmendMandateForm.NAMES}


@FORM
def add_output(request, public_id):
    mandate = mandate_or_404(request, public_id)
    check_can_keep(request.actor, standings(request.actor, mandate).either)
    form = OutputForm(request.POST or None, initial={"due_on": mandate.due_on})
    if submitted(request, form):
        with refusals_in(form):
            actions.add_output(by=request.actor, mandate=mandate, **form.cleaned_data)
            return done(request, "Le livrable est attendu.", mandate)
    return form_page(request, form, title="Ajouter un livrable", trail=of_mandate(mandate), save="Ajouter")


@FORM
def deliver_output(request, public_id, number):
    mandate = mandate_or_404(request, public_id)
    output = next((one for one in mandate.outputs.all() if one.pk == number), None)
    if output is None:
        raise Http404
    check_can_keep(request.actor, standings(request.actor, mandate).worker)
    points = queries.Progress(mandate, timezone.localdate()).wording.points
    told = {"texts": queries.deliverable_texts(mandate), "points": points}
    form = DeliverForm(request.POST or None, **told)
    if submitted(request, form):
        given = {"text": form.cleaned_data["text"], "covers": form.cleaned_data.get("covers", [])}
        with refusals_in(form):
            actions.deliver_output(by=request.actor, output=output, **given)
            return done(request, "Le livrable est rendu.", mandate)
    words = "Le texte rendu est public\u00a0: publiez-le d’abord s’il ne l’est pas."
    page = {"title": f"Rendre\u00a0: {output.title}", "lead": words, "save": "Rendre"}
    return form_page(request, form, trail=of_mandate(mandate), **page, aside_link=_write(mandate))


def _write(mandate):
    committee = getattr(mandate, "committee", None)
    return committee and ("Écrire un texte", reverse("governance:write_text", args=[committee.public_id]))


@FORM
def end_mandate(request, public_id):
    mandate = mandate_or_404(request, public_id)
    check_can_keep(request.actor, standings(request.actor, mandate).giver)
    form = EndMandateForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.end_mandate(by=request.actor, mandate=mandate, **form.cleaned_data)
            return done(request, "Le mandat est terminé.", mandate)
    words = "Terminé, il ne change plus\u00a0: ni version, ni livrable."
    told = {"title": "Terminer ce mandat", "lead": words, "save": "Terminer"}
    return form_page(request, form, trail=of_mandate(mandate), **told)
