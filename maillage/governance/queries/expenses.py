"""What may be claimed, what is proposed for it, what waits to be paid and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from maillage.governance.enums import KEEPING, Capacity, ExpenseKind, ExpenseState
from maillage.governance.models import (
    Advance,
    Committee,
    ExpenseClaim,
    ExpenseLine,
    Gathering,
    MissionLetter,
    Occupant,
    Presence,
    Rate,
    Seat,
)
from maillage.governance.queries.committees import standing
from maillage.governance.rates import public_rate_on
from maillage.governance.rules import Standing, access, can_found
from maillage.governance.rules.expenses import AGES, age, crosses_noon, half_days, hours
from maillage.permissions import Actor

UNPAID = (ExpenseState.SENT, ExpenseState.ACCEPTED)
UNITS = {
    ExpenseKind.CAR: "km",
    ExpenseKind.TICKET: "€",
    ExpenseKind.MEAL: "€",
    ExpenseKind.CHILDCARE: "heure(s)",
    ExpenseKind.ALLOWANCE: "demi-journée(s)",
}
EACH = {
    ExpenseKind.CAR: "le km",
    ExpenseKind.MEAL: "le repas au plus",
    ExpenseKind.CHILDCARE: "l’heure",
    ExpenseKind.ALLOWANCE: "la demi-journée",
}


@dataclass(frozen=True)
class Terms:
    """What one kind of expense pays on a day. A ticket has no rate: it is paid back as it was."""

    kind: str
    rate: Decimal | None
    source: str = ""
    check: bool = False

    @property
    def label(self) -> str:
        return str(ExpenseKind(self.kind).label)

    @property
    def unit(self) -> str:
        return UNITS[ExpenseKind(self.kind)]

    @property
    def each(self) -> str:
        return EACH.get(ExpenseKind(self.kind), "")


@dataclass(frozen=True)
class Age:
    label: str
    count: int
    amount: Decimal


def all_terms(committee_id: int, day: date) -> dict[str, Terms]:
    """Its own rate first, then the public one; what has neither is not paid."""
    rows = Rate.objects.filter(access.in_force(day), committee=committee_id).order_by("starts_on")
    own = {row.kind: row for row in rows}
    found = {}
    for kind in ExpenseKind:
        if told := _terms(kind, own.get(kind), day):
            found[str(kind)] = told
    return found


def _terms(kind: str, own: Rate | None, day: date) -> Terms | None:
    if kind == ExpenseKind.TICKET:
        return Terms(kind, None, "au prix payé, sur justificatif")
    if own:
        return Terms(kind, own.amount, f"décidé par {own.decided_by}") if own.amount else None
    public = public_rate_on(kind, day)
    return Terms(kind, public.amount, public.source, public.check) if public else None


def terms_of(presence: Presence) -> dict[str, Terms]:
    """What this presence may be paid: by its letter when there is one, everything otherwise."""
    day = timezone.localdate(presence.gathering.starts_at)
    found = all_terms(presence.gathering.committee_id, day)
    letter = letter_on(presence, day)
    return {kind: one for kind, one in found.items() if kind in letter.covers} if letter else found


def letter_on(presence: Presence, day: date) -> MissionLetter | None:
    rows = MissionLetter.objects.filter(access.in_force(day), committee=presence.gathering.committee_id)
    whose = Q(occupant=presence.occupant_id) if presence.occupant_id else Q(name=presence.name)
    return rows.filter(whose).order_by("-starts_on").first()


def reimbursable() -> Q:
    """Experts by experience and guests; a member when a letter says so. Others are there for their employer."""
    letters = MissionLetter.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("gathering__starts_at__date")),
        occupant=OuterRef("occupant"),
        starts_on__lte=OuterRef("gathering__starts_at__date"),
    )
    return Q(capacity__in=(Capacity.EXPERT, Capacity.GUEST)) | Q(Exists(letters))


def presences(actor: Actor) -> QuerySet[Presence]:
    """Closed with their meeting, and that something may be paid for."""
    rows = Presence.objects.visible_to(actor).filter(reimbursable(), gathering__held_at__isnull=False)
    return rows.select_related("gathering__committee", "occupant")


def to_claim(actor: Actor) -> QuerySet[Presence]:
    """One's own, not claimed yet; the last first."""
    own = presences(actor).filter(occupant__user=actor.user_id, claim=None)
    return own.order_by("-gathering__starts_at", "pk")


def proposed(presence: Presence, terms: dict[str, Terms]) -> dict[str, Decimal]:
    """The distance of last time, a meal when the meeting crosses noon, hours of childcare if there ever were."""
    known = last_quantities(presence)
    starts, ends = (
        timezone.localtime(one) for one in (presence.gathering.starts_at, presence.gathering.ends_at)
    )
    length = round((ends - starts).total_seconds() / 60)
    told: dict[str, Decimal | None] = {
        ExpenseKind.CAR: known.get(ExpenseKind.CAR),
        ExpenseKind.MEAL: _meal(terms) if crosses_noon(starts, ends) else None,
        ExpenseKind.CHILDCARE: hours(length) if ExpenseKind.CHILDCARE in known else None,
        ExpenseKind.ALLOWANCE: Decimal(half_days(presence.minutes)),
    }
    return {str(kind): value for kind, value in told.items() if value and kind in terms}


def _meal(terms: dict[str, Terms]) -> Decimal | None:
    return terms[ExpenseKind.MEAL].rate if ExpenseKind.MEAL in terms else None


def last_quantities(presence: Presence) -> dict[str, Decimal]:
    """What this participant wrote last, kind by kind, in this committee."""
    rows = ExpenseLine.objects.filter(
        claim__committee=presence.gathering.committee_id, claim__name=presence.name
    )
    return dict(rows.order_by("claim__on", "pk").values_list("kind", "quantity"))


def advance_of(presence: Presence) -> Decimal:
    """Paid before this meeting."""
    rows = Advance.objects.filter(gathering=presence.gathering_id, occupant=presence.occupant_id)
    paid = rows.filter(paid_on__isnull=False).values_list("amount", flat=True).first()
    return paid or Decimal("0")


def advance_for(claim: ExpenseClaim) -> Decimal:
    """Paid by now. By the name it was asked under: who left the committee no longer sees their presence."""
    rows = Advance.objects.filter(gathering=claim.gathering_id, user=claim.user_id, name=claim.name)
    return rows.filter(paid_on__isnull=False).values_list("amount", flat=True).first() or Decimal("0")


def claims(actor: Actor) -> QuerySet[ExpenseClaim]:
    """Prefetched and not joined: somebody who left still reads their claim, not its committee."""
    rows = ExpenseClaim.objects.visible_to(actor)
    return rows.prefetch_related("lines", "receipts", "committee")


def own_claims(actor: Actor) -> QuerySet[ExpenseClaim]:
    return claims(actor).filter(user=actor.user_id)


def of_committee(actor: Actor, committee: Committee) -> QuerySet[ExpenseClaim]:
    """What was sent; the longest waiting first. A draft is its author's business."""
    rows = claims(actor).filter(committee=committee).exclude(state=ExpenseState.DRAFT)
    return rows.order_by("sent_on", "pk")


def standing_for(actor: Actor, claim: ExpenseClaim | MissionLetter | Advance) -> Standing:
    """What the actor is for its committee; nothing when they no longer see it."""
    found = Committee.objects.filter(pk=claim.committee_id).first()
    return standing(actor, found) if found else Standing()


def settled(actor: Actor) -> list[Committee]:
    """The committees whose expenses this actor settles."""
    if not actor.signed_in:
        return []
    rows = Q(pk__in=access.duties_of(actor, *KEEPING))
    rows |= Q(structure_id=actor.structure_id) if can_found(actor) else Q(pk__in=[])
    return list(Committee.objects.visible_to(actor).filter(rows))


def ageing(rows: Iterable[ExpenseClaim], today: date) -> list[Age]:
    """What is sent or accepted and not paid, by days since it was sent."""
    counts, amounts = [0] * len(AGES), [Decimal("0")] * len(AGES)
    for one in rows:
        if one.state in UNPAID and one.sent_on:
            rank = age((today - one.sent_on).days)
            counts[rank] += 1
            amounts[rank] += one.due
    return [Age(label, counts[rank], amounts[rank]) for rank, (_, label) in enumerate(AGES)]


def unpaid(actor: Actor, of: Iterable[Committee]) -> QuerySet[ExpenseClaim]:
    return ExpenseClaim.objects.visible_to(actor).filter(committee__in=list(of), state__in=UNPAID)


def to_settle(actor: Actor) -> QuerySet[ExpenseClaim]:
    """Sent or accepted, and not one's own: whoever else sees a claim settles it, but not what they typed themselves."""
    rows = ExpenseClaim.objects.visible_to(actor).filter(state__in=UNPAID)
    return rows.exclude(user=actor.user_id).exclude(state=ExpenseState.SENT, entered_by=actor.user_id)


def own_seats(actor: Actor) -> QuerySet[Occupant]:
    """Where one sits, or sat, in a committee that one still sees."""
    rows = Occupant.objects.visible_to(actor).filter(user=actor.user_id)
    return rows.filter(seat__in=Seat.objects.visible_to(actor).values("pk")).select_related("seat__committee")


def advances(actor: Actor) -> QuerySet[Advance]:
    return Advance.objects.visible_to(actor).prefetch_related("gathering__committee")


def advance_asked(actor: Actor, gathering: Gathering) -> Advance | None:
    return advances(actor).filter(gathering=gathering, user=actor.user_id).first()
