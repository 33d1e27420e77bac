"""Places offered, by the actions themselves."""

from datetime import timedelta

from django.utils import timezone

from maillage.permissions.context import acting
from maillage.referrals.actions import answering, place_answers, places
from maillage.referrals.tests.factories import sent
from maillage.schemes.tests.factories import make_place, make_vacancy
from tests.plugin import become


def free_place(town, host=None, **fields):
    """Of the SIAO, said free by its host."""
    with become("maintenance"):
        place = make_place(town.transitional, host, **fields)
        make_vacancy(place)
    return place


def waits(town, **need):
    """Samira's request to the SIAO, accepted, that waits for a place."""
    request = sent(town, town.transitional)
    with acting(town.shelter):
        told = {"by": town.shelter, "request": request, "on": timezone.localdate(), "outcome": "waiting"}
        request = answering.decide(version=request.version, **told)
        values = {"public": "families", "persons": 2, **need}
        places.say_need(by=town.shelter, request=request, values=values)
    return request


def offered(town, place=None, request=None):
    request = request or waits(town)
    place = place or free_place(town, smallest=1, largest=3)
    told = {"what": str(place), "persons": 2, "answer_by": timezone.localdate() + timedelta(days=3)}
    with acting(town.shelter):
        return places.propose(by=town.shelter, request=request, version=request.version, place=place, **told)


def accepted(town, **told):
    offer = offered(town, **told)
    with acting(town.person):
        return place_answers.accept(by=town.person, offer=offer, version=offer.version)


def entered(town, **told):
    offer = accepted(town, **told)
    with acting(town.shelter):
        return places.enter(by=town.shelter, offer=offer, version=offer.version, on=timezone.localdate())
