"""An advance is asked before a meeting, paid or refused; the rates that a committee decides."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.models import Advance, Committee, Gathering, Occupant, Rate
from maillage.governance.queries import standing
from maillage.governance.queries.expenses import standing_for
from maillage.governance.rules import check_can_enter, check_can_seat, check_can_settle
from maillage.permissions import Actor, Forbidden

ANSWERED = "Quelqu’un vient de répondre à cette avance."
BEGUN = "La séance a commencé\u00a0: demandez plutôt vos frais."
ASKED = "Une avance est déjà demandée pour cette séance."


@transaction.atomic
def ask_advance(
    *, by: Actor, gathering: Gathering, occupant: Occupant, amount: Decimal, reason: str
) -> Advance:
    """One a meeting; asked again as it is, nothing changes."""
    check_can_enter(by, standing(by, gathering.committee), occupant.user_id)
    if gathering.starts_at <= timezone.now() or gathering.cancelled_at:
        raise Forbidden(BEGUN)
    told = {"amount": amount, "reason": reason}
    first = {"committee": gathering.committee, "user_id": occupant.user_id, "name": occupant.name, **told}
    asked, new = Advance.objects.get_or_create(
        gathering=gathering, occupant=occupant, defaults={**first, "asked_on": timezone.localdate()}
    )
    if not new and asked.amount != amount:
        raise Forbidden(ASKED)
    if new:
        record(by, "advance_asked", asked)
    return asked


@transaction.atomic
def answer_advance(*, by: Actor, advance: Advance, paid_on: date | None, refused_why: str) -> None:
    """Paid on a day, or refused with a reason."""
    check_can_settle(by, standing_for(by, advance), advance.user_id)
    told: dict[str, Any] = {"paid_on": paid_on}
    if paid_on is None:
        told = {"refused_on": timezone.localdate(), "refused_why": refused_why}
    if not Advance.objects.filter(pk=advance.pk, paid_on=None, refused_on=None).update(**told):
        raise Forbidden(ANSWERED)
    record(by, "advance_answered", advance, paid=paid_on is not None)


@transaction.atomic
def set_rate(
    *, by: Actor, committee: Committee, kind: str, amount: Decimal, starts_on: date, decided_by: str
) -> Rate:
    """From that day on, in place of the one before. Written again for the same day, it is corrected."""
    check_can_seat(by, standing(by, committee))
    told = {"amount": amount, "decided_by": decided_by}
    Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    rate, _ = Rate.objects.update_or_create(
        committee=committee, kind=kind, starts_on=starts_on, defaults=told
    )
    record(by, "rate_set", rate)
    return rate
