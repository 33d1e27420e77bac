"""At once, from many connections: a place goes to one request, a request holds one place, an answer counts once."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.referrals.actions import place_answers, places
from maillage.referrals.enums import LIVE
from maillage.referrals.models import Offer, SchemeRequest
from maillage.referrals.tests.place_factories import free_place, offered, waits
from tests.plugin import become

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8
TODAY = timezone.localdate


def at_once(*acts):
    """What each of them got: "done", or the class of what stopped it."""
    barrier, found = threading.Barrier(len(acts)), []

    def one(act):
        try:
            barrier.wait(30)
            act()
            found.append("done")
        except Exception as error:
            found.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(found)


def proposing(town, request, place):
    told = {"what": "x", "persons": 1, "answer_by": TODAY() + timedelta(days=3)}

    def act():
        with acting(town.shelter):
            places.propose(by=town.shelter, request=request, version=request.version, place=place, **told)

    return act


ONE_WINS = [Forbidden.__name__] * (AT_ONCE - 1) + ["done"]


def test_of_eight_commissions_one_gives_the_place_and_the_others_are_told(town):
    place, asked = free_place(town), [waits(town) for _ in range(AT_ONCE)]
    assert at_once(*(proposing(town, one, place) for one in asked)) == ONE_WINS
    with become("maintenance"):
        assert Offer.objects.filter(place=place, state__in=LIVE).count() == 1
        states = sorted(SchemeRequest.objects.values_list("state", flat=True))
        assert states == ["proposed"] + ["waiting"] * (AT_ONCE - 1)


def test_of_eight_places_one_goes_to_a_request(town):
    asked, free = waits(town), [free_place(town) for _ in range(AT_ONCE)]
    assert at_once(*(proposing(town, asked, one) for one in free)) == ONE_WINS
    with become("maintenance"):
        assert Offer.objects.filter(request=asked, state__in=LIVE).count() == 1


def test_each_of_eight_decides_on_its_own_place(town):
    asked, free = [waits(town) for _ in range(AT_ONCE)], [free_place(town) for _ in range(AT_ONCE)]
    acts = [proposing(town, *one) for one in zip(asked, free, strict=True)]
    assert at_once(*acts) == ["done"] * AT_ONCE
    with become("maintenance"):
        assert Offer.objects.filter(state__in=LIVE).values("place").distinct().count() == AT_ONCE


def test_a_yes_a_no_and_a_place_taken_back_at_once_leave_one(town):
    offer = offered(town)
    told = {"offer": offer, "version": offer.version}

    def yes():
        with acting(town.person):
            place_answers.accept(by=town.person, **told)

    def no():
        with acting(town.worker):
            place_answers.decline(by=town.worker, **told)

    def back():
        with acting(town.shelter):
            places.take_back(by=town.shelter, why="x", **told)

    assert at_once(yes, no, back, yes, no, back, yes, no) == ONE_WINS
    with become("maintenance"):
        found = Offer.objects.get()
        request = SchemeRequest.objects.get(pk=found.request_id)
    assert request.state == ("proposed" if found.state == "accepted" else "waiting")
