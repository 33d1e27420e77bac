"""Alerts, proposals of the team, what colleagues offer to be asked about."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.conditions import rules
from maillage.conditions.actions import care as actions
from maillage.conditions.enums import AlertKind, ProposalKind, Verdict
from maillage.conditions.forms.care import (
    AlertForm,
    AnswerForm,
    ExpertiseForm,
    MendForm,
    ProposalForm,
    ReplyForm,
)
from maillage.conditions.models import Alert, AlertReply, Expertise, Proposal
from maillage.conditions.queries.care import alert_counts, expertises
from maillage.conditions.queries.times import colleagues
from maillage.conditions.queries.waiting import alerts as sent_or_received
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.listing import paged

FORM = require_http_methods(["GET", "HEAD", "POST"])
ALERTS, PROPOSALS, KNOWN = "Alertes", "Propositions de l’équipe", "À qui demander"


def trail():
    return [("Métier", reverse("pages:profession"))]


@require_safe
def alerts(request):
    rules.check_works(request.actor)
    page, pages = paged(request, sent_or_received(request.actor))
    counts = [
        [str(year), str(AlertKind(kind).label).capitalize(), "moins de 5" if number is None else str(number)]
        for year, kind, number in alert_counts()
    ]
    context = {"title": ALERTS, "trail": trail(), "page": page, "pages": pages, "counts": counts}
    told = {"today": timezone.localdate(), "columns": ["Année", "Sorte", ("Alertes", "number")]}
    return render(request, "conditions/alerts.html", context | told)


@FORM
def send_alert(request):
    rules.check_works(request.actor)
    others = [one for one in colleagues(request.actor) if one.pk != request.actor.user_id]
    form = AlertForm(request.POST or None, colleagues=others)
    if submitted(request, form):
        with refusals_in(form):
            made = actions.alert(by=request.actor, **form.cleaned_data)
            return done(request, "L’alerte est envoyée. Une réponse vous est due, à la date dite ici.", made)
    lead = "En cas de danger immédiat, appelez le 17 ou le 112. Une agression se déclare aussi comme accident du travail."
    return form_page(
        request,
        form,
        title="Alerter",
        trail=[(ALERTS, reverse("conditions:alerts"))],
        lead=lead,
        save="Envoyer",
    )


def _alert(request, pk):
    return row_or_404(Alert.objects.visible_to(request.actor).select_related("user", "reader"), pk)


@FORM
def alert(request, pk):
    row = _alert(request, pk)
    own = row.user_id == request.actor.user_id
    form = ReplyForm(request.POST or None)
    if own:
        del form.fields["in_risk_document"]
    if submitted(request, form):
        with refusals_in(form):
            actions.reply(by=request.actor, row=row, **form.cleaned_data)
            return done(request, "C’est dit.", row)
    told = {"row": row, "own": own, "today": timezone.localdate()}
    replies = AlertReply.objects.visible_to(request.actor).filter(alert=row).select_related("user")
    title = f"Alerte\u00a0: {row.get_kind_display()}"
    above = [(ALERTS, reverse("conditions:alerts"))]
    return form_page(
        request, form, "conditions/alert.html", title=title, trail=above, replies=replies, **told
    )


@require_POST
def close_alert(request, pk):
    row = _alert(request, pk)
    with refusals_told(request):
        actions.close(by=request.actor, row=row)
        return done(request, "L’alerte est close.", row)
    return redirect(row)


@require_safe
def proposals(request):
    rules.check_works(request.actor)
    rows = Proposal.objects.visible_to(request.actor).select_related("user")
    page, pages = paged(request, rows)
    context = {
        "title": PROPOSALS,
        "trail": trail(),
        "page": page,
        "pages": pages,
        "today": timezone.localdate(),
    }
    return render(request, "conditions/proposals.html", context)


@FORM
def suggest(request):
    rules.check_works(request.actor)
    form = ProposalForm(request.POST or None, initial={"kind": ProposalKind.IRRITANT})
    if submitted(request, form):
        with refusals_in(form):
            made = actions.suggest(by=request.actor, values=form.cleaned_data)
            return done(request, "C’est proposé. Une réponse vous est due, à la date dite ici.", made)
    return form_page(request, form, title="Proposer", trail=[(PROPOSALS, reverse("conditions:proposals"))])


def _proposal(request, pk):
    return row_or_404(Proposal.objects.visible_to(request.actor).select_related("user", "decided_by"), pk)


@FORM
def proposal(request, pk):
    row = _proposal(request, pk)
    if request.method == "POST":
        rules.check_leads(request.actor)
    answers = rules.can_lead(request.actor) and (request.method == "POST" or not row.verdict)
    form = AnswerForm(request.POST or None) if answers else None
    if form and submitted(request, form):
        with refusals_in(form):
            actions.answer(by=request.actor, row=row, **form.cleaned_data)
            return done(request, "La réponse est donnée, avec son motif.", row)
    told = {"row": row, "today": timezone.localdate(), "mends": _can_mend(row)}
    above = [(PROPOSALS, reverse("conditions:proposals"))]
    return form_page(request, form, "conditions/proposal.html", title=row.subject, trail=above, **told)


def _can_mend(row):
    return row.verdict in (Verdict.ACCEPTED, Verdict.TRIED) and row.mended_on is None


@FORM
def mend(request, pk):
    row = _proposal(request, pk)
    form = MendForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.mend(by=request.actor, row=row, **form.cleaned_data)
            return done(request, "C’est fait\u00a0: l’équipe le lit.", row)
    above = [(PROPOSALS, reverse("conditions:proposals")), (row.subject, row.get_absolute_url())]
    return form_page(request, form, title="C’est fait", trail=above)


@require_safe
def known(request):
    rules.check_works(request.actor)
    typed = request.GET.get("q", "").replace("\x00", "")[:100]
    page, pages = paged(request, expertises(request.actor, typed))
    context = {"title": KNOWN, "trail": trail(), "page": page, "pages": pages, "q": typed}
    return render(request, "conditions/known.html", context)


@FORM
def offer(request):
    rules.check_works(request.actor)
    form = ExpertiseForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.offer(by=request.actor, **form.cleaned_data)
            return done(request, "Vos collègues peuvent vous le demander.", "conditions:known")
    lead = "Lu par les professionnels du territoire, avec votre nom et votre structure. Vous le retirez quand vous voulez."
    return form_page(
        request,
        form,
        title="Dire ce qu’on peut me demander",
        trail=[(KNOWN, reverse("conditions:known"))],
        lead=lead,
    )


@require_POST
def withdraw(request, pk):
    rows = Expertise.objects.visible_to(request.actor).filter(user_id=request.actor.user_id)
    actions.withdraw(by=request.actor, row=row_or_404(rows, pk))
    return done(request, "C’est retiré.", "conditions:known")
