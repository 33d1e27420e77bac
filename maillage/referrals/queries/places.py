"""Offers of places as each sees them; those who wait for one, in the published order; where places are on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Abs

from maillage.directory.models import Territory
from maillage.directory.queries import commune_by_code
from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.referrals.enums import LIVE, OfferState, RequestState
from maillage.referrals.models import Offer, PlaceNeed, SchemeRequest, SentSection
from maillage.referrals.queries.referrals import followed_key, received_requests
from maillage.referrals.rules import of_team
from maillage.schemes.enums import Order
from maillage.schemes.models import Place, Scheme
from maillage.schemes.queries.places import State
from maillage.vault.fields import open_together

MOST = 100
WAITS = (RequestState.ACCEPTED, RequestState.WAITING)


def states(places: Iterable[int], day: date) -> dict[int, State]:
    """Of these places, those that exist that day."""
    rows = rows_of("place_states(%s::date, %s::bigint[])", day, list(places))
    return {
        one.place: State(one.state, one.free_on, one.until_on, one.empty_since, bool(one.disputed))
        for one in rows
    }


def offers(actor: Actor) -> QuerySet[Offer]:
    """Without the person's file, that neither officers nor hosts see."""
    return Offer.objects.visible_to(actor).select_related("request__scheme", "structure")


def placed(actor: Actor) -> QuerySet[Offer]:
    """Of the places that one assigns, with the place; or that one hosts, once accepted."""
    rows = Offer.objects.visible_to(actor).select_related("place__host", "place__commune", "structure")
    here = actor.structure_id
    return rows.filter(Q(place__structure_id=here) | Q(place__host_id=here))


def assigned(actor: Actor, offer: Offer) -> bool:
    """Of a place that one's structure assigns."""
    return Place.objects.visible_to(actor).filter(pk=offer.place_id, structure_id=actor.structure_id).exists()


def under_way(actor: Actor, wanted: str = "") -> QuerySet[Offer]:
    """The answer due first."""
    rows = placed(actor).filter(state=wanted) if wanted else placed(actor).filter(state__in=LIVE)
    return rows.order_by("answer_by", "proposed_on", "pk")


def to_be_answered(actor: Actor) -> QuerySet[Offer]:
    """Of the requests that one follows: the person's answer is awaited, with a last day."""
    rows = Offer.objects.filter(of_team(actor)).filter(followed_key("referrals_offer", "request_id"))
    return rows.filter(state=OfferState.PROPOSED)


def coming(actor: Actor) -> QuerySet[Offer]:
    """Who is to come to a place that one's structure hosts."""
    rows = Offer.objects.visible_to(actor).filter(state=OfferState.ACCEPTED)
    return rows.filter(place__host_id=actor.structure_id)


def live_for(actor: Actor, requests: Iterable[SchemeRequest]) -> dict[Any, Offer]:
    """Request → the place that is proposed, kept or lived in."""
    rows = Offer.objects.visible_to(actor).filter(request__in=[one.pk for one in requests], state__in=LIVE)
    return {one.request_id: one for one in rows}


def of_person(actor: Actor, person: Person) -> list[Offer]:
    return list(offers(actor).filter(person=person).order_by("-proposed_on", "pk")[:MOST])


def to_answer(actor: Actor, person: Person) -> list[Offer]:
    """What waits for the person's yes or no."""
    return [one for one in of_person(actor, person) if one.state == OfferState.PROPOSED]


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits for a place. `name`: as they agreed to send it, or nothing."""

    request: SchemeRequest
    need: PlaceNeed | None
    name: str


def waiting(actor: Actor, place: Place, scheme: Scheme | None) -> QuerySet[SchemeRequest]:
    """In the order that the scheme publishes, those that the place cannot hold after the others. Nobody is chosen here."""
    rows = received_requests(actor).filter(state__in=WAITS, withdrawn_at=None)
    rows = rows.filter(scheme__structure_id=place.structure_id, scheme__kind=place.kind)
    held = Offer.objects.visible_to(actor).filter(request=OuterRef("pk"), state__in=LIVE)
    order = [_by(one, place, scheme) for one in scheme.assignment_order] if scheme else []
    fits = ExpressionWrapper(_fits(place), output_field=BooleanField())
    rows = rows.filter(~Exists(held)).annotate(fits=fits)
    return rows.order_by(F("fits").desc(nulls_last=True), *order, "sent_at", "pk")


def _fits(place: Place) -> Q:
    return Q(place_need__persons__gte=place.smallest, place_need__persons__lte=place.largest)


def _by(order: str, place: Place, scheme: Scheme) -> Any:
    if order == Order.NEED:
        listed = Value(scheme.needs, output_field=Scheme._meta.get_field("needs"))
        return Func(listed, F("place_need__need"), function="array_position").asc(nulls_last=True)
    if order == Order.FIT:
        return Abs(Value(place.largest) - F("place_need__persons")).asc(nulls_last=True)
    return F("sent_at").asc()


def with_names(actor: Actor, rows: Iterable[SchemeRequest]) -> list[Waiting]:
    """Names come from what was sent, as long as it is agreed to: two queries, however many they are."""
    found = list(rows)
    parts = SentSection.objects.visible_to(actor).filter(
        request__in=[one.pk for one in found], code="identity"
    )
    names = {one.request_id: one.values.get("name", "") for one in open_together(list(parts))}
    asked = PlaceNeed.objects.visible_to(actor).filter(request__in=[one.pk for one in found])
    needs = {one.request_id: one for one in asked.select_related("commune")}
    return [Waiting(one, needs.get(one.pk), names.get(one.pk, "")) for one in found]


def communes_of(actor: Actor, scheme: Scheme) -> list[tuple[str, str]]:
    """[(code, name)]: where a scheme has places."""
    rows = Place.objects.visible_to(actor).filter(structure_id=scheme.structure_id, kind=scheme.kind)
    return list(rows.order_by("commune__name").values_list("commune__code", "commune__name").distinct())


def commune(code: str) -> Territory | None:
    return commune_by_code(code) if code else None


def need_of(actor: Actor, request: SchemeRequest) -> PlaceNeed | None:
    found: PlaceNeed | None = (
        PlaceNeed.objects.visible_to(actor).filter(request=request).select_related("commune").first()
    )
    return found


def as_said(need: PlaceNeed) -> dict[str, Any]:
    """For a form that corrects it."""
    names = ("public", "persons", "accessible", "animals", "need")
    where = need.commune.code if need.commune else ""
    return {**{name: getattr(need, name) for name in names}, "commune": where}
