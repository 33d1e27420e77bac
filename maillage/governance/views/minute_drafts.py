"""Minutes kept as they are typed; the answer is the line that says so."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from maillage.governance.actions import minute_drafts as actions
from maillage.governance.forms.gatherings import DraftedForm
from maillage.governance.views.gatherings import gathering_or_404
from maillage.permissions import Forbidden
from maillage.web.answers import done


@require_POST
def keep(request, public_id):
    row, _ = gathering_or_404(request, public_id)
    form = DraftedForm(request.POST)
    told = {"reason": "Ce texte est trop long pour être gardé\u00a0: enregistrez-le en deux fois."}
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            draft, behind = actions.keep_draft(
                by=request.actor, gathering=row, version=version, text=form.cleaned_data["text"]
            )
            told = {"draft": draft, "behind": behind}
        except Forbidden as refusal:
            told = {"reason": refusal.reason}
    if request.htmx:
        return render(request, "governance/_minutes_draft.html", told)
    if "draft" not in told:
        raise Forbidden(told["reason"])
    return done(request, "Le brouillon est gardé, pour vous seul.", "governance:write_minutes", row.public_id)


@require_POST
def discard(request, public_id):
    row, _ = gathering_or_404(request, public_id)
    actions.discard_draft(by=request.actor, gathering=row)
    return done(request, "Le brouillon est jeté.", "governance:write_minutes", row.public_id)
