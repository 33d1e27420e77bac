"""Arrivals: of who arrives, of their mentor, of who leads the team."""

from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.conditions import rules
from maillage.conditions.actions import arrivals as actions
from maillage.conditions.enums import FEEDBACK_MONTHS
from maillage.conditions.forms.arrivals import ArrivalForm, ArrivalPlanForm, FeedbackForm, StepForm
from maillage.conditions.models import Arrival, ArrivalPlan, ArrivalStep, Feedback
from maillage.conditions.queries.times import colleagues
from maillage.conditions.queries.waiting import feedbacks_due
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.listing import paged

FORM = require_http_methods(["GET", "HEAD", "POST"])
LIST = "Arrivées"


def above():
    return [(LIST, reverse("conditions:arrivals"))]


@require_safe
def arrivals(request):
    rules.check_works(request.actor)
    rows = Arrival.objects.visible_to(request.actor).select_related("user", "mentor")
    steps = Prefetch("steps", ArrivalStep.objects.visible_to(request.actor).filter(done_on=None))
    page, pages = paged(request, rows.prefetch_related(steps))
    leads = rules.can_lead(request.actor)
    context = {
        "title": LIST,
        "trail": [("Métier", reverse("pages:profession"))],
        "page": page,
        "pages": pages,
        "today": timezone.localdate(),
        "leads": leads,
        "plans": ArrivalPlan.objects.visible_to(request.actor) if leads else [],
    }
    return render(request, "conditions/arrivals.html", context)


@FORM
def plan(request, pk=None):
    rules.check_leads(request.actor)
    row = row_or_404(ArrivalPlan.objects.visible_to(request.actor), pk) if pk is not None else None
    form = ArrivalPlanForm(
        request.POST or None, initial={"post": row.post, "steps": row.steps} if row else {}
    )
    if submitted(request, form):
        with refusals_in(form):
            actions.keep_plan(by=request.actor, row=row, **form.cleaned_data)
            return done(request, "Le parcours d’accueil est prêt.", "conditions:arrivals")
    return form_page(request, form, title="Parcours d’accueil d’un poste", trail=above())


@FORM
def prepare(request):
    rules.check_leads(request.actor)
    plans = ArrivalPlan.objects.visible_to(request.actor)
    form = ArrivalForm(request.POST or None, colleagues=colleagues(request.actor), plans=plans)
    if submitted(request, form):
        with refusals_in(form):
            made = actions.prepare(by=request.actor, **form.cleaned_data)
            return done(request, "L’arrivée est prête\u00a0: la personne la voit dès maintenant.", made)
    lead = "" if plans else "Écrivez d’abord le parcours d’accueil d’un poste, depuis la liste des arrivées."
    return form_page(request, form, title="Préparer une arrivée", trail=above(), lead=lead)


@require_safe
def arrival(request, pk):
    return _page(request, _found(request, pk), StepForm())


def _found(request, pk):
    rows = Arrival.objects.visible_to(request.actor).select_related("user", "mentor", "structure")
    return row_or_404(rows, pk)


def _page(request, row, form):
    said = {one.month: one for one in Feedback.objects.visible_to(request.actor).filter(arrival=row)}
    due = feedbacks_due(row)
    return form_page(
        request,
        form,
        "conditions/arrival.html",
        title=f"Arrivée de {row.user}",
        trail=above(),
        arrival=row,
        steps=ArrivalStep.objects.visible_to(request.actor).filter(arrival=row).select_related("done_by"),
        months=[(month, due[month], said.get(month)) for month in FEEDBACK_MONTHS],
        own=row.user_id == request.actor.user_id,
        today=timezone.localdate(),
    )


@require_POST
def add_step(request, pk):
    row = _found(request, pk)
    form = StepForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.add_step(by=request.actor, arrival=row, **form.cleaned_data)
            return done(request, "L’étape est ajoutée.", row)
    return _page(request, row, form)


@require_POST
def finish_step(request, pk, step):
    row = _found(request, pk)
    with refusals_told(request):
        actions.finish_step(by=request.actor, step=_step(request, row, step))
        return done(request, "L’étape est faite.", row)
    return redirect(row)


def _step(request, row, pk):
    return row_or_404(ArrivalStep.objects.visible_to(request.actor).filter(arrival=row), pk)


@require_POST
def drop_step(request, pk, step):
    row = _found(request, pk)
    with refusals_told(request):
        actions.drop_step(by=request.actor, step=_step(request, row, step))
        return done(request, "L’étape est retirée.", row)
    return redirect(row)


@FORM
def feedback(request, pk, month):
    row = _found(request, pk)
    form = FeedbackForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.say(by=request.actor, arrival=row, month=month, **form.cleaned_data)
            return done(request, "Merci. Vos mots sont gardés tels quels.", row)
    trail = [*above(), (f"Arrivée de {row.user}", row.get_absolute_url())]
    return form_page(request, form, title=f"Après {month} mois", trail=trail)
