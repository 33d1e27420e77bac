"""Documents and requests as each sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, F, Q, QuerySet
from django.db.models.expressions import RawSQL

from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.referrals.document import FIELDS, needed
from maillage.referrals.enums import UNDER_WAY, WITH_THEM, RequestState
from maillage.referrals.models import (
    Event,
    MissingPiece,
    Referral,
    ReferralSection,
    SchemeRequest,
    SentSection,
)
from maillage.referrals.rules import of_team, received
from maillage.vault.fields import open_together

MOST = 200
BESIDE = ("scheme__structure", "referral", "person", "worker", "structure")


def referrals(actor: Actor) -> QuerySet[Referral]:
    return Referral.objects.visible_to(actor).select_related("person", "structure", "worker")


def requests(actor: Actor) -> QuerySet[SchemeRequest]:
    """Of the actor's team, or of the person. Their names come with them."""
    return SchemeRequest.objects.visible_to(actor).select_related(*BESIDE)


def received_requests(actor: Actor) -> QuerySet[SchemeRequest]:
    """Sent to the schemes of the actor's structure. Who asks is read in what was sent: the folder stays closed."""
    rows = SchemeRequest.objects.filter(received(actor))
    return rows.select_related("scheme__structure__commune__departement", "structure", "worker")


def sections_of(actor: Actor, referral: Referral) -> list[ReferralSection]:
    """In the order of the document, opened."""
    rows = open_together(list(ReferralSection.objects.visible_to(actor).filter(referral=referral)))
    order = needed({one.code for one in rows})
    return sorted(rows, key=lambda one: order.index(one.code))


def sent_sections(actor: Actor, request: SchemeRequest) -> list[SentSection]:
    """What this actor may read of what was sent, opened."""
    rows = open_together(list(SentSection.objects.visible_to(actor).filter(request=request)))
    order = needed({one.code for one in rows})
    return sorted(rows, key=lambda one: order.index(one.code))


def requests_of(actor: Actor, referral: Referral) -> list[SchemeRequest]:
    return list(requests(actor).filter(referral=referral).order_by("scheme__name", "pk"))


def events_of(actor: Actor, request: SchemeRequest) -> list[Event]:
    rows = Event.objects.visible_to(actor).filter(request=request).order_by("-recorded_at", "-pk")[:MOST]
    return open_together(list(rows))


def missing_of(actor: Actor, request: SchemeRequest) -> list[MissingPiece]:
    rows = MissingPiece.objects.visible_to(actor).filter(request=request)
    return list(rows.order_by(F("given_on").asc(nulls_first=True), "asked_on", "pk")[:MOST])


def of_person(actor: Actor, person: Person) -> list[SchemeRequest]:
    """The last begun first, those under way before the others."""
    rows = list(requests(actor).filter(person=person).order_by("-referral__began_on", "scheme__name")[:MOST])
    return sorted(rows, key=lambda one: one.state not in UNDER_WAY)


def documents_of(actor: Actor, person: Person) -> list[Referral]:
    return list(referrals(actor).filter(person=person).order_by("-began_on", "pk")[:MOST])


def followed_key(table: str, column: str) -> RawSQL:
    """Rows of the requests that one follows: their keys are asked for first, as an array that an index takes."""
    followed = "ANY (ARRAY(SELECT maillage_definer.requests_followed()))"
    return RawSQL(f'"{table}"."{column}" = {followed}', (), output_field=BooleanField())


def followed(actor: Actor) -> QuerySet[SchemeRequest]:
    """One's own, and those of a colleague who left, about persons that one follows."""
    rows: QuerySet[SchemeRequest] = SchemeRequest.objects.filter(of_team(actor)).filter(
        followed_key("referrals_schemerequest", "id")
    )
    return rows


def mine(actor: Actor) -> QuerySet[SchemeRequest]:
    """What one follows and that is not over, the first due first."""
    rows = followed(actor).filter(state__in=UNDER_WAY).select_related(*BESIDE)
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")


def late(rows: QuerySet[SchemeRequest], today: date) -> QuerySet[SchemeRequest]:
    return rows.filter(Q(due_on__lt=today), state__in=WITH_THEM)


def incomplete(rows: QuerySet[SchemeRequest]) -> QuerySet[SchemeRequest]:
    return rows.filter(state=RequestState.INCOMPLETE)


@dataclass(frozen=True)
class Reused:
    """ "34 champs sur 38 déjà connus"."""

    known: int
    total: int


def reused(sections: Iterable[Any]) -> Reused:
    rows = list(sections)
    return Reused(sum(len(one.known) for one in rows), sum(len(FIELDS[one.code]) for one in rows))
