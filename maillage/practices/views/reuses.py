"""« Nous l’avons essayé ici »."""

from django.views.decorators.http import require_http_methods, require_POST

from maillage.permissions import Forbidden
from maillage.practices.actions import reuses as actions
from maillage.practices.forms.reuses import ReuseForm
from maillage.practices.forms.sheets import WithdrawForm
from maillage.practices.rules import Holder, check_can_publish, check_can_reuse
from maillage.practices.views.pages import of_sheet, reuse_or_404, sheet_or_404
from maillage.web.answers import done, form_page, refusals_in, submitted

FORM = require_http_methods(["GET", "HEAD", "POST"])
LEAD = "Cela n’a pas marché\u00a0? Dites-le\u00a0: c’est ce qui aide le plus les suivants."


@FORM
def declare(request, public_id):
    found = sheet_or_404(request, public_id)
    check_can_reuse(request.actor, found.structure_id)
    if found.published_at is None or found.withdrawn_on:
        raise Forbidden(actions.NOT_PUBLISHED)
    form = ReuseForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            told = {"values": form.values(), "confirmed": form.said()}
            made = actions.declare(by=request.actor, sheet=found, **told)
            return done(request, _told(made), found)
    told = {"lead": LEAD, "trail": of_sheet(found), "save": "Déclarer cet essai"}
    return form_page(request, form, title="Nous l’avons essayé ici", **told)


def _told(made):
    if made.published_at:
        return "L’essai est publié."
    return "L’essai est enregistré\u00a0: un responsable de votre structure le publiera."


@require_POST
def publish(request, public_id):
    row = reuse_or_404(request, public_id)
    actions.publish_reuse(by=request.actor, reuse=row)
    return done(request, "L’essai est publié.", row.sheet)


@FORM
def withdraw(request, public_id):
    row = reuse_or_404(request, public_id)
    check_can_publish(request.actor, Holder(row.structure_id))
    form = WithdrawForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.withdraw_reuse(by=request.actor, reuse=row, why=form.cleaned_data["why"])
            return done(request, "L’essai est retiré\u00a0: il ne compte plus.", row.sheet)
    told = {"trail": of_sheet(row.sheet), "save": "Retirer l’essai"}
    return form_page(request, form, title="Retirer cet essai", **told)
