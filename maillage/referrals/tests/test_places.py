"""A place offered, accepted or not by the person, lived in, left: what follows for the request, and who reads what."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.referrals.actions import place_answers, places, sending
from maillage.referrals.enums import OfferState, RequestState
from maillage.referrals.models import Offer, PlaceNeed, SchemeRequest
from maillage.referrals.queries import places as queries
from maillage.referrals.tests.place_factories import accepted, entered, free_place, offered, waits
from maillage.schemes.actions import places as supply
from maillage.schemes.models import Place
from maillage.schemes.queries.places import states
from maillage.schemes.tests.factories import make_place, make_vacancy
from tests.plugin import become

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def state_of(place):
    key = getattr(place, "place_id", place.pk)
    return states([key], TODAY())[key].state


def request_now(pk):
    with become("maintenance"):
        return SchemeRequest.objects.get(pk=pk)


def test_a_place_offered_is_reserved_accepted_then_lived_in(town):
    place = free_place(town)
    assert state_of(place) == "free"
    offer = offered(town, place)
    assert state_of(place) == "reserved"
    assert request_now(offer.request_id).state == RequestState.PROPOSED
    with acting(town.person):
        offer = place_answers.accept(by=town.person, offer=offer, version=offer.version)
    assert state_of(place) == "reserved"
    with acting(town.shelter):
        offer = places.enter(by=town.shelter, offer=offer, version=offer.version, on=TODAY())
    assert state_of(place) == "occupied"
    assert request_now(offer.request_id).state == RequestState.ENTERED


def test_who_leaves_says_where_and_the_place_is_to_be_confirmed(town):
    offer = entered(town)
    with acting(town.shelter):
        told = {"on": TODAY(), "why": "housed", "where_to": "Un T2 à Chinon"}
        offer = places.leave(by=town.shelter, offer=offer, version=offer.version, **told)
        assert (offer.left_to, offer.name) == ("Un T2 à Chinon", "")
    assert state_of(offer) == "confirm"
    found = request_now(offer.request_id)
    assert (found.state, found.ending, found.ended_on) == (RequestState.CLOSED, "done", TODAY())
    with become("maintenance"):
        make_vacancy(Place.objects.get(pk=offer.place_id))
    assert state_of(offer) == "free"


def test_who_declines_waits_as_before_and_nothing_is_held_against_them(town):
    offer = offered(town)
    before = request_now(offer.request_id)
    with acting(town.person):
        told = {"words": "Trop loin de l’école."}
        offer = place_answers.decline(by=town.person, offer=offer, version=offer.version, **told)
    after = request_now(offer.request_id)
    assert after.state == RequestState.WAITING
    assert (after.sent_at, after.rank, after.decided_on) == (before.sent_at, before.rank, before.decided_on)
    assert state_of(offer) == "free"
    with acting(town.shelter):
        assert Offer.objects.get().words == "Trop loin de l’école."
        place = Place.objects.get(pk=offer.place_id)
        rows = queries.waiting(town.shelter, place, town.transitional)
        assert [one.pk for one in rows] == [after.pk]


def test_the_team_notes_an_answer_given_aloud(town):
    offer = offered(town)
    with acting(town.worker):
        offer = place_answers.accept(by=town.worker, offer=offer, version=offer.version, way="oral")
    assert (offer.state, offer.way) == (OfferState.ACCEPTED, "oral")


@pytest.mark.parametrize("who", ["shelter", "officer", "colleague", "stranger"])
def test_nobody_answers_in_the_place_of_the_person(town, who):
    offer, actor = offered(town), getattr(town, who)
    with acting(actor), pytest.raises(Forbidden):
        place_answers.accept(by=actor, offer=offer, version=offer.version)


@pytest.mark.parametrize("who", ["worker", "officer", "person", "stranger"])
def test_only_the_officers_of_the_scheme_propose(town, who):
    request, place, actor = waits(town), free_place(town), getattr(town, who)
    told = {"what": "x", "persons": 1, "answer_by": TODAY() + timedelta(days=2)}
    with acting(actor), pytest.raises(Forbidden):
        places.propose(by=actor, request=request, version=request.version, place=place, **told)


def test_the_host_reads_who_comes_once_they_said_yes_and_no_longer_than_they_stay(town):
    with become("maintenance"):
        host = make_structure("Foyer des Tilleuls")
        keeper = actor_of(make_member(Role.SOCIAL_WORKER, host))
    offer = offered(town, free_place(town, host, largest=3))
    with acting(keeper):
        assert not Offer.objects.exists()
    with acting(town.person):
        offer = place_answers.accept(by=town.person, offer=offer, version=offer.version)
    with acting(keeper):
        found = Offer.objects.get()
        assert (found.name, found.household) == (offer.name, offer.household)
        assert found.name == town.samira.full_name
        assert not SchemeRequest.objects.exists()
        assert not PlaceNeed.objects.exists()
    with acting(town.shelter):
        offer = places.enter(by=town.shelter, offer=offer, version=offer.version, on=TODAY())
        places.leave(by=town.shelter, offer=offer, version=offer.version, on=TODAY(), why="choice")
    with acting(keeper):
        assert not Offer.objects.exists()


@pytest.mark.parametrize("who", ["shelter", "worker"])
def test_officers_or_the_team_note_that_somebody_came_and_left(town, who):
    offer, actor = accepted(town), getattr(town, who)
    with acting(actor):
        offer = places.enter(by=actor, offer=offer, version=offer.version, on=TODAY())
        offer = places.leave(by=actor, offer=offer, version=offer.version, on=TODAY(), why="lost")
    assert request_now(offer.request_id).ending == "lost"


@pytest.mark.parametrize("who", ["officer", "colleague", "stranger", "person"])
def test_nobody_else_does(town, who):
    offer, actor = accepted(town), getattr(town, who)
    with acting(actor), pytest.raises(Forbidden):
        places.enter(by=actor, offer=offer, version=offer.version, on=TODAY())


def test_an_agreement_taken_back_frees_the_place_and_closes_the_name(town):
    offer = accepted(town)
    request = request_now(offer.request_id)
    with acting(town.person):
        sending.withdraw(by=town.person, request=request, version=request.version)
    assert state_of(offer) == "free"
    with acting(town.shelter):
        assert not Offer.objects.exists()
    with acting(town.worker):
        found = Offer.objects.get()
        assert (found.state, found.name, found.household) == (OfferState.TAKEN_BACK, "", "")


def test_a_place_that_lapses_is_free_and_the_request_waits(town):
    offer = offered(town)
    late = TODAY() - timedelta(days=1)
    with become("maintenance"):
        Offer.objects.update(answer_by=late, proposed_on=late - timedelta(days=3))
    assert state_of(offer) == "free"
    assert places.lapse() == 1
    assert places.lapse() == 0
    with acting(town.shelter):
        assert Offer.objects.get().state == OfferState.EXPIRED
    assert request_now(offer.request_id).state == RequestState.WAITING


def test_a_place_whose_offer_lapsed_is_offered_at_once(town):
    offer = offered(town)
    with become("maintenance"):
        Offer.objects.update(answer_by=TODAY() - timedelta(days=1))
    request = waits(town)
    with become("maintenance"):
        place = Place.objects.get(pk=offer.place_id)
    again = offered(town, place, request)
    assert again.state == OfferState.PROPOSED


def test_of_two_decisions_on_a_place_the_second_is_told(town):
    place, first, second = free_place(town), waits(town), waits(town)
    offered(town, place, first)
    with pytest.raises(Forbidden) as refusal:
        offered(town, place, second)
    assert refusal.value.reason == places.TAKEN
    assert request_now(second.pk).state == RequestState.WAITING


def test_a_request_holds_one_offer(town):
    offer = offered(town)
    request = request_now(offer.request_id)
    with become("maintenance"):
        SchemeRequest.objects.update(state="waiting")
    with pytest.raises(Forbidden) as refusal:
        offered(town, free_place(town), request)
    assert refusal.value.reason == places.ALREADY


@pytest.mark.parametrize("kind", ["works", "kept"])
def test_a_place_set_apart_is_not_offered(town, kind):
    place, request = free_place(town), waits(town)
    with acting(town.shelter):
        supply.set_apart(by=town.shelter, place=place, kind=kind, starts_on=TODAY())
    assert state_of(place) == {"works": "out", "kept": "reserved"}[kind]
    with pytest.raises(Forbidden):
        offered(town, place, request)


def test_a_place_of_another_scheme_is_not_offered(town):
    with become("maintenance"):
        elsewhere = make_place(town.fund)
    with pytest.raises(Forbidden) as refusal:
        offered(town, elsewhere)
    assert refusal.value.reason == places.ELSEWHERE


def test_an_answer_takes_a_day_at_least_and_an_entry_is_not_to_come(town):
    request, place = waits(town), free_place(town)
    with acting(town.shelter), pytest.raises(ValidationError):
        told = {"what": "x", "persons": 1, "answer_by": TODAY()}
        places.propose(by=town.shelter, request=request, version=request.version, place=place, **told)
    offer = accepted(town, place=place, request=request)
    with acting(town.shelter), pytest.raises(ValidationError):
        places.enter(by=town.shelter, offer=offer, version=offer.version, on=TODAY() + timedelta(days=1))


def test_a_place_taken_back_says_why_and_the_request_waits(town):
    offer = offered(town)
    with acting(town.shelter):
        places.take_back(by=town.shelter, offer=offer, version=offer.version, why="dégât des eaux")
    assert request_now(offer.request_id).state == RequestState.WAITING
    assert state_of(offer) == "free"
