"""A claim is written from a presence, sent, answered line by line, paid. One a presence, whoever sends it twice."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.files.checks import checked
from maillage.files.storage import drop, keep, read
from maillage.files.uploads import Upload
from maillage.governance.enums import ExpenseState
from maillage.governance.models import ExpenseClaim, ExpenseLine, Presence, Receipt
from maillage.governance.queries import standing
from maillage.governance.queries.expenses import (
    Terms,
    advance_for,
    advance_of,
    reimbursable,
    standing_for,
    terms_of,
)
from maillage.governance.rules import (
    account,
    check_can_accept,
    check_can_enter,
    check_can_hold,
    check_can_settle,
)
from maillage.governance.rules.expenses import worth
from maillage.permissions import Actor, Forbidden

BEGUN = (
    "Une demande est déjà écrite pour cette présence par quelqu’un d’autre\u00a0: voyez avec cette personne,"
    " ou avec le secrétariat."
)
ALREADY = "Les frais de cette présence sont déjà demandés."
SETTLED_BETWEEN = "Quelqu’un vient de répondre à cette demande\u00a0: relisez-la."
NOTHING = "Il n’y a rien à rembourser\u00a0: écrivez au moins un frais."
NOT_PAID = (
    "Vous siégez pour votre employeur\u00a0: ces frais se demandent à lui, ou après une lettre de mission."
)
NOT_HELD = "La séance n’est pas close\u00a0: les frais se demandent après."
TOO_MUCH = "Cela fait plus de 10 000 €\u00a0: vérifiez les nombres, et le barème de l’instance."
MOST = Decimal(10_000)
MOST_RECEIPTS = 20


@transaction.atomic
def write_claim(
    *, by: Actor, presence: Presence, quantities: dict[str, Decimal], note: str = "", send: bool
) -> ExpenseClaim:
    """By who was there, or by a keeper from a paper. Written again while it is not sent; sent twice, it is one."""
    gathering = presence.gathering
    claimant = presence.occupant.user_id if presence.occupant else None
    check_can_enter(by, standing(by, gathering.committee), claimant)
    if gathering.held_at is None:
        raise Forbidden(NOT_HELD)
    if not Presence.objects.filter(reimbursable(), pk=presence.pk).exists():
        raise Forbidden(NOT_PAID)
    new = _begun(presence, _first(by, presence, claimant))
    claim = _own_draft(by, presence)
    _write(claim, quantities, terms_of(presence), note)
    record(by, "claim_written", claim, new=new)
    if send:
        send_claim(by=by, claim=claim)
    return claim


def _begun(presence: Presence, told: dict[str, Any]) -> bool:
    """Whether it is new. One a presence, and a draft is seen by its author alone: the key refuses what isn't found."""
    try:
        _, new = ExpenseClaim.objects.get_or_create(presence=presence, defaults=told)
    except IntegrityError as error:
        raise Forbidden(BEGUN) from error
    return new


def _own_draft(by: Actor, presence: Presence) -> ExpenseClaim:
    """Locked, so that it isn't sent while it is written again; PostgreSQL lets nobody lock what was sent."""
    kept = ExpenseClaim.objects.select_for_update().filter(presence=presence, state=ExpenseState.DRAFT)
    claim: ExpenseClaim | None = kept.first()
    if claim is None:
        raise Forbidden(ALREADY)
    check_can_hold(by, standing_for(by, claim), claim)
    claim.entered_by_id = account(by)
    return claim


def _first(by: Actor, presence: Presence, claimant: int | None) -> dict[str, Any]:
    gathering = presence.gathering
    return {
        "committee": gathering.committee,
        "gathering": gathering,
        "user_id": claimant,
        "entered_by_id": account(by),
        "name": presence.name,
        "about": f"{gathering.committee.name}, {gathering.title}",
        "on": timezone.localdate(gathering.starts_at),
    }


def _write(claim: ExpenseClaim, quantities: dict[str, Decimal], terms: dict[str, Terms], note: str) -> None:
    lines = [
        _line(claim, terms[kind], value) for kind, value in quantities.items() if value and kind in terms
    ]
    total = sum((one.amount for one in lines), Decimal("0"))
    if total > MOST:
        raise Forbidden(TOO_MUCH)
    claim.lines.all().delete()
    ExpenseLine.objects.bulk_create(lines)
    claim.total, claim.advance, claim.note = total, advance_of(claim.presence), note
    claim.full_clean(exclude=["committee", "gathering", "presence", "user", "entered_by"])
    claim.save(update_fields=["entered_by", "total", "advance", "note"])


def _line(claim: ExpenseClaim, terms: Terms, quantity: Decimal) -> ExpenseLine:
    amount = worth(terms.kind, quantity, terms.rate)
    return ExpenseLine(claim=claim, kind=terms.kind, quantity=quantity, rate=terms.rate, amount=amount)


@transaction.atomic
def send_claim(*, by: Actor, claim: ExpenseClaim) -> None:
    """Once; sent again, nothing changes."""
    kept = ExpenseClaim.objects.get(pk=claim.pk)
    check_can_hold(by, standing_for(by, kept), kept)
    if kept.total <= 0:
        raise Forbidden(NOTHING)
    drafts = ExpenseClaim.objects.filter(pk=kept.pk, state=ExpenseState.DRAFT)
    told = {"sent_on": timezone.localdate(), "advance": advance_for(kept), "entered_by_id": account(by)}
    if drafts.update(state=ExpenseState.SENT, **told):
        record(by, "claim_sent", kept)


@transaction.atomic
def answer_claim(*, by: Actor, claim: ExpenseClaim, refused: dict[str, str]) -> None:
    """`refused`: why, by kind; every other line is accepted. All refused, the claim is."""
    check_can_accept(by, standing_for(by, claim), claim)
    kept = _locked(claim, ExpenseState.SENT)
    granted = Decimal("0")
    for line in kept.lines.all():
        reason = refused.get(line.kind, "")
        if reason:
            ExpenseLine.objects.filter(pk=line.pk).update(refused=True, reason=reason)
        else:
            granted += line.amount
    state = ExpenseState.ACCEPTED if granted else ExpenseState.REFUSED
    told = {"granted": granted, "decided_on": timezone.localdate(), "advance": advance_for(kept)}
    _move(kept, ExpenseState.SENT, state=state, **told)
    record(by, "claim_answered", kept, state=state, refused=sorted(refused))


@transaction.atomic
def pay_claim(*, by: Actor, claim: ExpenseClaim, on: date) -> None:
    check_can_settle(by, standing_for(by, claim), claim.user_id)
    kept = _locked(claim, ExpenseState.ACCEPTED)
    if on > timezone.localdate():
        raise ValidationError({"on": "Cette date est à venir\u00a0: écrivez le jour où c’est payé."})
    if kept.decided_on and on < kept.decided_on:
        raise ValidationError({"on": "Une demande est payée après avoir été acceptée."})
    told = {"paid_on": on, "advance": advance_for(kept)}
    _move(kept, ExpenseState.ACCEPTED, state=ExpenseState.PAID, **told)
    record(by, "claim_paid", kept)


def _locked(claim: ExpenseClaim, state: str) -> ExpenseClaim:
    kept = ExpenseClaim.objects.select_for_update().filter(pk=claim.pk, state=state).first()
    if kept is None:
        raise Forbidden(SETTLED_BETWEEN)
    found: ExpenseClaim = kept
    return found


def _move(claim: ExpenseClaim, former: str, **told: Any) -> None:
    if not ExpenseClaim.objects.filter(pk=claim.pk, state=former).update(**told):
        raise Forbidden(SETTLED_BETWEEN)


@transaction.atomic
def add_receipt(*, by: Actor, claim: ExpenseClaim, upload: Upload) -> Receipt:
    """By who asks, or who typed their paper, until it is answered. Raises `files.refusals.Refused`."""
    if by.user_id not in (claim.user_id, claim.entered_by_id):
        raise Forbidden("Cette demande est à quelqu’un d’autre.")
    safe = checked(upload.name, upload.content)
    _check_may_add(claim)
    key = keep(safe.content, owner=claim.public_id)
    try:
        told = {"name": safe.name, "media_type": safe.media_type, "size": len(safe.content)}
        receipt = Receipt.objects.create(claim=claim, user_id=account(by), key=key, **told)
        record(by, "receipt_added", claim, receipt=receipt.pk)
    except BaseException:
        drop(key)
        raise
    return receipt


def _check_may_add(claim: ExpenseClaim) -> None:
    kept = ExpenseClaim.objects.get(pk=claim.pk)
    if kept.state not in (ExpenseState.DRAFT, ExpenseState.SENT):
        raise Forbidden(SETTLED_BETWEEN)
    if kept.receipts.count() >= MOST_RECEIPTS:
        raise Forbidden(f"{MOST_RECEIPTS} justificatifs au plus\u00a0: réunissez-les dans un seul PDF.")


def read_receipt(*, by: Actor, receipt: Receipt) -> bytes:
    record(by, "receipt_read", receipt.claim, receipt=receipt.pk)
    return read(receipt.key)
