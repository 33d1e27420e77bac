"""What a participation costs, in plain numbers; who asks, who settles. PostgreSQL says the same of the latter
(`models.expenses`, `participation_sql`)."""

from datetime import datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from maillage.governance.enums import ExpenseKind
from maillage.governance.rules.access import Standing
from maillage.permissions import Actor, Forbidden, can

CENT = Decimal("0.01")
NOON = time(12)
HALF_DAY = 4 * 60
AGES = ((15, "0 à 15 jours"), (30, "16 à 30 jours"), (60, "31 à 60 jours"), (None, "plus de 60 jours"))


def worth(kind: str, quantity: Decimal, rate: Decimal | None) -> Decimal:
    """Euros, to the cent, halves up. A ticket is what it cost; a meal is what it cost up to its rate; else by the unit."""
    if kind == ExpenseKind.TICKET or rate is None:
        found = quantity
    elif kind == ExpenseKind.MEAL:
        found = min(quantity, rate)
    else:
        found = quantity * rate
    return found.quantize(CENT, ROUND_HALF_UP)


def crosses_noon(starts_at: datetime, ends_at: datetime) -> bool:
    """Local times of one day."""
    return starts_at.time() < NOON < ends_at.time()


def half_days(minutes: int) -> int:
    """Past four hours, two."""
    return 2 if minutes > HALF_DAY else 1


def hours(minutes: int) -> Decimal:
    return (Decimal(minutes) / 60).quantize(CENT, ROUND_HALF_UP)


def age(days: int) -> int:
    """Which of `AGES`."""
    return next(rank for rank, (most, _) in enumerate(AGES) if most is None or days <= most)


class Claimed(Protocol):
    """Whose a claim is, if they have an account; who wrote it."""

    user_id: int | None
    entered_by_id: int


def check_can_settle(actor: Actor, standing: Standing, claimant_id: int | None) -> None:
    """Accept, refuse, pay. Nobody settles their own."""
    if not (actor.signed_in and (standing.keeps or standing.runs)):
        raise Forbidden("Le secrétariat de cette instance, ou la structure qui le tient, règle les frais.")
    if claimant_id == actor.user_id:
        raise Forbidden("C’est votre propre demande\u00a0: quelqu’un d’autre la règle.")


def check_can_accept(actor: Actor, standing: Standing, claim: Claimed) -> None:
    """Two persons, at least, for money: whoever typed a claim doesn't accept it. They may note that it is paid."""
    check_can_settle(actor, standing, claim.user_id)
    if claim.entered_by_id == actor.user_id:
        raise Forbidden(
            "Vous avez saisi cette demande\u00a0: quelqu’un d’autre du secrétariat, ou de la structure qui le tient, y répond."
        )


def check_can_hold(actor: Actor, standing: Standing, claim: Claimed) -> None:
    """Write again, and send, what is not sent: whose it is, who typed it, any keeper for who has no account."""
    own = claim.user_id == actor.user_id
    typed = standing.keeps and (claim.user_id is None or claim.entered_by_id == actor.user_id)
    if not (actor.signed_in and (own or typed)):
        raise Forbidden("Cette demande est à quelqu’un d’autre\u00a0: seule cette personne l’envoie.")


def check_can_enter(actor: Actor, standing: Standing, claimant_id: int | None) -> None:
    """One's own claim, or what somebody wrote on paper."""
    if not (actor.signed_in and (claimant_id == actor.user_id or standing.keeps)):
        raise Forbidden(
            "Chacun demande ses propres frais\u00a0; le secrétariat saisit les demandes sur papier."
        )


def check_can_attest(actor: Actor, standing: Standing, whose_id: int | None) -> None:
    if not (actor.signed_in and (whose_id == actor.user_id or standing.keeps)):
        raise Forbidden(
            "Chacun imprime sa propre attestation\u00a0; le secrétariat imprime celles des autres."
        )


def check_can_sign(actor: Actor, standing: Standing, participant_id: int | None) -> None:
    """A letter is signed by its participant; on paper, whoever settles says so."""
    own = actor.signed_in and participant_id == actor.user_id
    if not (own or (actor.signed_in and (standing.keeps or standing.runs))):
        raise Forbidden(
            "Chacun signe sa propre lettre\u00a0; le secrétariat note celles qui sont sur papier."
        )


can_settle = can(check_can_settle)
can_accept = can(check_can_accept)
can_hold = can(check_can_hold)
can_enter = can(check_can_enter)
can_sign = can(check_can_sign)
