"""What is claimed for a person: proposed, decided, filed, answered, contested, paid. One page per claim, one form per step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.people.guards import of_person_or_404, opened, person_or_404, shown_again, trail
from maillage.people.queries import households_of
from maillage.permissions import Forbidden
from maillage.rights import claim_pages, rules
from maillage.rights.actions import claims, outcomes
from maillage.rights.enums import UNDER_WAY, ClaimState, Silence
from maillage.rights.forms import claims as forms
from maillage.rights.models import Overpayment, Piece
from maillage.rights.procedures import CLAIMABLE
from maillage.rights.queries import claims as queries
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.wording import day


def claim_url(claim):
    return reverse("rights:claim", args=[claim.pk])


def claim_or_404(request, pk):
    rules.check_can_see_rights(request.actor)
    return row_or_404(queries.claims(request.actor), pk)


def trail_of(person):
    return trail(person, ("Demandes", reverse("rights:claims_of", args=[person.pk])))


@require_safe
def claims_of(request, pk):
    """Everything claimed for somebody, and what could be."""
    rules.check_can_see_rights(request.actor)
    person = person_or_404(request, pk)
    opened(request, person, "read_claims")
    rows = queries.claims_of(request.actor, person)
    today = timezone.localdate()
    context = {
        "person": person,
        "title": "Demandes de prestations",
        "trail": trail(person),
        "items": [claim_pages.item(one, today) for one in rows if one.state in UNDER_WAY],
        "past": [claim_pages.item(one, today) for one in rows if one.state not in UNDER_WAY],
        "found": [claim_pages.found(one, person) for one in queries.to_propose(request.actor, person)],
        "overpayments": queries.overpayments_of(request.actor, person),
        "can_claim": rules.can_claim(request.actor, person.pk),
        "today": today,
    }
    return render(request, "rights/claims.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, pk):
    """A right talked about with the person, found by the screening or not."""
    person = person_or_404(request, pk)
    rules.check_can_claim(request.actor, person.pk)
    opened(request, person, "read_claims")
    known = queries.claims_of(request.actor, person)
    taken = {one.benefit for one in known if one.state in UNDER_WAY}
    initial = {"benefit": request.GET.get("prestation", ""), "on": timezone.localdate()}
    form = forms.ProposalForm(request.POST or None, taken=taken, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            claim = _proposed(request, person, form.cleaned_data)
            words = "C’est noté. La personne décide\u00a0; rien n’est demandé à personne."
            return done(request, words, claim_url(claim))
    return _form(request, form, person, title="Parler d’un droit", save="Noter")


def _proposed(request, person, data):
    """With what the screening had found, and the household they live in: the figures of a commune count it there."""
    found = {one.benefit: one for one in queries.to_propose(request.actor, person)}.get(data["benefit"])
    homes = households_of(request.actor, person)
    home = next((one for one in homes if not found or one.pk == found.household_id), None)
    known = {"found_on": found.found_on, "estimated": found.amount} if found else {}
    return claims.propose(by=request.actor, person=person, household=home, **data, **known)


def _form(request, form, person, claim=None, **more):
    """Under the claim when it is about one, under the person's claims otherwise."""
    above = trail_of(person)
    if claim:
        above.append((claim.name, claim_url(claim)))
    return form_page(request, form, person=person, trail=above, **more)


@require_safe
def claim(request, pk):
    found = claim_or_404(request, pk)
    opened(request, found.person, "read_claim", claim=found.pk)
    pieces = queries.pieces_of(request.actor, found)
    appeals = queries.appeals_of(request.actor, found)
    can_change = rules.can_change_claim(request.actor, found.person_id, found.structure_id)
    context = {
        "person": found.person,
        "title": found.name,
        "trail": trail_of(found.person),
        "claim": found,
        "page": claim_pages.page(found, pieces, appeals, timezone.localdate()),
        "pieces": pieces,
        "appeals": appeals,
        "can_change": can_change,
        "gathering": found.state in GATHERING,
        "steps": [one for one in next_steps(found) if can_change],
    }
    return render(request, "rights/claim.html", context)


@dataclass(frozen=True)
class Step:
    """What may be noted of a claim: the button's words, the form, from which states, what it does."""

    label: str
    form: type[forms.StepForm]
    states: tuple[str, ...]
    act: Callable[..., Any]
    lead: str = ""


def _decide(by, claim, data):
    claims.decide(by=by, claim=claim, **data | {"wants": data["wants"] == "yes"})


def _pay(by, claim, data):
    outcomes.note_payment(by=by, claim=claim, **{"amount": None, "arrears": None, **data})


def _answer(by, claim, data):
    told = {"by": by, "claim": claim, "version": data["version"], "on": data["on"]}
    if data["granted"] == "yes":
        due_from = data["due_from"] or claim.filed_on or data["on"]
        outcomes.grant(**told, amount=data["amount"], due_from=due_from)
    else:
        outcomes.refuse(**told, refusal=data["refusal"])


def _incomplete(by, claim, data):
    claims.note_incomplete(by=by, claim=claim, **data)


def _correct(by, claim, data):
    claims.correct(by=by, claim=claim, **{name: value for name, value in data.items() if name != "on"})


def _piece(by, claim, data):
    claims.add_piece(by=by, claim=claim, **{name: data[name] for name in ("what", "bringer", "how")})


def _plainly(act: Callable[..., Any]) -> Callable[..., Any]:
    return lambda by, claim, data: act(by=by, claim=claim, **data)


WAITING = (ClaimState.FILED, ClaimState.INCOMPLETE)
GATHERING = (ClaimState.PROPOSED, ClaimState.PREPARING, *WAITING)
STEPS = {
    "decision": Step(
        "Noter sa décision", forms.DecisionForm, (ClaimState.PROPOSED, ClaimState.DECLINED), _decide,
        "C’est la personne qui décide. Sa raison lui appartient\u00a0; elle peut changer d’avis.",
    ),
    "depot": Step("Noter le dépôt", forms.FilingForm, (ClaimState.PREPARING,), _plainly(claims.file_claim)),
    "recepisse": Step(
        "Noter la réception", forms.ReceiptForm, WAITING, _plainly(claims.note_receipt),
        "Le délai de l’organisme court à partir de ce jour.",
    ),
    "pieces-reclamees": Step("Noter des pièces réclamées", forms.IncompleteForm, (ClaimState.FILED,), _incomplete),
    "pieces-fournies": Step("Noter les pièces fournies", forms.DayForm, (ClaimState.INCOMPLETE,), _plainly(claims.complete)),
    "reponse": Step("Noter la réponse", forms.AnswerForm, outcomes.ANSWERABLE, _answer),
    "correction": Step("Corriger le dépôt", forms.CorrectionForm, WAITING, _correct),
    "silence": Step(
        "Noter l’absence de réponse", forms.SilenceForm, WAITING, _plainly(outcomes.note_silence),
    ),
    "recours": Step(
        "Contester", forms.AppealForm, (ClaimState.REFUSED, ClaimState.GRANTED), _plainly(outcomes.appeal),
        "La lettre de recours s’imprime avant, les raisons restant à écrire, ou après, avec elles. Envoyez-la en recommandé.",
    ),
    "reponse-recours": Step(
        "Noter l’issue du recours", forms.AppealAnswerForm, (ClaimState.APPEALED,), _plainly(outcomes.answer_appeal)
    ),
    "versement": Step("Noter le versement", forms.PaymentForm, (ClaimState.GRANTED,), _pay),
    "piece": Step("Ajouter une pièce", forms.PieceForm, UNDER_WAY, _piece),
    "arret": Step("Arrêter la demande", forms.EndingForm, UNDER_WAY, _plainly(claims.end_claim)),
}  # fmt: skip
MAIN = {
    ClaimState.PROPOSED: "decision",
    ClaimState.DECLINED: "decision",
    ClaimState.PREPARING: "depot",
    ClaimState.FILED: "reponse",
    ClaimState.INCOMPLETE: "pieces-fournies",
    ClaimState.GRANTED: "versement",
    ClaimState.REFUSED: "recours",
    ClaimState.APPEALED: "reponse-recours",
}


def _label(claim, slug):
    if slug == "versement" and CLAIMABLE[claim.benefit].unit == "right":
        return "Noter que le droit est ouvert"
    late = claim.state in (ClaimState.REFUSED, ClaimState.GRANTED)
    return "Noter une autre réponse" if slug == "reponse" and late else STEPS[slug].label


def next_steps(claim):
    """(slug, label, main) of what may be noted now, what is most often next first."""
    today = timezone.localdate()
    allowed = [slug for slug, one in STEPS.items() if claim.state in one.states]
    if not claim.answer_due_on or claim.answer_due_on >= today:
        allowed = [slug for slug in allowed if slug != "silence"]
    if claim.received_on:
        allowed = [slug for slug in allowed if slug != "recepisse"]
    main = "silence" if "silence" in allowed else MAIN.get(claim.state)
    return [
        (slug, _label(claim, slug), slug == main) for slug in sorted(allowed, key=lambda one: one != main)
    ]


def _silence(claim):
    """What no answer means for this claim, and the button that notes it."""
    since = f"Sans réponse depuis le {day(claim.answer_due_on)}"
    if claim.silence == Silence.GRANTED:
        lead = "la demande est acceptée d’office. Vérifiez que le droit s’ouvre."
        return {"lead": f"{since}, {lead}", "save": "Noter l’accord"}
    lead = "la demande est refusée d’office. Le délai pour contester commence."
    return {"lead": f"{since}, {lead}", "save": "Noter le refus"}


NO_LONGER = "Cette étape n’est plus à noter\u00a0: revenez à la demande pour voir où elle en est."


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, step):
    """One form: what happened, and when."""
    found = claim_or_404(request, pk)
    rules.check_can_change_claim(request.actor, found.person_id, found.structure_id)
    past = step in STEPS and found.state not in STEPS[step].states
    if step not in STEPS or (past and request.method != "POST"):
        raise Forbidden(NO_LONGER)
    opened(request, found.person, "read_claim", claim=found.pk)
    form = STEPS[step].form(request.POST or None, claim=found, initial={"on": timezone.localdate()})
    if past:
        form.add_error(None, f"{NO_LONGER} Elle est\u00a0: {found.get_state_display()}.")
    elif submitted(request, form) and _noted(request, found, STEPS[step], form):
        return done(request, "C’est noté.", claim_url(found))
    shown_again(request, found.person, "read_claim", claim=found.pk)
    context = {"title": STEPS[step].label, "lead": STEPS[step].lead}
    context |= _silence(found) if step == "silence" and found.answer_due_on else {}
    return _form(request, form, found.person, found, **context)


def _noted(request, claim, step, form):
    try:
        step.act(request.actor, claim, form.cleaned_data)
    except Forbidden as refusal:
        current = claim_or_404(request, claim.pk)
        form.add_error(None, f"{refusal.reason} Elle est\u00a0: {current.get_state_display()}.")
        if current.state in step.states:
            form.at_version(current.version)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def give(request, pk, piece):
    """The paper is there: which document of the folder, or none."""
    found = claim_or_404(request, pk)
    rules.check_can_change_claim(request.actor, found.person_id, found.structure_id)
    row = row_or_404(Piece.objects.visible_to(request.actor).filter(claim=found), piece)
    opened(request, found.person, "read_claim", claim=found.pk)
    documents = queries.bringable(request.actor, found.person)
    form = forms.GivenForm(request.POST if request.method == "POST" else None, documents=documents)
    if submitted(request, form):
        claims.give_piece(by=request.actor, piece=row, document_id=form.cleaned_data["document"] or None)
        return done(request, "La pièce est notée comme fournie.", claim_url(found))
    shown_again(request, found.person, "read_claim", claim=found.pk)
    return _form(request, form, found.person, found, title="Pièce fournie", lead=row.what)


@require_http_methods(["GET", "HEAD", "POST"])
def overpayment(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_claim(request.actor, person.pk)
    form = forms.OverpaymentForm(request.POST or None)
    if submitted(request, form):
        made = outcomes.note_overpayment(
            by=request.actor, person=person, overpayment=Overpayment(**form.cleaned_data)
        )
        return done(request, claim_pages.told_overpayment(made), trail_of(person)[-1][1])
    return _form(request, form, person, title="Noter un trop-perçu réclamé")


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request, pk, overpayment):
    person = person_or_404(request, pk)
    rules.check_can_claim(request.actor, person.pk)
    found = of_person_or_404(request, Overpayment, person, overpayment)
    rules.check_can_change_claim(request.actor, person.pk, found.structure_id)
    opened(request, person, "read_claims")
    known = {
        "contested_on": found.contested_on,
        "settled_on": found.settled_on,
        "settlement": found.settlement,
    }
    form = forms.SettlementForm(request.POST or None, notified_on=found.notified_on, initial=known)
    if submitted(request, form):
        outcomes.settle_overpayment(by=request.actor, overpayment=found, **form.cleaned_data)
        return done(request, "C’est noté.", trail_of(person)[-1][1])
    shown_again(request, person, "read_claims")
    return _form(request, form, person, title="Trop-perçu", lead=claim_pages.overpayment_words(found))
