"""A place proposed to somebody, taken back; that somebody came, and left. Two decisions of one place: one wins, the other is told."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.people.rules import at_work
from maillage.permissions import Actor, Forbidden
from maillage.permissions.definer import value_of
from maillage.referrals.actions.events import happened, moving
from maillage.referrals.enums import LIVE, Ending, EventKind, LeaveReason, OfferState, RequestState
from maillage.referrals.models import Offer, PlaceNeed, SchemeRequest
from maillage.referrals.rules import check_can_follow_stay, check_can_offer
from maillage.schemes.enums import PlaceState
from maillage.schemes.models import Place
from maillage.schemes.queries.places import states

TELL = "maillage.referrals.tell_proposed"
TAKEN = "Cette place vient d’être attribuée à une autre demande\u00a0: choisissez-en une autre."
ALREADY = "Une place est déjà proposée pour cette demande\u00a0: voici où elle en est."
NOT_FREE = "Cette place n’est plus libre ({})\u00a0: choisissez-en une autre."
ELSEWHERE = "Cette place n’est pas attribuée par ce dispositif."
WITHDRAWN = "La personne a retiré son accord\u00a0: plus aucune place ne lui est proposée par ce dispositif."
CHANGED = (
    "Quelqu’un vient de modifier cette proposition. Voici où elle en est\u00a0: vérifiez, puis recommencez."
)
TOO_SOON = "La personne a besoin d’un jour au moins pour répondre\u00a0: écrivez un jour à venir."
IN_ORDER = "Cette date précède la proposition, l’entrée, ou n’est pas encore venue\u00a0: vérifiez-la."
ONCE = {"referrals_offer_one_a_place": TAKEN, "referrals_offer_one_a_request": ALREADY}
GIVEN = (PlaceState.FREE, PlaceState.CONFIRM)
ENDINGS = {LeaveReason.LOST: Ending.LOST}


@transaction.atomic
def say_need(*, by: Actor, request: SchemeRequest, values: dict[str, Any]) -> PlaceNeed:
    """What kind of place, for how many; which of the published needs the commission recognised."""
    check_can_offer(by, request.scheme)
    told = {"person_id": request.person_id, "structure_id": request.structure_id}
    now = {**values, "said_on": timezone.localdate(), "by_id": by.user_id}
    need: PlaceNeed
    need, _ = PlaceNeed.objects.visible_to(by).update_or_create(
        request=request, defaults=now, create_defaults={**told, **now}
    )
    record(by, "say_place_need", need)
    return need


@transaction.atomic
def propose(
    *,
    by: Actor,
    request: SchemeRequest,
    version: int,
    place: Place,
    what: str,
    persons: int,
    answer_by: date,
    message: str = "",
) -> Offer:
    """Decided by a person. `what`: the place in the words that are told."""
    check_can_offer(by, request.scheme)
    today = timezone.localdate()
    if answer_by <= today:
        raise ValidationError({"answer_by": TOO_SOON})
    _check_given(by, place, request, today)
    found = _waiting(by, request, version)
    offer = Offer(
        request=found, person_id=found.person_id, structure_id=found.structure_id, place=place, by_id=at_work(by)[0],
        what=what, persons=persons, proposed_on=today, answer_by=answer_by, message=message,
    )  # fmt: skip
    _save_once(offer)
    found.state = RequestState.PROPOSED
    found.save(update_fields=["state", "version"])
    happened(by, found, EventKind.PROPOSED, today, what)
    app.configure_task(TELL).defer(offer=str(offer.pk))
    return offer


def _waiting(by: Actor, request: SchemeRequest, version: int) -> SchemeRequest:
    found = moving(by, request, version, RequestState.ACCEPTED, RequestState.WAITING)
    if found.withdrawn_at is not None:
        raise Forbidden(WITHDRAWN)
    return found


def _check_given(by: Actor, place: Place, request: SchemeRequest, today: date) -> None:
    """Locked first: of two decisions, the second reads what the first wrote."""
    rows = Place.objects.visible_to(by).select_for_update(of=("self",))
    locked = rows.filter(pk=place.pk).first()
    if locked is None or (locked.structure_id, locked.kind) != (
        request.scheme.structure_id,
        request.scheme.kind,
    ):
        raise Forbidden(ELSEWHERE)
    value_of("offers_lapse(%s::date)", today)
    told = states([place.pk], today).get(place.pk)
    if told is None:
        raise Forbidden(NOT_FREE.format("elle n’est pas en service"))
    if Offer.objects.visible_to(by).filter(place=place, state__in=LIVE).exists():
        raise Forbidden(TAKEN)
    if told.state not in GIVEN:
        raise Forbidden(NOT_FREE.format(PlaceState(told.state).label))


def _save_once(offer: Offer) -> None:
    try:
        with transaction.atomic():
            offer.save(force_insert=True)
    except IntegrityError as error:
        told = next((words for name, words in ONCE.items() if name in str(error)), None)
        if told is None:
            raise
        raise Forbidden(told) from None


def locked(by: Actor, offer: Offer, version: int, *wanted: str) -> Offer:
    """The offer as it is now. Refused when it changed since it was read, or is not where this step begins."""
    rows = Offer.objects.visible_to(by).select_for_update(of=("self",))
    found: Offer | None = rows.filter(pk=offer.pk).first()
    if found is None or found.version != version or found.state not in wanted:
        raise Forbidden(CHANGED)
    found.version += 1
    return found


def ended(offer: Offer, state: str) -> list[str]:
    """What its end writes: who came is no longer the host's to read."""
    offer.state, offer.closed_at, offer.name, offer.household = state, timezone.now(), "", ""
    return ["state", "closed_at", "name", "household", "version"]


def _asked(by: Actor, offer: Offer) -> SchemeRequest:
    rows = SchemeRequest.objects.visible_to(by).select_related("scheme")
    found: SchemeRequest | None = rows.filter(pk=offer.request_id).first()
    if found is None:
        raise Forbidden("Cette demande n’est pas lue par vous\u00a0: un collègue le note.")
    return found


@transaction.atomic
def take_back(*, by: Actor, offer: Offer, version: int, why: str) -> Offer:
    """The place can't be had after all; the request waits again."""
    request = _asked(by, offer)
    check_can_offer(by, request.scheme)
    moved = moving(by, request, request.version, RequestState.PROPOSED)
    found = locked(by, offer, version, OfferState.PROPOSED, OfferState.ACCEPTED)
    found.save(update_fields=ended(found, OfferState.TAKEN_BACK))
    _waits_again(moved)
    happened(
        by, moved, EventKind.PROPOSED, timezone.localdate(), f"Place reprise par le dispositif\u00a0: {why}"
    )
    return found


def _waits_again(request: SchemeRequest) -> None:
    request.state = RequestState.WAITING
    request.save(update_fields=["state", "version"])


@transaction.atomic
def enter(*, by: Actor, offer: Offer, version: int, on: date) -> Offer:
    """They came."""
    check_can_follow_stay(by, offer)
    request = _asked(by, offer)
    moved = moving(by, request, request.version, RequestState.PROPOSED)
    found = locked(by, offer, version, OfferState.ACCEPTED)
    if not found.proposed_on <= on <= timezone.localdate():
        raise ValidationError({"on": IN_ORDER})
    found.state, found.entered_on = OfferState.ENTERED, on
    found.save(update_fields=["state", "entered_on", "version"])
    moved.state = RequestState.ENTERED
    moved.save(update_fields=["state", "version"])
    happened(by, moved, EventKind.ENTERED, on)
    return found


@transaction.atomic
def leave(*, by: Actor, offer: Offer, version: int, on: date, why: str, where_to: str = "") -> Offer:
    """They left, for a reason and somewhere. The place is to be confirmed by its host."""
    check_can_follow_stay(by, offer)
    request = _asked(by, offer)
    found = locked(by, offer, version, OfferState.ENTERED)
    if not (found.entered_on and found.entered_on <= on <= timezone.localdate()):
        raise ValidationError({"on": IN_ORDER})
    found.left_on, found.left_why, found.left_to = on, why, where_to
    found.save(update_fields=["left_on", "left_why", "left_to", *ended(found, OfferState.LEFT)])
    if request.state == RequestState.ENTERED:
        moved = moving(by, request, request.version, RequestState.ENTERED)
        moved.state, moved.ended_on = RequestState.CLOSED, on
        moved.ending = ENDINGS.get(LeaveReason(why), Ending.DONE)
        moved.save(update_fields=["state", "ended_on", "ending", "version"])
        happened(by, moved, EventKind.LEFT, on, str(LeaveReason(why).label))
    return found


def lapse() -> int:
    """Every night: offers that nobody answered in time. Nothing follows for the person."""
    return int(value_of("offers_lapse(%s::date)", timezone.localdate()) or 0)
