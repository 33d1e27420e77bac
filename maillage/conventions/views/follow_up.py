"""During a placement: absences, its end, funding, assessments, a request for support."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from maillage.conventions import rules
from maillage.conventions.actions import conventions as actions
from maillage.conventions.actions import follow_up
from maillage.conventions.enums import Moment
from maillage.conventions.forms.conventions import (
    AssessmentForm,
    DropForm,
    FundingForm,
    InterruptionForm,
    SupportForm,
)
from maillage.conventions.models import Assessment, Funding, Interruption, SupportRequest
from maillage.conventions.views.pages import FORM, convention_or_404, kept_or_refused, of_convention
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted


@FORM
def interrupt(request, public_id):
    row, form = kept_or_refused(request, public_id), InterruptionForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.interrupt(by=request.actor, convention=row, **form.cleaned_data)
            return done(request, "L’absence est écrite, les heures sont recomptées.", row.get_absolute_url())
    return form_page(request, form, title="Écrire une absence", trail=of_convention(row))


@require_POST
def remove_interruption(request, public_id, pk):
    row = kept_or_refused(request, public_id)
    rows = Interruption.objects.visible_to(request.actor).filter(convention=row)
    with refusals_told(request):
        actions.remove_interruption(by=request.actor, interruption=row_or_404(rows, pk))
        return done(request, "L’absence est retirée, les heures sont recomptées.", row.get_absolute_url())
    return redirect(row)


@FORM
def drop(request, public_id):
    row, form = kept_or_refused(request, public_id), DropForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.drop(by=request.actor, convention=row, **form.cleaned_data)
            return done(request, "L’interruption est écrite.", row.get_absolute_url())
    lead = "Pour de bon\u00a0: la convention ne changera plus. Pour une absence, écrivez plutôt ses jours."
    context = {
        "title": "Interrompre le stage",
        "lead": lead,
        "save": "Interrompre",
        "trail": of_convention(row),
    }
    return form_page(request, form, **context)


@FORM
def fund(request, public_id):
    row, form = convention_or_404(request, public_id), FundingForm(request.POST or None)
    follow_up.check_can_fund(request.actor, row)
    if submitted(request, form):
        with refusals_in(form):
            follow_up.fund(by=request.actor, convention=row, **form.cleaned_data)
            return done(request, "Le financement est écrit.", row.get_absolute_url())
    return form_page(request, form, title="Écrire un financement", trail=of_convention(row))


@require_POST
def remove_funding(request, public_id, pk):
    row = convention_or_404(request, public_id)
    rows = Funding.objects.visible_to(request.actor).filter(convention=row).select_related("convention")
    one = row_or_404(rows, pk)
    with refusals_told(request):
        follow_up.remove_funding(by=request.actor, funding=one)
        return done(request, "Le financement est retiré.", row.get_absolute_url())
    return redirect(row)


@FORM
def assess(request, public_id, moment):
    row = convention_or_404(request, public_id)
    side = follow_up.side_of(request.actor, row)
    if moment not in Moment.values or not side:
        raise Http404
    former = (
        Assessment.objects.visible_to(request.actor).filter(convention=row, moment=moment, side=side).first()
    )
    names = AssessmentForm.base_fields
    initial = {name: getattr(former, name) for name in names} if former else {}
    form = AssessmentForm(request.POST or None, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            follow_up.assess(by=request.actor, convention=row, moment=moment, values=form.cleaned_data)
            return done(request, "L’évaluation est enregistrée.", row.get_absolute_url())
    title, lead = f"Évaluation {Moment(moment).label}", "Lue par le stagiaire, le tuteur et l’établissement."
    return form_page(request, form, title=title, lead=lead, trail=of_convention(row))


@FORM
def ask_support(request, public_id):
    row, form = convention_or_404(request, public_id), SupportForm(request.POST or None)
    if row.student_id is None or row.student_id != request.actor.user_id:
        raise Http404
    if submitted(request, form):
        with refusals_in(form):
            follow_up.ask_support(by=request.actor, convention=row, **form.cleaned_data)
            return done(request, "Votre demande est arrivée à votre établissement.", row.get_absolute_url())
    context = {
        "title": "Demander du soutien",
        "save": "Envoyer à mon établissement",
        "trail": of_convention(row),
    }
    return form_page(request, form, **context)


@FORM
def answer_support(request, public_id, pk):
    row = convention_or_404(request, public_id)
    rules.check_can_keep(request.actor, row.school_id)
    rows = (
        SupportRequest.objects.visible_to(request.actor).filter(convention=row).select_related("convention")
    )
    one, form = row_or_404(rows, pk), SupportForm(request.POST or None)
    form.fields["words"].label = "Votre réponse"
    form.fields["words"].help_text = "Lue par le stagiaire seul."
    if submitted(request, form):
        with refusals_in(form):
            follow_up.answer_support(by=request.actor, request=one, **form.cleaned_data)
            return done(request, "La réponse est enregistrée.", row.get_absolute_url())
    context = {"title": "Répondre à une demande de soutien", "lead": one.words, "trail": of_convention(row)}
    return form_page(request, form, **context)
