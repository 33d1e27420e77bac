"""Who is told what comes of a request: whoever follows the person now, and the person; never whose it is, nor what."""

from uuid import UUID

from maillage.accounts.models import User
from maillage.people.enums import ChannelKind
from maillage.people.models import Person
from maillage.people.queries.persons import channels
from maillage.people.rules import at_work
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.referrals.enums import OfferState
from maillage.referrals.models import Offer, SchemeRequest
from maillage.referrals.notifications import send_answered, send_news_to_person, send_place_proposed
from maillage.support.actions.standing_in import JOBS, check_sees_all, stand_in
from maillage.support.models import Accompaniment


def first(person_id: UUID, worker_id: int, using: str = JOBS) -> list[int]:
    """Who stands in before the rest of the team: who asked, then the person's référent."""
    rows = Accompaniment.objects.using(using).filter(person_id=person_id, closed_on=None)
    return [worker_id, *rows.values_list("referent_id", flat=True)]


def whoever(by: Actor) -> User:
    """The account of who stands in."""
    return User.objects.get(pk=at_work(by)[0])


def tell_answered(*, request_id: UUID, using: str = JOBS) -> bool:
    """That a scheme answered. False when nobody follows the person there any more."""
    by = _standing_in(request_id, using)
    if by is not None:
        send_answered(whoever(by).email)
    return by is not None


def tell_proposed(*, offer_id: UUID, using: str = JOBS) -> bool:
    """That a place is proposed, and until when: to whoever follows the person, and to the person. False when nobody does."""
    asked = Offer.objects.using(using).filter(pk=offer_id).values_list("request_id", flat=True).first()
    by = _standing_in(asked, using) if asked else None
    if by is None:
        return False
    with acting(by):
        for one in Offer.objects.visible_to(by).filter(pk=offer_id, state=OfferState.PROPOSED):
            send_place_proposed(whoever(by).email, one.answer_by)
            tell_person(by, one.person)
    return True


def _standing_in(request_id: UUID, using: str) -> Actor | None:
    check_sees_all(using)
    rows = SchemeRequest.objects.using(using).filter(pk=request_id)
    found = rows.values_list("person_id", "structure_id", "worker_id").first()
    if found is None:
        return None
    person_id, structure_id, worker_id = found
    return stand_in(person_id, structure_id, first(person_id, worker_id, using), using)


def tell_person(by: Actor, person: Person) -> None:
    """If they gave an address: that there is something to read, and no more."""
    addresses = [one.value for one in channels(by, person) if one.kind == ChannelKind.EMAIL]
    if addresses:
        send_news_to_person(addresses[0])
