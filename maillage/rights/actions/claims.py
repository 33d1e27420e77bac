"""From a right talked about to a claim that is filed: the person decides, papers are gathered, the clock starts."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.models import Household, Person
from maillage.permissions import Actor, Forbidden
from maillage.rights.enums import UNDER_WAY, ClaimState
from maillage.rights.legal_delays import Asked, answer_due, next_day
from maillage.rights.models import Claim, Piece
from maillage.rights.procedures import CLAIMABLE, procedure_for
from maillage.rights.rules import check_can_change_claim, check_can_claim
from maillage.support.actions.path import note_act
from maillage.support.enums import ActKind
from maillage.support.rules import check_owns_space

ALREADY = "Cette prestation est déjà suivie pour cette personne\u00a0: ouvrez la demande en cours."
CHANGED = "Quelqu’un vient de modifier cette demande. Voici où elle en est\u00a0: vérifiez, puis recommencez."
DECISION = ("state", "decided_on", "decided_alone", "reason", "words", "version")
"""All that a decision writes, and all that the person may write: a sealed text is sealed anew each time it is saved."""
AWAITING = (ClaimState.FILED, ClaimState.INCOMPLETE)
BEFORE_FILING = "L’organisme ne peut pas l’avoir reçue avant le jour où elle a été déposée."
GONE_ON = "Cette demande n’en est plus là\u00a0: voici où elle en est."


@transaction.atomic
def propose(
    *,
    by: Actor,
    person: Person,
    benefit: str,
    on: date,
    household: Household | None = None,
    estimated: Decimal | None = None,
    found_on: date | None = None,
) -> Claim:
    """A right is talked about with the person: nothing is asked of anybody yet. The papers to gather come with it."""
    check_can_claim(by, person.pk)
    assert by.structure_id is not None
    claim = Claim(
        person=person,
        structure_id=by.structure_id,
        household=household,
        benefit=benefit,
        worker_id=by.user_id,
        found_on=min(found_on or on, on),
        estimated=estimated,
        proposed_on=on,
    )
    _insert(claim)
    _expect(claim, CLAIMABLE[benefit].documents)
    tell(by, claim, "Droit à une prestation abordé avec la personne", on)
    return claim


def _insert(claim: Claim) -> None:
    try:
        with transaction.atomic():
            claim.save(force_insert=True)
    except IntegrityError as error:
        if "rights_claim_one_at_a_time" not in str(error):
            raise
        raise Forbidden(ALREADY) from None


def _expect(claim: Claim, papers: Sequence[str], *, by_body: bool = False) -> None:
    told = {"claim": claim, "person_id": claim.person_id, "structure_id": claim.structure_id}
    already = claim.pieces.count()
    Piece.objects.bulk_create(
        Piece(what=paper[:160], rank=already + rank, asked_by_body=by_body, **told)
        for rank, paper in enumerate(papers)
    )


def tell(by: Actor, claim: Claim, what: str, on: date, kind: str = ActKind.REQUEST) -> None:
    """One line of the timeline, one of the journal. Which benefit is for those who read the claim: it may tell of health."""
    note_act(by=by, person=claim.person, kind=kind, what=what, on=on)
    record(by, "claim", claim.person, claim=claim.pk, benefit=claim.benefit, state=claim.state)


def moving(by: Actor, claim: Claim, version: int, *states: str) -> Claim:
    """The claim, locked, as it is now. Refused when it changed since it was read, or is not where this step begins."""
    check_can_change_claim(by, claim.person_id, claim.structure_id)
    return _locked(by, claim, version, *states)


def _locked(by: Actor, claim: Claim, version: int, *states: str) -> Claim:
    rows = Claim.objects.visible_to(by).select_for_update(of=("self",))
    found: Claim | None = rows.filter(pk=claim.pk).first()
    if found is None or found.version != version:
        raise Forbidden(CHANGED)
    if found.state not in states:
        raise Forbidden(GONE_ON)
    found.version += 1
    return found


@transaction.atomic
def decide(
    *, by: Actor, claim: Claim, version: int, wants: bool, on: date, reason: str = "", words: str = ""
) -> Claim:
    """The person's own decision, told to a worker or made in their space; the reason is theirs to give."""
    if by.person_id:
        check_owns_space(by, claim.person_id)
        found = _locked(by, claim, version, ClaimState.PROPOSED, ClaimState.DECLINED)
    else:
        found = moving(by, claim, version, ClaimState.PROPOSED, ClaimState.DECLINED)
    if on < found.proposed_on:
        raise Forbidden("Cette date précède le jour où le droit a été abordé.")
    found.state = ClaimState.PREPARING if wants else ClaimState.DECLINED
    found.decided_on, found.decided_alone = on, by.person_id is not None
    found.reason = "" if wants else reason or "unsaid"
    found.words = words or ("" if wants else found.words)
    _save(found, DECISION)
    if wants and not by.person_id:
        tell(by, found, "Demande décidée avec la personne", on)
    else:
        record(by, "claim", found.person, claim=found.pk, benefit=found.benefit, state=found.state)
    return found


def _save(claim: Claim, fields: Sequence[str] | None = None) -> None:
    """Back from "declined", another claim may have been opened meanwhile."""
    claim.act_by = next_day(claim)
    try:
        with transaction.atomic():
            claim.save(force_update=True, update_fields=fields)
    except IntegrityError as error:
        if "rights_claim_one_at_a_time" not in str(error):
            raise
        raise Forbidden(ALREADY) from None


@transaction.atomic
def file_claim(
    *, by: Actor, claim: Claim, version: int, channel: str, body: str, on: date, reference: str = ""
) -> Claim:
    """Sent or handed over. The clock only starts with the body's receipt."""
    found = moving(by, claim, version, ClaimState.PREPARING)
    found.state, found.channel, found.body = ClaimState.FILED, channel, body
    found.filed_on, found.reference = on, reference
    _save(found)
    tell(by, found, "Demande déposée", on)
    return found


@transaction.atomic
def note_receipt(*, by: Actor, claim: Claim, version: int, on: date, reference: str = "") -> Claim:
    """The body has it: from that day its delay runs, and silence gets a meaning."""
    found = moving(by, claim, version, *AWAITING)
    if found.filed_on and on < found.filed_on:
        raise Forbidden(BEFORE_FILING)
    found.received_on = on
    found.reference = reference or found.reference
    _restart_clock(found)
    _save(found)
    tell(by, found, "Demande reçue par l’organisme", on)
    return found


def _restart_clock(claim: Claim) -> None:
    """When the answer is due now, and what silence will mean; nothing while the body has acknowledged nothing."""
    procedure = procedure_for(claim.benefit, claim.filed_on or claim.proposed_on)
    claim.silence = procedure.silence
    if claim.received_on is None:
        return
    asked = _asked(claim)
    complete_on = max(claim.received_on, claim.completed_on or claim.received_on)
    claim.answer_due_on = answer_due(procedure, claim.received_on, complete_on, claim.paused_days, asked)


def _asked(claim: Claim) -> Asked | None:
    if claim.incomplete_on is None or claim.complete_by is None:
        return None
    return Asked(claim.incomplete_on, claim.complete_by)


@transaction.atomic
def correct(
    *,
    by: Actor,
    claim: Claim,
    version: int,
    filed_on: date,
    received_on: date | None,
    body: str,
    reference: str,
) -> Claim:
    """What was noted wrong of the filing: dates, body, number. The clock is counted anew."""
    found = moving(by, claim, version, *AWAITING)
    if received_on and received_on < filed_on:
        raise Forbidden(BEFORE_FILING)
    found.filed_on, found.received_on, found.body, found.reference = filed_on, received_on, body, reference
    found.answer_due_on = None
    _restart_clock(found)
    _save(found)
    record(by, "claim", found.person, claim=found.pk, benefit=found.benefit, state=found.state)
    return found


@transaction.atomic
def note_incomplete(
    *, by: Actor, claim: Claim, version: int, on: date, complete_by: date, papers: Sequence[str]
) -> Claim:
    """The body asks for papers, until a day. What is asked joins the list of papers to gather."""
    found = moving(by, claim, version, ClaimState.FILED)
    if found.filed_on and on < found.filed_on:
        raise Forbidden(
            "L’organisme ne peut pas avoir réclamé des pièces avant le dépôt\u00a0: vérifiez la date."
        )
    if complete_by < on:
        raise Forbidden("La date limite précède la demande de pièces\u00a0: vérifiez les deux dates.")
    found.state, found.incomplete_on, found.complete_by = ClaimState.INCOMPLETE, on, complete_by
    found.received_on = found.received_on or on
    _restart_clock(found)
    _save(found)
    _expect(found, papers, by_body=True)
    tell(by, found, "Pièces demandées par l’organisme", on)
    return found


@transaction.atomic
def complete(*, by: Actor, claim: Claim, version: int, on: date) -> Claim:
    """The papers were given: the clock runs again, or at last."""
    found = moving(by, claim, version, ClaimState.INCOMPLETE)
    if found.incomplete_on and on < found.incomplete_on:
        raise Forbidden("Cette date précède le jour où les pièces ont été demandées.")
    asked = _asked(found)
    found.paused_days += asked.days(on) if asked else 0
    found.state, found.completed_on = ClaimState.FILED, on
    found.incomplete_on, found.complete_by = None, None
    _restart_clock(found)
    _save(found)
    found.pieces.filter(asked_by_body=True, given_on=None).update(given_on=on)
    tell(by, found, "Pièces fournies", on)
    return found


@transaction.atomic
def end_claim(*, by: Actor, claim: Claim, version: int, ending: str, on: date) -> Claim:
    """Stopped on the way, for a reason that is not a fault of anybody."""
    found = moving(by, claim, version, *UNDER_WAY)
    found.state, found.ending, found.ended_on = ClaimState.CLOSED, ending, on
    _save(found)
    tell(by, found, "Demande arrêtée", on)
    return found


@transaction.atomic
def add_piece(*, by: Actor, claim: Claim, what: str, bringer: str, how: str = "") -> Piece:
    """A paper that this body asks for, or that this situation needs."""
    check_can_change_claim(by, claim.person_id, claim.structure_id)
    told = {"claim": claim, "person_id": claim.person_id, "structure_id": claim.structure_id}
    piece = Piece(what=what, bringer=bringer, how=how, rank=claim.pieces.count(), **told)
    piece.save(force_insert=True)
    record(by, "claim_paper", claim.person, claim=claim.pk)
    return piece


@transaction.atomic
def give_piece(*, by: Actor, piece: Piece, document_id: object = None) -> None:
    """It is there: in the folder when `document_id` says which document, or in the person's hand. Twice is once."""
    if by.person_id:
        check_owns_space(by, piece.person_id)
    else:
        check_can_change_claim(by, piece.person_id, piece.structure_id)
    told = {"given_on": timezone.localdate()}
    Piece.objects.visible_to(by).filter(pk=piece.pk, given_on=None).update(
        **told, **({"document_id": document_id} if document_id else {})
    )
    record(by, "claim_paper", piece.person, claim=piece.claim_id, document=document_id)
