"""A refusal contested, a silence noted; by the team, by the person, answered by the scheme or as it said it."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST

from maillage.people.guards import opened, own_page, own_space, shown_again
from maillage.referrals.actions import appeals as actions
from maillage.referrals.forms.papers import AppealAnswerForm, AppealForm
from maillage.referrals.models import Appeal
from maillage.referrals.views.own import HOME, own_request_or_404
from maillage.referrals.views.pages import (
    BOTH,
    of_received,
    of_request,
    read_there,
    received_or_404,
    request_or_404,
)
from maillage.referrals.views.requests import version_of
from maillage.schemes.queries.schemes import appeals as ways
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted

GO_ON = "C’est noté\u00a0: ne pas répondre vaut un refus. Vous pouvez contester encore."
LODGED = "Le recours est noté. Imprimez la lettre, signez-la, gardez une preuve de l’envoi."


def _form(request, found, own=False):
    told = [(who, f"{capfirst(who)} ({until})") for who, until, _ in ways(found.scheme)]
    return AppealForm(request.POST or None, request=found, ways=told, own=own)


@require_http_methods(BOTH)
def lodge(request, pk):
    found = request_or_404(request, pk)
    opened(request, found.person, "read_request", asked=found.pk)
    form = _form(request, found)
    if submitted(request, form):
        with refusals_in(form):
            actions.lodge(by=request.actor, request=found, **form.cleaned_data)
            return done(request, LODGED, "referrals:request", found.pk)
        form.at_version(request_or_404(request, pk).version)
    shown_again(request, found.person, "read_request", asked=found.pk)
    return form_page(request, form, title="Contester le refus", lead=_until(found), trail=of_request(found))


@require_http_methods(BOTH)
@own_space
def own_lodge(request, person, pk):
    found = own_request_or_404(request, person, pk)
    opened(request, person, "read_own")
    form = _form(request, found, own=True)
    if submitted(request, form):
        with refusals_in(form):
            actions.lodge(by=request.actor, request=found, **form.cleaned_data)
            return done(request, LODGED, "referrals:own_request", found.pk)
        form.at_version(own_request_or_404(request, person, pk).version)
    trail = [("Votre espace", "/mon-espace/"), HOME]
    context = {"title": "Je ne suis pas d’accord", "trail": trail, "found": found, "lead": _until(found)}
    return own_page(request, "referrals/own_appeal.html", context, form)


def _until(found):
    if not found.contest_by:
        return ""
    return f"Jusqu’au {found.contest_by:%d/%m/%Y}. Après, c’est encore possible, mais le recours risque d’être rejeté."


@require_POST
def note_silence(request, pk):
    found = request_or_404(request, pk)
    with refusals_told(request):
        actions.note_silence(by=request.actor, request=found, version=version_of(request, found))
        return done(request, "C’est noté\u00a0: le silence vaut une réponse.", "referrals:request", found.pk)
    return redirect("referrals:request", found.pk)


@require_POST
@own_space
def own_note_silence(request, person, pk):
    found = own_request_or_404(request, person, pk)
    with refusals_told(request):
        actions.note_silence(by=request.actor, request=found, version=version_of(request, found))
        return done(request, "C’est noté.", "referrals:own_request", found.pk)
    return redirect("referrals:own_request", found.pk)


@require_POST
@own_space
def own_appeal_silence(request, person, pk, appeal):
    found = own_request_or_404(request, person, pk)
    made = row_or_404(Appeal.objects.visible_to(request.actor).filter(request=found), appeal)
    made.request = found
    with refusals_told(request):
        version = version_of(request, found)
        actions.note_appeal_silence(by=request.actor, appeal=made, version=version)
        return done(request, GO_ON, "referrals:own_request", found.pk)
    return redirect("referrals:own_request", found.pk)


def _answer_page(request, found, pk, again, back, trail):
    made = row_or_404(Appeal.objects.visible_to(request.actor).filter(request=found), pk)
    form = AppealAnswerForm(request.POST or None, request=found)
    if submitted(request, form):
        with refusals_in(form):
            made.request = found
            actions.answer_appeal(by=request.actor, appeal=made, **form.cleaned_data)
            return done(request, "C’est noté.", back)
        form.at_version(again().version)
    lead = "Accepté, la demande est à décider de nouveau. Rejeté, le refus reste, et un autre recours reste possible."
    return form_page(request, form, title="Réponse au recours", lead=lead, trail=trail)


@require_http_methods(BOTH)
def answer(request, pk, appeal):
    found = request_or_404(request, pk)
    opened(request, found.person, "read_request", asked=found.pk)
    back = reverse("referrals:request", args=[found.pk])
    again = lambda: request_or_404(request, pk)  # noqa: E731
    return _answer_page(request, found, appeal, again, back, of_request(found))


@require_http_methods(BOTH)
def received_answer(request, pk, appeal):
    found = received_or_404(request, pk)
    read_there(request, found)
    back = reverse("referrals:received", args=[found.pk])
    again = lambda: received_or_404(request, pk)  # noqa: E731
    return _answer_page(request, found, appeal, again, back, of_received(found))
