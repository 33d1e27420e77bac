"""Supply and demand: what is counted, for whom, what a small number hides; the page, the picture, the map, the file."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.accounts.tests.factories import client_of
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting
from maillage.referrals.actions import answering
from maillage.referrals.models import PlaceNeed, SchemeRequest
from maillage.referrals.queries import supply
from maillage.referrals.tests.factories import sent
from maillage.referrals.tests.place_factories import entered, free_place, offered, waits
from maillage.schemes.models import Place
from maillage.schemes.tests.factories import make_place, make_vacancy
from tests.plugin import become

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
URL, CSV = "referrals:supply", "referrals:supply_csv"


def counted(actor, by="kind", among=supply.ALL):
    with acting(actor):
        return {one.key: one.count for one in supply.apart(actor, among, TODAY())[by]}


def test_places_and_requests_are_counted_where_they_are(town):
    free_place(town, public="families", largest=3)
    with become("maintenance"):
        make_place(town.transitional)
        make_vacancy(make_place(town.transitional), "works")
    offered(town)
    entered(town, place=free_place(town), request=waits(town))
    waits(town)
    sent(town, town.transitional)
    found = counted(town.worker)["transitional"]
    assert (found.places, found.free, found.to_confirm, found.out_of_order) == (5, 1, 1, 1)
    assert (found.reserved, found.occupied) == (1, 1)
    assert (found.asked, found.waiting, found.refused, found.median) == (1, 1, 0, 0)


def test_a_need_that_was_said_is_counted_under_its_public_composition_and_commune(town):
    waits(town, public="women", persons=3)
    sent(town, town.transitional)
    assert {key: one.waiting for key, one in counted(town.worker, "public").items()} == {"women": 1, "": 0}
    assert {key: one.waiting for key, one in counted(town.worker, "band").items()} == {"3-4": 1, "": 0}
    assert {key: (one.asked, one.waiting) for key, one in counted(town.worker, "commune").items()} == {
        town.here.commune_id: (1, 1)
    }


def test_requests_that_ask_for_no_place_are_not_counted(town):
    sent(town)
    assert counted(town.worker) == {}


def test_refusals_for_want_of_place_are_counted_a_year(town):
    request = sent(town, town.transitional)
    with acting(town.shelter):
        answering.decide(
            by=town.shelter, request=request, version=request.version, on=TODAY(), outcome="refused",
            reason="no_place", next_step="Le 115",
        )  # fmt: skip
    assert counted(town.worker)["transitional"].refused == 1
    with become("maintenance"):
        SchemeRequest.objects.update(decided_on=TODAY() - timedelta(days=366))
    assert counted(town.worker) == {}


def test_the_median_wait_is_that_of_those_who_wait(town):
    for days in (2, 30, 40):
        request = waits(town)
        with become("maintenance"):
            SchemeRequest.objects.filter(pk=request.pk).update(sent_at=timezone.now() - timedelta(days=days))
    assert counted(town.worker)["transitional"].median == 30


def test_empty_places_are_explained_once_they_are_long_empty(town):
    with become("maintenance"):
        for reason, ago in (("fit", 20), ("", 20), ("fit", 2)):
            told = {"empty_reason": reason, "empty_said_on": TODAY() if reason else None}
            place = make_place(town.transitional, **told)
            make_vacancy(place, ago=ago, days=60)
    with acting(town.worker):
        told = supply.apart(town.worker, supply.ALL, TODAY())["unfilled"]
    found = [(one.label, one.count.long_empty) for one in told]
    assert found == [("aucune demande ne correspond à cette place", 1), ("pas encore dit", 1)]
    assert counted(town.worker)["transitional"].long_empty == 2


def test_a_part_of_the_territory_is_counted_alone(town):
    free_place(town, public="women")
    free_place(town, public="men")
    assert counted(town.worker, "kind", supply.Among(public="women"))["transitional"].places == 1
    assert counted(ANONYMOUS, "kind", supply.Among(public="women"))["transitional"].places == 2


def test_everybody_is_told_no_small_number_of_persons(town):
    for _ in range(2):
        waits(town)
    offered(town)
    told = counted(ANONYMOUS)["transitional"]
    assert (told.waiting, told.median, told.reserved, told.asked) == (None, None, 0, 0)
    assert counted(town.worker)["transitional"].waiting == 2


@given(st.lists(st.integers(0, 40), max_size=12))
def test_no_subtraction_gives_back_a_small_number(numbers):
    told = supply.masked(numbers)
    out = [one for one, seen in zip(numbers, told, strict=True) if seen is None]
    assert [seen for seen in told if seen is not None and 0 < seen < supply.HIDDEN_BELOW] == []
    assert all(seen in (None, one) for one, seen in zip(numbers, told, strict=True))
    everything = not [one for one in told if one]
    assert not out or everything or (len(out) > 1 and sum(out) >= supply.HIDDEN_BELOW)


def test_the_page_says_it_to_everybody_and_its_file_too(town):
    free_place(town, public="families", largest=3)
    waits(town)
    nobody, worker = Client(), client_of(town.members["worker"])
    for client, small in ((nobody, "moins de 5"), (worker, "Réservées")):
        for by in ("kind", "public", "band", "commune", "rien"):
            response = client.get(reverse(URL), {"par": by})
            assert response.status_code == 200
            assert small in response.content.decode()
    page = worker.get(reverse(URL), {"par": "commune"}).content.decode()
    assert "1\u00a0place libre sur 1" in page
    assert "Samira" not in page
    whole = worker.get(reverse(CSV)).content.decode()
    assert "familles" in whole
    assert "moins" not in nobody.get(reverse(CSV)).content.decode()


@pytest.mark.parametrize("told", [{"kind": "x"}, {"commune": "x"}, {"commune": "9" * 30}, {"band": "%00"}])
def test_an_address_that_says_nothing_counts_everything(town, told):
    free_place(town)
    worker = client_of(town.members["worker"])
    assert worker.get(reverse(URL), told).status_code == 200
    assert worker.get(reverse(CSV), told).status_code == 200


def test_as_many_queries_whatever_is_counted(town):
    worker = client_of(town.members["worker"])

    def asked():
        worker.get(reverse(URL))
        with CaptureQueriesContext(connection) as caught:
            assert worker.get(reverse(URL)).status_code == 200
        return len(caught)

    free_place(town)
    waits(town)
    few = asked()
    for public in ("women", "men", "young"):
        free_place(town, public=public)
        waits(town, public=public)
    with become("maintenance"):
        assert (Place.objects.count(), PlaceNeed.objects.count()) == (4, 4)
    assert asked() == few
