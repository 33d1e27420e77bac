"""What is claimed for a person, what waits for whom, and what is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from maillage.people.models import HouseholdMember, Person
from maillage.permissions import Actor
from maillage.rights.enums import UNDER_WAY, Bringer, Change, ClaimState, Outcome, Stage, Status
from maillage.rights.models import Appeal, Claim, Entitlement, Overpayment, Piece
from maillage.support.models import Document
from maillage.vault.fields import open_together

MOST_LISTED = 200
DAYS_AHEAD = 14


def claims(actor: Actor) -> QuerySet[Claim]:
    rows: QuerySet[Claim] = Claim.objects.visible_to(actor)
    return rows.select_related("person", "structure", "worker")


def claims_of(actor: Actor, person: Person) -> list[Claim]:
    """Those under way first, the last touched first."""
    rows = claims(actor).filter(person=person).order_by("-proposed_on", "pk")[:MOST_LISTED]
    return sorted(open_together(list(rows)), key=lambda one: one.state not in UNDER_WAY)


def pieces_of(actor: Actor, claim: Claim) -> list[Piece]:
    rows: QuerySet[Piece] = Piece.objects.visible_to(actor).filter(claim=claim)
    return list(rows.select_related("document").order_by("rank", "pk")[:MOST_LISTED])


def appeals_of(actor: Actor, claim: Claim) -> list[Appeal]:
    rows: QuerySet[Appeal] = Appeal.objects.visible_to(actor).filter(claim=claim)
    return open_together(list(rows.order_by("lodged_on", "pk")))


def claims_by_household(actor: Actor, households: Iterable[UUID]) -> dict[tuple[UUID | None, str], str]:
    """(household, benefit) → where its claim stands, for what is under way or was refused by the person."""
    rows: QuerySet[Claim] = Claim.objects.visible_to(actor).filter(household_id__in=list(households))
    rows = rows.filter(state__in=[*UNDER_WAY, ClaimState.DECLINED])
    return {(one.household_id, one.benefit): str(one.get_state_display()) for one in rows}


def appeals_by_claim(actor: Actor, person: Person) -> dict[UUID, list[Appeal]]:
    rows: QuerySet[Appeal] = (
        Appeal.objects.visible_to(actor).filter(person=person).order_by("lodged_on", "pk")
    )
    found: dict[UUID, list[Appeal]] = {}
    for one in open_together(list(rows)):
        found.setdefault(one.claim_id, []).append(one)
    return found


def last_appeal(actor: Actor, claim: Claim) -> Appeal | None:
    rows: QuerySet[Appeal] = Appeal.objects.visible_to(actor).filter(claim=claim)
    return rows.order_by("-lodged_on", "-pk").first()


def next_stage(last: Appeal | None) -> str | None:
    """Before the body first; then in court; then nothing here. What was won may be contested from the start."""
    if last is None or last.outcome == Outcome.WON:
        return Stage.PRIOR
    return Stage.COURT if last.stage == Stage.PRIOR and last.outcome else None


def overpayments_of(actor: Actor, person: Person) -> list[Overpayment]:
    rows: QuerySet[Overpayment] = Overpayment.objects.visible_to(actor).filter(person=person)
    return open_together(
        list(rows.order_by(F("settled_on").asc(nulls_first=True), "-notified_on")[:MOST_LISTED])
    )


def bringable(actor: Actor, person: Person) -> list[Document]:
    """Documents of the folder that may be the paper that is asked."""
    rows: QuerySet[Document] = Document.objects.visible_to(actor).filter(person=person)
    return list(rows.order_by("-written_at")[:MOST_LISTED])


def to_bring(actor: Actor) -> list[Piece]:
    """Papers that wait for the person themselves, of claims under way."""
    rows: QuerySet[Piece] = Piece.objects.visible_to(actor).filter(given_on=None, bringer=Bringer.PERSON)
    rows = rows.filter(claim__state__in=(ClaimState.PREPARING, ClaimState.INCOMPLETE))
    return list(rows.select_related("claim").order_by("-asked_by_body", "rank", "pk")[:MOST_LISTED])


@dataclass(frozen=True)
class Found:
    """A potential right, not claimed yet: of which household, since when, how much."""

    benefit: str
    household_id: UUID
    found_on: date
    amount: Decimal | None
    right: Entitlement


def to_propose(actor: Actor, person: Person) -> list[Found]:
    """Rights found for the person's households at the last screening, without those followed or refused by them."""
    members: QuerySet[HouseholdMember] = HouseholdMember.objects.visible_to(actor)
    homes = members.filter(person=person, until__isnull=True, role__in=("applicant", "partner"))
    rights: QuerySet[Entitlement] = Entitlement.objects.visible_to(actor)
    rights = rights.filter(household_id__in=list(homes.values_list("household_id", flat=True)))
    return _not_followed(actor, person, rights)


def own_rights(actor: Actor, person: Person) -> list[Found]:
    """The same in the person's own space, where row security says which households are theirs."""
    return _not_followed(actor, person, Entitlement.objects.visible_to(actor))


def _not_followed(actor: Actor, person: Person, rights: QuerySet[Entitlement]) -> list[Found]:
    rows = list(rights.exclude(change=Change.GONE).order_by("-month", "effort", "benefit")[:MOST_LISTED])
    latest = {row.household_id: row.month for row in reversed(rows)}
    followed = set(_followed(actor, person))
    return [
        Found(row.benefit, row.household_id, row.found_at.date(), row.amount, row)
        for row in rows
        if row.month == latest[row.household_id]
        and row.benefit not in followed
        and row.status != Status.MISSING
    ]


def _followed(actor: Actor, person: Person) -> Any:
    states = [*UNDER_WAY, ClaimState.DECLINED, ClaimState.PAID]
    rows: QuerySet[Claim] = Claim.objects.visible_to(actor).filter(person=person, state__in=states)
    return rows.values_list("benefit", flat=True)


def late(today: date) -> Q:
    """The body, or we, are past a day that counts."""
    return Q(state__in=(ClaimState.FILED, ClaimState.INCOMPLETE), answer_due_on__lt=today) | Q(
        state=ClaimState.INCOMPLETE, complete_by__lt=today
    )


def soon(today: date) -> Q:
    until = today + timedelta(days=DAYS_AHEAD)
    return Q(state=ClaimState.INCOMPLETE, complete_by__lte=until) | Q(
        state=ClaimState.FILED, answer_due_on__lte=until
    )


def my_claims(actor: Actor, *, only_late: bool = False, today: date) -> QuerySet[Claim]:
    """Those that this actor carries, what is due first."""
    rows = claims(actor).filter(worker_id=actor.user_id, state__in=UNDER_WAY)
    rows = rows.filter(late(today)) if only_late else rows
    return rows.order_by(F("answer_due_on").asc(nulls_last=True), "proposed_on", "pk")


def waiting_claims(actor: Actor, today: date, most: int) -> list[Claim]:
    """What waits for this actor today: late, or due within two weeks."""
    rows = my_claims(actor, today=today).filter(late(today) | soon(today))
    return list(rows[:most])
