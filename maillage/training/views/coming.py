"""Asking to come, the employer's answer, signing, the sheet of presences, the end of a training."""

from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from maillage.training import attestations
from maillage.training.actions import finishing
from maillage.training.actions import registrations as actions
from maillage.training.forms.sessions import AnswerForm, GuestForm, SheetForm
from maillage.training.queries import sessions as queries
from maillage.training.rules import check_can_agree, check_can_hold
from maillage.training.views.pages import FORM, of_session, registration_or_404, session_or_404, to_answer
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.downloads import pdf_file
from maillage.web.wording import plural


@require_POST
def ask(request, public_id):
    found = session_or_404(request, public_id)
    with refusals_told(request):
        actions.ask(by=request.actor, session=found)
        return done(request, "C’est demandé. Votre employeur a une date pour répondre.", found)
    return redirect(found)


@require_POST
def withdraw(request, public_id):
    row = registration_or_404(request, public_id)
    with refusals_told(request):
        actions.withdraw(by=request.actor, registration=row)
        return done(
            request, "L’inscription est retirée\u00a0: la place va à la personne suivante.", row.session
        )
    return redirect(row.session)


@FORM
def answer_registration(request, public_id):
    row = registration_or_404(request, public_id)
    check_can_agree(request.actor, row.structure_id, row.user_id)
    form = AnswerForm(request.POST or None, yes="D’accord", no="Refuser")
    if submitted(request, form):
        with refusals_in(form):
            agreed, reason = form.told()
            actions.answer(by=request.actor, registration=row, agreed=agreed, reason=reason)
            return done(request, "La réponse est enregistrée.", "training:to_answer")
    context = {"trail": to_answer(), "row": row, "save": "Répondre"}
    title = f"{row.name} demande à suivre une formation"
    return form_page(request, form, "training/answer_registration.html", title=title, **context)


@require_POST
def sign(request, public_id, number):
    row = registration_or_404(request, public_id)
    half = row_or_404(row.session.half_days.all(), number)
    with refusals_told(request):
        finishing.sign(by=request.actor, registration=row, half_day=half)
        return done(request, "Votre présence est signée.", row.session)
    return redirect(row.session)


@FORM
def add_guest(request, public_id):
    found = session_or_404(request, public_id)
    check_can_hold(request.actor, found.structure_id)
    form = GuestForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.add_guest(by=request.actor, session=found, name=form.cleaned_data["name"])
            return done(request, "La personne est inscrite.", found)
    lead = "Un bénévole ou une personne concernée, sans compte\u00a0: aucun employeur n’a à répondre."
    told = {"lead": lead, "trail": of_session(found), "save": "Inscrire cette personne"}
    return form_page(request, form, title="Inscrire sans compte", **told)


@FORM
def sheet(request, public_id):
    found = session_or_404(request, public_id)
    check_can_hold(request.actor, found.structure_id)
    halves, rows, came = queries.sheet(found)
    form = SheetForm(request.POST or None, pairs=[(one.pk, half.pk) for one in rows for half in halves])
    if submitted(request, form):
        with refusals_in(form):
            finishing.note_presences(by=request.actor, session=found, came=form.came())
            return done(request, "Les présences sont enregistrées.", found)
    ticked = form.data.getlist("p") if form.is_bound else [f"{one}.{half}" for one, half in came]
    table = [(one, [(half, f"{one.pk}.{half.pk}") for half in halves]) for one in rows]
    context = {
        "trail": of_session(found),
        "session": found,
        "halves": halves,
        "rows": table,
        "ticked": set(ticked),
    }
    context["closed"] = bool(found.finished_at or found.cancelled_on or not found.published_at)
    return form_page(request, form, "training/sheet.html", title="Feuille de présence", **context)


@require_safe
def sheet_pdf(request, public_id):
    found = session_or_404(request, public_id)
    check_can_hold(request.actor, found.structure_id)
    return pdf_file(
        "feuille-de-presence", "web/record.typ", attestations.sheet_data(found, *queries.sheet(found))
    )


@require_POST
def finish(request, public_id):
    found = session_or_404(request, public_id)
    with refusals_told(request):
        count = finishing.finish(by=request.actor, session=found)
        return done(
            request,
            f"La formation est terminée\u00a0: elle entre au compte de {plural(count, 'personne')}.",
            found,
        )
    return redirect(found)


@require_safe
def attestation(request, public_id):
    """One's own, or anybody's for who organised it."""
    row = registration_or_404(request, public_id)
    if row.user_id != request.actor.user_id:
        check_can_hold(request.actor, row.session.structure_id)
    signed = [one for one in row.session.half_days.all() if one.pk in queries.signed(row)]
    attestations.check_attested(row, signed)
    return pdf_file("attestation", "web/letter.typ", attestations.attestation_data(row, signed))
