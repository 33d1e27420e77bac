"""Offers of places in the words of a page: to the officer, to the team, to the host, to the person."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.referrals.enums import OfferState
from maillage.referrals.models import Offer, SchemeRequest
from maillage.referrals.queries import places as queries
from maillage.referrals.queries.places import Waiting
from maillage.referrals.rules import can_refer
from maillage.schemes.enums import Order
from maillage.schemes.models import Place, Scheme
from maillage.web.wording import day, plural

KINDS = {OfferState.PROPOSED: "waiting", OfferState.ACCEPTED: "waiting", OfferState.ENTERED: "done"}
OWN = {
    OfferState.PROPOSED: "Une place vous est proposée.",
    OfferState.ACCEPTED: "Vous avez dit oui. La place est gardée pour vous.",
    OfferState.ENTERED: "Vous y êtes.",
    OfferState.DECLINED: "Vous n’avez pas pris cette place. Votre demande continue, comme avant.",
    OfferState.EXPIRED: "La réponse n’est pas arrivée à temps. Votre demande continue, comme avant.",
    OfferState.TAKEN_BACK: "Cette place n’est plus possible. Votre demande continue, comme avant.",
    OfferState.LEFT: "Vous n’y êtes plus.",
}


def is_late(offer: Offer, today: date) -> bool:
    return bool(offer.state == OfferState.PROPOSED and offer.answer_by < today)


def state(offer: Offer, today: date) -> tuple[str, str]:
    """(word, how it is shown)."""
    if is_late(offer, today):
        return "sans réponse à temps", "late"
    return str(offer.get_state_display()), KINDS.get(OfferState(offer.state), "")


def when(offer: Offer, today: date) -> str:
    if offer.state == OfferState.PROPOSED:
        return f"réponse attendue avant le {day(offer.answer_by)}"
    if offer.state == OfferState.ACCEPTED and offer.answered_on:
        return f"acceptée le {day(offer.answered_on)}, entrée attendue"
    if offer.left_on:
        return f"quittée le {day(offer.left_on)}\u00a0: {offer.get_left_why_display()}"
    if offer.entered_on:
        return f"entrée le {day(offer.entered_on)}"
    return f"proposée le {day(offer.proposed_on)}"


def item(offer: Offer, today: date) -> dict[str, Any]:
    word, kind = state(offer, today)
    return {"offer": offer, "state": word, "kind": kind, "note": when(offer, today)}


def live(actor: Actor, request: SchemeRequest, today: date) -> dict[str, Any] | None:
    """The place that is proposed for a request, kept or lived in."""
    offer = queries.live_for(actor, [request]).get(request.pk)
    return item(offer, today) | {"asked": offer.state == OfferState.PROPOSED} if offer else None


def facts(offer: Offer) -> list[tuple[str, Any]]:
    told = [
        ("La place", offer.what),
        ("Proposée le", day(offer.proposed_on)),
        ("Réponse avant le", day(offer.answer_by)),
        ("À savoir", offer.message),
        ("Répondu le", offer.answered_on and f"{day(offer.answered_on)}, {offer.get_way_display()}"),
        ("Ce que dit la personne", offer.words),
        ("Qui vient", offer.name),
        ("Avec", offer.household),
        ("Entrée le", offer.entered_on and day(offer.entered_on)),
        ("Sortie le", offer.left_on and f"{day(offer.left_on)}\u00a0: {offer.get_left_why_display()}"),
        ("Où", offer.left_to),
    ]
    return [(label, value) for label, value in told if value]


def reasons(one: Waiting, place: Place, today: date) -> list[str]:
    """Why they are listed there, in words: what was asked, what the commission recognised, whether the place holds them."""
    request, need = one.request, one.need
    sent = timezone.localdate(request.sent_at) if request.sent_at else today
    told = [f"demande du {day(sent)}, il y a {plural((today - sent).days, 'jour')}"]
    if need is None:
        return [*told, "ce qu’il faut comme place n’est pas encore dit"]
    told += [f"besoin reconnu\u00a0: {need.need}"] if need.need else []
    told.append(_holds(need.persons, place))
    if need.public != place.public:
        told.append(f"demandée pour\u00a0: {need.get_public_display()}")
    told += ["il faut une place accessible"] if need.accessible and not place.accessible else []
    told += ["avec un animal, qui n’y est pas accepté"] if need.animals and not place.animals else []
    return told


def choice(one: Waiting, place: Place, today: date) -> str:
    """A line of those who wait, for a form."""
    initials = "".join(f"{word[0]}." for word in one.name.split())
    who = f"Demande {str(one.request.pk)[:8]}" + (f", {initials}" if initials else "")
    return f"{who}\u00a0: {' ; '.join(reasons(one, place, today))}".replace(" ; ", "\u00a0; ")


def _holds(persons: int, place: Place) -> str:
    if persons > place.largest:
        return f"{plural(persons, 'personne')}\u00a0: trop pour cette place"
    if persons < place.smallest:
        return f"{plural(persons, 'personne')}\u00a0: moins que ce que cette place demande"
    return f"{plural(persons, 'personne')}\u00a0: la place convient"


def order(scheme: Scheme | None) -> str:
    names = [str(Order(one).label) for one in scheme.assignment_order] if scheme else []
    return ", puis ".join(names) or "la date de la demande, faute de règle publiée"


def panel(actor: Actor, person: Person) -> dict[str, Any] | None:
    """Offers to somebody that their team follows: nothing when there are none."""
    if not can_refer(actor, person.pk):
        return None
    today = timezone.localdate()
    rows = [item(one, today) for one in queries.of_person(actor, person)[:5]]
    return {"items": rows} if rows else None


def own_panel(actor: Actor, person: Person) -> dict[str, Any]:
    return {"items": [own_item(one) for one in queries.to_answer(actor, person)]}


def own_item(offer: Offer) -> dict[str, Any]:
    url = reverse("referrals:own_offer", args=[offer.pk])
    return {"url": url, "what": offer.what, "before": offer.answer_by, "words": OWN[OfferState(offer.state)]}
