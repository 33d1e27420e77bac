"""What somebody answers to a place: alone in their space, aloud or on paper to their team. A refusal has no consequence."""

from django.db import transaction
from django.utils import timezone

from maillage.people.enums import ConsentWay
from maillage.permissions import Actor
from maillage.referrals.actions.events import happened, moving
from maillage.referrals.actions.places import ended, locked
from maillage.referrals.enums import EventKind, OfferState, RequestState
from maillage.referrals.models import Offer, SchemeRequest, SentSection
from maillage.referrals.rules import check_can_change

YES = "La place est acceptée."
NO = "La place n’est pas prise. Cela ne change rien à la demande."


def _way(by: Actor, way: str) -> str:
    return str(ConsentWay.SELF) if by.person_id else way


@transaction.atomic
def accept(*, by: Actor, offer: Offer, version: int, way: str = ConsentWay.ORAL) -> Offer:
    """From now on the host reads the name and who comes with them: what the person agreed to send, and nothing else."""
    check_can_change(by, offer)
    moved, found = _both(by, offer, version)
    parts = {one.code: one.values for one in SentSection.objects.visible_to(by).filter(request=moved)}
    agreed = {code: parts.get(code, {}) if code in moved.agreed else {} for code in ("identity", "household")}
    found.name = agreed["identity"].get("name", "")
    found.household = agreed["household"].get("members", "")
    found.state, found.answered_on, found.way = OfferState.ACCEPTED, timezone.localdate(), _way(by, way)
    found.save(update_fields=["state", "answered_on", "way", "name", "household", "version"])
    moved.save(update_fields=["version"])
    happened(by, moved, EventKind.ANSWERED, found.answered_on, YES)
    return found


@transaction.atomic
def decline(*, by: Actor, offer: Offer, version: int, words: str = "", way: str = ConsentWay.ORAL) -> Offer:
    """Their reason, if they give one, helps to propose another. They wait again, where they were."""
    check_can_change(by, offer)
    moved, found = _both(by, offer, version)
    found.answered_on, found.way, found.words = timezone.localdate(), _way(by, way), words
    told = ended(found, OfferState.DECLINED)
    found.save(update_fields=["answered_on", "way", "words", *told])
    moved.state = RequestState.WAITING
    moved.save(update_fields=["state", "version"])
    happened(by, moved, EventKind.ANSWERED, found.answered_on, NO)
    return found


def _both(by: Actor, offer: Offer, version: int) -> tuple[SchemeRequest, Offer]:
    """The request then its offer, locked in the order of every other step."""
    request = SchemeRequest.objects.visible_to(by).get(pk=offer.request_id)
    moved = moving(by, request, request.version, RequestState.PROPOSED)
    return moved, locked(by, offer, version, OfferState.PROPOSED)


def release(by: Actor, request: SchemeRequest) -> None:
    """A request that stops: what was offered and not yet lived in is free; the host reads no name any more."""
    rows = Offer.objects.visible_to(by).filter(request=request)
    for found in rows.filter(state__in=(OfferState.PROPOSED, OfferState.ACCEPTED)).select_for_update(
        of=("self",)
    ):
        found.version += 1
        found.save(update_fields=ended(found, OfferState.TAKEN_BACK))
    for found in rows.filter(state=OfferState.ENTERED).select_for_update(of=("self",)):
        found.version += 1
        found.name = found.household = ""
        found.save(update_fields=["name", "household", "version"])
