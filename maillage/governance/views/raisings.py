"""What is raised to who can act, and their replies."""

from django.db.models import F
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.directory.models import Structure
from maillage.directory.queries.links import structure_names
from maillage.governance.actions import raisings as actions
from maillage.governance.forms.plans import RaiseForm, ReplyForm
from maillage.governance.models import RecommendedAction
from maillage.governance.queries import committees
from maillage.governance.queries import plans as queries
from maillage.governance.rules import access, check_can_raise_action, check_can_tell, check_can_write_plan
from maillage.governance.views.plans import measure_or_404, of_plan
from maillage.governance.views.recommendations import trail as of_catalogue
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted

TITLE = "Remontées"
SHOWN = 100
SENT = "La demande est partie. La réponse s’affichera ici et auprès de la mesure."


@require_safe
def raisings(request):
    actor = request.actor
    mine = set(queries.to_answer(actor).values_list("pk", flat=True))
    received = queries.raised_to(actor).order_by(F("replied_on").desc(nulls_first=True), "asked_on", "pk")
    context = {
        "title": TITLE,
        "received": [(one, one.pk in mine) for one in received[:SHOWN]],
        "sent": queries.raised_by(actor)[:SHOWN],
    }
    return render(request, "governance/raisings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def raise_measure(request, public_id):
    row = measure_or_404(request, public_id)
    check_can_tell(request.actor, queries.holder_of(request.actor, row.plan))
    form = _form(request)
    if submitted(request, form):
        told = {"to": form.target(), "asked": form.cleaned_data["asked"]}
        with refusals_in(form):
            actions.raise_measure(by=request.actor, measure=row, **told)
            return done(request, SENT, "governance:raisings")
    return _page(request, form, row.title, row.action, of_plan(row.plan))


@require_http_methods(["GET", "HEAD", "POST"])
def raise_action(request, code):
    check_can_raise_action(request.actor)
    rows = RecommendedAction.objects.visible_to(request.actor).select_related("recommendation")
    row = row_or_404(rows, code=code.replace("\0", "")[:6])
    form = _form(request)
    if submitted(request, form):
        told = {"to": form.target(), "asked": form.cleaned_data["asked"]}
        with refusals_in(form):
            actions.raise_action(by=request.actor, action=row, **told)
            return done(request, SENT, "governance:raisings")
    above = (str(row.recommendation), row.recommendation.get_absolute_url())
    return _page(request, form, row.text, row, of_catalogue(above))


def _form(request):
    day = timezone.localdate()
    own = Structure.objects.visible_to(request.actor).filter(pk=request.actor.structure_id).first()
    bodies = committees(request.actor).filter(access.in_force(day))
    return RaiseForm(request.POST or None, own=own, committees=bodies)


def _page(request, form, subject, action, above):
    context = {
        "title": "Remonter à qui peut agir",
        "lead": subject,
        "recommendation": action and action.recommendation,
        "names": structure_names(request.actor),
        "trail": above,
        "save": "Envoyer la demande",
    }
    return form_page(request, form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, public_id):
    row = row_or_404(queries.raisings(request.actor), public_id=public_id)
    check_can_write_plan(request.actor, queries.target_of(request.actor, row))
    form = ReplyForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.reply_to(by=request.actor, raising=row, reply=form.cleaned_data["reply"])
            return done(request, "Votre réponse est donnée.", "governance:raisings")
    lead = f"{row.subject}\n{row.origin}\u00a0: {row.asked}"
    above = [(TITLE, reverse("governance:raisings"))]
    return form_page(request, form, title="Répondre", lead=lead, trail=above, save="Répondre")
