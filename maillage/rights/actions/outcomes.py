"""What came of a claim: the answer, silence, appeals, money, and money asked back."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.models import Person
from maillage.permissions import Actor, Forbidden
from maillage.rights.actions.claims import AWAITING, GONE_ON, moving, tell
from maillage.rights.enums import ClaimState, Outcome, Silence, Stage
from maillage.rights.legal_delays import appeal_answer_due, contest_by, next_day
from maillage.rights.models import Appeal, Claim, Overpayment
from maillage.rights.procedures import Way, procedure_for
from maillage.rights.queries.claims import last_appeal, next_stage
from maillage.rights.rules import check_can_change_claim, check_can_claim
from maillage.support.actions.path import note_act
from maillage.support.enums import ActKind

ANSWERABLE = (ClaimState.FILED, ClaimState.INCOMPLETE, ClaimState.REFUSED, ClaimState.GRANTED)
"""A body may answer after its silence, or go back on its answer: the last one stands, and opens its own delay to contest."""


@transaction.atomic
def grant(
    *, by: Actor, claim: Claim, version: int, on: date, amount: Decimal | None, due_from: date
) -> Claim:
    found = moving(by, claim, version, *ANSWERABLE)
    _check_after_filing(found, on)
    _answered(found, ClaimState.GRANTED, on)
    found.amount, found.due_from = amount, due_from
    _save(by, found)
    tell(by, found, "Accord de l’organisme", on, ActKind.DECISION)
    return found


@transaction.atomic
def refuse(*, by: Actor, claim: Claim, version: int, on: date, refusal: str) -> Claim:
    found = moving(by, claim, version, *ANSWERABLE)
    _check_after_filing(found, on)
    _answered(found, ClaimState.REFUSED, on)
    found.refusal = refusal
    _save(by, found)
    tell(by, found, "Refus de l’organisme", on, ActKind.DECISION)
    return found


def _save(by: Actor, claim: Claim) -> None:
    """With the next day that counts, which depends on the appeals."""
    last = last_appeal(by, claim)
    stage = next_stage(last)
    claim.act_by = next_day(
        claim, way_of(claim, stage) if stage else None, last.answer_due_on if last else None
    )
    claim.save(force_update=True)


def _check_after_filing(claim: Claim, on: date) -> None:
    if claim.filed_on and on < claim.filed_on:
        raise Forbidden("Cette date précède le dépôt de la demande\u00a0: vérifiez le jour ou l’année.")


def _answered(claim: Claim, state: str, on: date, *, implicit: bool = False) -> None:
    claim.state, claim.answered_on, claim.implicit = state, on, implicit


@transaction.atomic
def note_silence(*, by: Actor, claim: Claim, version: int) -> Claim:
    """The delay is over without an answer: the law says what that is worth, from that very day."""
    found = moving(by, claim, version, *AWAITING)
    if found.answer_due_on is None or found.answer_due_on >= timezone.localdate():
        raise Forbidden("Le délai de réponse n’est pas écoulé\u00a0: le silence ne veut encore rien dire.")
    granted = found.silence == Silence.GRANTED
    state = ClaimState.GRANTED if granted else ClaimState.REFUSED
    _answered(found, state, found.answer_due_on, implicit=True)
    found.due_from = found.answer_due_on if granted else None
    _save(by, found)
    said = "Accord par le silence de l’organisme" if granted else "Refus par le silence de l’organisme"
    tell(by, found, said, found.answer_due_on, ActKind.DECISION)
    return found


@transaction.atomic
def appeal(
    *, by: Actor, claim: Claim, version: int, on: date, grounds: str = "", received_on: date | None = None
) -> Appeal:
    """Contested: before the body first, in court once that failed. Late is possible, and said: a judge decides."""
    found = moving(by, claim, version, ClaimState.REFUSED, ClaimState.GRANTED)
    stage = next_stage(last_appeal(by, found))
    if stage is None or found.answered_on is None:
        raise Forbidden(
            "Le tribunal a déjà été saisi\u00a0: un avocat ou un point-justice peut dire ce qui reste possible."
        )
    if on < found.answered_on:
        raise Forbidden("Cette date précède la décision contestée.")
    way = way_of(found, stage)
    made = Appeal(
        claim=found, person_id=found.person_id, structure_id=found.structure_id, stage=stage,
        authority=way.authority, decision_on=found.answered_on, against_silence=found.implicit, lodge_by=contest_by(way, found.answered_on), lodged_on=on, received_on=received_on,
        answer_due_on=appeal_answer_due(way, received_on or on), grounds=grounds,
    )  # fmt: skip
    found.state = ClaimState.APPEALED
    _insert_appeal(made)
    _save(by, found)
    tell(by, found, str(Stage(stage).label).capitalize(), on)
    return made


def _insert_appeal(made: Appeal) -> None:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if "rights_appeal_one_at_a_time" not in str(error):
            raise
        raise Forbidden("Un recours est déjà en cours sur cette demande.") from None


def way_of(claim: Claim, stage: str) -> Way:
    procedure = procedure_for(claim.benefit, claim.filed_on or claim.proposed_on)
    return procedure.prior if stage == Stage.PRIOR else procedure.court


@transaction.atomic
def answer_appeal(
    *,
    by: Actor,
    claim: Claim,
    version: int,
    outcome: str,
    on: date,
    amount: Decimal | None = None,
    due_from: date | None = None,
) -> Claim:
    """Won, the right is granted; lost or unanswered, it stays refused, and the next stage opens from that day."""
    found = moving(by, claim, version, ClaimState.APPEALED)
    made = last_appeal(by, found)
    if made is None:
        raise Forbidden(GONE_ON)
    on = _day_of_answer(made, outcome, on)
    won = outcome == Outcome.WON
    _answered(
        found, ClaimState.GRANTED if won else ClaimState.REFUSED, on, implicit=outcome == Outcome.SILENT
    )
    if won:
        found.amount, found.due_from = amount, due_from or on
    made.outcome, made.answered_on = outcome, on
    made.save(force_update=True)
    _save(by, found)
    tell(by, found, f"Recours {made.get_outcome_display()}", on, ActKind.DECISION)
    return found


def _day_of_answer(made: Appeal, outcome: str, on: date) -> date:
    """Silence counts from the day it is worth an answer, not from the day somebody notes it."""
    if outcome != Outcome.SILENT:
        if on < made.lodged_on:
            raise Forbidden("Cette date précède l’envoi du recours.")
        return on
    if made.answer_due_on is None:
        raise Forbidden("Ici le silence ne vaut pas réponse\u00a0: attendez la décision.")
    if made.answer_due_on >= timezone.localdate():
        raise Forbidden("Le délai de réponse n’est pas écoulé\u00a0: le silence ne veut encore rien dire.")
    due: date = made.answer_due_on
    return due


@transaction.atomic
def note_payment(
    *, by: Actor, claim: Claim, version: int, on: date, amount: Decimal | None, arrears: Decimal | None
) -> Claim:
    """The money is there: the right is open. What is paid wins over what was announced."""
    found = moving(by, claim, version, ClaimState.GRANTED)
    if found.answered_on and on < found.answered_on:
        raise Forbidden("Cette date précède l’accord de l’organisme.")
    found.state, found.paid_on, found.arrears = ClaimState.PAID, on, arrears
    found.amount = found.amount if amount is None else amount
    _save(by, found)
    tell(by, found, "Premier versement", on, ActKind.DECISION)
    return found


@transaction.atomic
def note_overpayment(*, by: Actor, person: Person, overpayment: Overpayment) -> Overpayment:
    """A body asks money back. Until when it can be contested is counted at once."""
    check_can_claim(by, person.pk)
    assert by.structure_id is not None
    overpayment.person, overpayment.structure_id = person, by.structure_id
    way = procedure_for(overpayment.benefit, overpayment.notified_on).prior
    overpayment.contest_by = contest_by(way, overpayment.notified_on)
    overpayment.save(force_insert=True)
    _tell_overpayment(by, overpayment, "Trop-perçu réclamé", overpayment.notified_on)
    return overpayment


@transaction.atomic
def settle_overpayment(
    *,
    by: Actor,
    overpayment: Overpayment,
    contested_on: date | None,
    settled_on: date | None,
    settlement: str,
) -> None:
    """Contested, given up by the body, spread over months, paid back: what was agreed. The last one told stands."""
    check_can_change_claim(by, overpayment.person_id, overpayment.structure_id)
    Overpayment.objects.visible_to(by).filter(pk=overpayment.pk).update(
        contested_on=contested_on, settled_on=settled_on, settlement=settlement
    )
    what = "Trop-perçu réglé" if settled_on else "Trop-perçu contesté"
    _tell_overpayment(by, overpayment, what, settled_on or contested_on or timezone.localdate())


def _tell_overpayment(by: Actor, overpayment: Overpayment, what: str, on: date) -> None:
    note_act(by=by, person=overpayment.person, kind=ActKind.DECISION, what=what, on=on)
    record(by, "overpayment", overpayment.person, benefit=overpayment.benefit)
