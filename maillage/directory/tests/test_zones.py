import pytest

from maillage.directory.queries.zones import read_zones, zones_in_words, zones_of, zones_to_type
from maillage.directory.tests.factories import commune

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territories")]


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        (["Chinon"], ["commune:37072"]),
        (["37072", "chinon"], ["commune:37072"]),
        (["CC Chinon, Vienne et Loire"], ["epci:200043081"]),
        (["200043081"], ["epci:200043081"]),
        (["Indre-et-Loire", "36"], ["departement:36", "departement:37"]),
        (["indre et loire (37)"], ["departement:37"]),
        (["France"], ["france"]),
        (["Corse"], ["departement:2A", "departement:2B"]),
        (["Mayenne (53)"], ["departement:53"]),
        (["Mayenne (53147)"], ["commune:53147"]),
        ([" ", ""], []),
    ],
)
def test_territories_are_read_as_people_type_them(typed, zones):
    assert read_zones(typed) == (zones, [])


def test_a_town_and_a_departement_of_the_same_name_are_told_apart_by_their_code():
    reading = read_zones(["Mayenne"])
    assert reading.zones == []
    assert reading.refusals == [
        "«\u00a0Mayenne\u00a0» désigne plusieurs territoires\u00a0: écrivez Mayenne (53147) pour la commune, Mayenne (53) pour le plus grand."
    ]


def test_what_nobody_can_read_is_refused_and_the_rest_is_kept():
    reading = read_zones(["Chinon", "Trifouilly"])
    assert reading.zones == ["commune:37072"]
    assert len(reading.refusals) == 1


def test_codes_are_said_in_words_and_read_back(django_assert_num_queries):
    zones = ["commune:37072", "departement:37", "epci:200043081", "france"]
    with django_assert_num_queries(1):
        words = zones_in_words(zones)
    assert words == [
        "Chinon (37072)",
        "Indre-et-Loire (37)",
        "CC Chinon, Vienne et Loire (200043081)",
        "Toute la France",
    ]
    assert read_zones(zones_to_type(zones).splitlines()).zones == zones


def test_the_zones_that_hold_a_commune():
    assert zones_of(commune("37072")) == ["commune:37072", "epci:200043081", "departement:37", "france"]
