"""What a host notes of who comes to one of its places: that they came, that they left. It reads nothing of the request."""

from datetime import date
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.models import Person
from maillage.permissions import Actor, Forbidden
from maillage.permissions.definer import value_of
from maillage.referrals.actions.by_link import sealed
from maillage.referrals.actions.places import CHANGED, IN_ORDER
from maillage.referrals.enums import EventKind, LeaveReason, OfferState
from maillage.referrals.models import Event, Offer
from maillage.referrals.rules import check_can_host

NOTE = (
    "note_stay_by_host(%s::uuid, %s::integer, %s::varchar, %s::date, %s::varchar, %s::varchar, %s::uuid, %s::bytea,"
    " %s::bytea, %s::bytea)"
)


@transaction.atomic
def enter(*, by: Actor, offer: Offer, version: int, on: date) -> None:
    check_can_host(by, offer)
    if not offer.proposed_on <= on <= timezone.localdate():
        raise ValidationError({"on": IN_ORDER})
    _note(by, offer, version, EventKind.ENTERED, on)


@transaction.atomic
def leave(*, by: Actor, offer: Offer, version: int, on: date, why: str) -> None:
    """The place is to be said free, or not, by the host: here they say that somebody left, and why."""
    check_can_host(by, offer)
    if offer.state == OfferState.ENTERED and not offer.entered_on <= on <= timezone.localdate():
        raise ValidationError({"on": IN_ORDER})
    _note(by, offer, version, EventKind.LEFT, on, str(LeaveReason(why)))


def _note(by: Actor, offer: Offer, version: int, kind: EventKind, on: date, why: str = "") -> None:
    """Sealed here, written by PostgreSQL with the request that the host doesn't see."""
    event = Event(pk=uuid4(), person_id=offer.person_id, words=str(LeaveReason(why).label) if why else "")
    nobody = Offer(pk=offer.pk, person_id=offer.person_id, name="", household="")
    texts = (sealed(event, "words"), sealed(nobody, "name"), sealed(nobody, "household"))
    told = (offer.pk, version, str(kind), on, why, by.label, event.pk, *texts)
    if not value_of(NOTE, *told):
        raise Forbidden(CHANGED)
    record(by, f"request_{kind}", Person(pk=offer.person_id), request=offer.request_id)
