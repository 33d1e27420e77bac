"""What is claimed for a person, what waits for whom, and what is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from maillage.people.models import HouseholdMember, Person
from maillage.permissions import Actor
from maillage.rights.enums import UNDER_WAY, Bringer, Change, ClaimState, Stage, Status
from maillage.rights.models import Appeal, Claim, Entitlement, Overpayment, Piece
from maillage.rights.queries.potential import as_one_list
from maillage.support.models import Document
from maillage.support.rules import among
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


def pieces_by_claim(actor: Actor, person: Person) -> dict[UUID, list[Piece]]:
    rows: QuerySet[Piece] = Piece.objects.visible_to(actor).filter(person=person).order_by("rank", "pk")
    found: dict[UUID, list[Piece]] = {}
    for one in rows:
        found.setdefault(one.claim_id, []).append(one)
    return found


def appeals_of(actor: Actor, claim: Claim) -> list[Appeal]:
    rows: QuerySet[Appeal] = Appeal.objects.visible_to(actor).filter(claim=claim)
    return open_together(list(rows.order_by("lodged_on", "pk")))


def claims_by_household(actor: Actor, households: Iterable[UUID]) -> dict[tuple[UUID | None, str], Claim]:
    """(household, benefit) → its claim, for what is under way or was refused by the person."""
    rows = claims(actor).filter(household_id__in=as_one_list(households))
    rows = rows.filter(state__in=[*UNDER_WAY, ClaimState.DECLINED])
    return {(one.household_id, one.benefit): one for one in rows}


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
    """Before the body first; then in court, also against what was won in part; then nothing here."""
    if last is None:
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
    rows = rows.filter(
        Q(claim__state=ClaimState.PREPARING) | Q(claim__state=ClaimState.INCOMPLETE, asked_by_body=True)
    )
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
    followed = set(_followed(actor, person, {row.household_id for row in rows}))
    return [
        Found(row.benefit, row.household_id, row.found_at.date(), row.amount, row)
        for row in rows
        if row.month == latest[row.household_id]
        and row.benefit not in followed
        and row.status != Status.MISSING
    ]


def _followed(actor: Actor, person: Person, homes: set[UUID]) -> Any:
    """Under way for them or their household; declined or opened by them within a year, after which both are worth asking."""
    lately = timezone.localdate() - timedelta(days=365)
    theirs = Q(state=ClaimState.DECLINED, decided_on__gte=lately) | Q(
        state=ClaimState.PAID, paid_on__gte=lately
    )
    rows: QuerySet[Claim] = Claim.objects.visible_to(actor).filter(
        Q(person=person) & (Q(state__in=UNDER_WAY) | theirs) | Q(household_id__in=homes, state__in=UNDER_WAY)
    )
    return rows.values_list("benefit", flat=True)


def my_claims(actor: Actor, *, before: date | None = None) -> QuerySet[Claim]:
    """Of the persons this actor follows by name, whoever opened them; what is due first. `before`: due before that day."""
    here = Q(structure_id=actor.structure_id) & among(actor, "in_team")
    rows = claims(actor).filter(here, state__in=UNDER_WAY)
    rows = rows.filter(act_by__lt=before) if before else rows
    return rows.order_by(F("act_by").asc(nulls_last=True), "proposed_on", "pk")


def waiting_claims(actor: Actor, today: date, most: int) -> list[Claim]:
    """What waits for this actor today: late, or due within two weeks."""
    return list(my_claims(actor, before=today + timedelta(days=DAYS_AHEAD + 1))[:most])


def to_contest(actor: Actor, today: date) -> list[Overpayment]:
    """Money asked back from persons this actor follows, that can still be contested."""
    rows: QuerySet[Overpayment] = Overpayment.objects.visible_to(actor).filter(among(actor, "in_team"))
    rows = rows.filter(contested_on=None, settled_on=None, contest_by__gte=today)
    return list(rows.select_related("person").order_by("contest_by", "pk")[:MOST_LISTED])
