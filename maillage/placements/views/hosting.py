"""For hosts: what they are asked, their seats, who comes, immersions; behind a link, an answer in two taps."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.diplomas.queries.diplomas import shorts
from maillage.directory.models import Structure
from maillage.placements import rules
from maillage.placements.actions import seats as actions
from maillage.placements.enums import Answer
from maillage.placements.forms.seats import AnswerForm, ImmersionForm, SaidForm, SeatForm
from maillage.placements.queries import results
from maillage.placements.queries import sessions as rows
from maillage.placements.queries.door import COMING, coming_to, opened_by
from maillage.placements.views.pages import FORM, confirm, gone, session_or_404, trail
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.doors import behind
from maillage.web.listing import paged

OURS = "Nos places de stage"


def _above(*more):
    return trail((OURS, reverse("placements:places")), *more)


@login_not_required
@FORM
def answer(request, token):
    opened, refusal = behind(request, "placements", lambda: opened_by(token), gone)
    if refusal:
        return refusal
    facts = opened.facts
    form = AnswerForm(request.POST or None, initial={"number": facts.last or 1})
    if submitted(request, form):
        with refusals_in(form):
            actions.answer_by_link(key=opened.key, session_id=facts.session_id, **form.told())
            return done(
                request, "Merci, c’est noté. Vous pouvez changer d’avis jusqu’à la date dite.", request.path
            )
    told = {"title": "Combien de stagiaires chez vous\u00a0?", "facts": facts, "answers": Answer}
    told["closed"] = facts.seats_until <= timezone.now()
    told["said"] = Answer(facts.answer).label if facts.answer else ""
    return form_page(request, form, "placements/answer.html", **told)


@login_not_required
@require_safe
def coming(request, token):
    """Who comes, behind a link that leaves with the results."""
    opened, refusal = behind(request, "placements", lambda: opened_by(token, COMING), gone)
    if refusal:
        return refusal
    names = shorts()
    told = [(one, names.get(one.diploma_code, one.diploma_code)) for one in coming_to(opened)]
    context = {"title": "Qui vient chez vous", "facts": opened.facts, "coming": told}
    return render(request, "placements/coming.html", context)


@require_safe
def places(request):
    rules.check_can_host(request.actor)
    actor = request.actor
    page, pages = paged(request, rows.seats(actor).filter(rules.hosted_by(actor)).order_by("-session__closes_at", "title", "pk"))  # fmt: skip
    names, coming = shorts(), results.incoming()
    told = {one.pk: one for one in page}
    context = {
        "title": OURS,
        "trail": trail(),
        "asked": list(rows.asked_here(actor)[:20]),
        "page": page,
        "pages": pages,
        "coming": [
            (one, told.get(one.seat_id), names.get(one.diploma_code, one.diploma_code))
            for one in coming[:100]
        ],
        "immersions": list(results.immersions(actor).filter(seat__structure=actor.structure_id)[:30]),
    }
    return render(request, "placements/places.html", context)


@FORM
def add_seat(request, public_id):
    """Of the actor's structure."""
    rules.check_can_host(request.actor)
    row = session_or_404(request, public_id)
    structure = row_or_404(Structure.objects.visible_to(request.actor), pk=request.actor.structure_id)
    form = SeatForm(request.POST or None, initial={"commune": structure.commune})
    if submitted(request, form):
        with refusals_in(form):
            told = {"session": row, "structure": structure, "values": form.cleaned_data}
            actions.keep_seat(by=request.actor, **told)
            return done(request, "Ces places sont proposées.", "placements:places")
    return form_page(request, form, title="Proposer des places", lead=row.title, trail=_above())


def _own_seat_or_404(request, public_id):
    """Of the actor's structure, or of a session they run."""
    row = row_or_404(rows.seats(request.actor), public_id=public_id)
    if not rules.can_run(request.actor, row.session.structure_id):
        row = row_or_404(rows.seats(request.actor).filter(rules.hosted_by(request.actor)), pk=row.pk)
    return row


@FORM
def seat_form(request, public_id):
    row = _own_seat_or_404(request, public_id)
    form = SeatForm(request.POST or None, initial=SeatForm.told(row))
    if submitted(request, form):
        with refusals_in(form):
            told = {"session": row.session, "structure": row.structure, "values": form.cleaned_data}
            actions.keep_seat(by=request.actor, seat=row, **told)
            return done(request, "C’est enregistré.", row.get_absolute_url())
    return form_page(
        request, form, title="Changer ces places", trail=trail((row.title, row.get_absolute_url()))
    )


@FORM
def withdraw(request, public_id):
    row = _own_seat_or_404(request, public_id)
    if request.method == "POST":
        with refusals_told(request):
            actions.withdraw_seat(by=request.actor, seat=row)
            return done(request, "Ces places sont retirées.", "placements:seat", row.public_id)
        return redirect(row)
    told = confirm("Retirer ces places", "Retirer ces places\u00a0?", "Personne ne pourra plus les demander. Les vœux qui les citaient restent dans les listes, sans effet.", "Retirer", row.get_absolute_url(), trail((row.title, row.get_absolute_url())))  # fmt: skip
    return render(request, "web/confirm.html", told)


@require_safe
def seat(request, public_id):
    row, names = row_or_404(rows.seats(request.actor), public_id=public_id), shorts()
    keeps = rules.can_run(request.actor, row.session.structure_id) or (
        rules.can_host(request.actor) and row.structure_id == request.actor.structure_id
    )
    context = {
        "title": row.title,
        "trail": trail((row.session.title, row.session.get_absolute_url())),
        "row": row,
        "keeps": keeps,
        "diplomas": [names.get(one, one) for one in row.diplomas],
        "referent": names.get(row.referent, row.referent),
        "immersions": results.immersions(request.actor).filter(seat=row, user=request.actor.user_id),
    }
    return render(request, "placements/seat.html", context)


@FORM
def immersion(request, public_id):
    row = row_or_404(
        rows.seats(request.actor).filter(immersions=True, withdrawn_at=None), public_id=public_id
    )
    form = ImmersionForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.ask_immersion(by=request.actor, seat=row, values=form.cleaned_data)
            return done(
                request,
                "La structure a votre demande\u00a0: sa réponse paraîtra ici.",
                row.get_absolute_url(),
            )
    lead = f"{row.structure}, {row.title}. De 1 à 5 jours pour voir ce métier de près."
    return form_page(request, form, title="Demander une immersion", lead=lead, save="Demander", trail=trail((row.title, row.get_absolute_url())))  # fmt: skip


@FORM
def answer_immersion(request, public_id):
    found = results.immersions(request.actor).filter(seat__structure=request.actor.structure_id)
    rules.check_can_host(request.actor)
    row, form = row_or_404(found, public_id=public_id), SaidForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.answer_immersion(by=request.actor, immersion=row, **form.cleaned_data)
            return done(request, "La réponse est donnée.", "placements:places")
    lead = f"{row.name} demande {row.days} jour{'s' if row.days > 1 else ''} à {row.seat.title}. {row.words}"
    return form_page(request, form, title="Répondre à une demande d’immersion", lead=lead, save="Répondre", trail=_above())  # fmt: skip
