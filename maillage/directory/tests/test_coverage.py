"""Coverage: three states, zones, shares of the population, nearest kilometres, what changed; pages and CSV."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_structure, signed_in
from maillage.directory.models import Service, Territory, Verification
from maillage.directory.queries.coverage import changes_since, coverage, covering
from maillage.directory.rules.coverage import Cover, Nearest, Offer, cover_of, kilometres, shares, spread
from maillage.directory.tests.factories import commune
from maillage.directory.tests.offer import make_service
from maillage.permissions import ANONYMOUS

TODAY = date(2026, 11, 24)
LODGING = "logement-hebergement"
CHINON, AVOINE, TOURS = "37072", "37011", "37261"


# Rules


@pytest.mark.parametrize(
    ("confirmed_on", "months", "zoned", "expected"),
    [
        (date(2026, 11, 1), 6, True, Cover.CONFIRMED),
        (date(2026, 5, 24), 6, True, Cover.CONFIRMED),
        (date(2026, 5, 23), 6, True, Cover.DECLARED),
        (None, 6, True, Cover.DECLARED),
        (date(2026, 11, 1), 6, False, Cover.DECLARED),
        (date(2026, 12, 1), 6, True, Cover.DECLARED),
    ],
)
def test_confirmed_only_when_somebody_said_so_in_time_and_for_whom(confirmed_on, months, zoned, expected):
    assert cover_of(confirmed_on, months, zoned, TODAY) == expected


def test_the_best_state_wins_and_wide_zones_reach_every_commune():
    offers = [
        Offer(frozenset({"a"}), ("commune:1",), Cover.CONFIRMED),
        Offer(frozenset({"a", "b"}), ("departement:9", "elsewhere"), Cover.DECLARED),
    ]
    states = spread(offers, ["a", "b", "c"], {"commune:1": [0], "departement:9": [0, 1]}, 2)
    assert [list(row) for row in states] == [[2, 1, 0], [1, 1, 0]]


def test_shares_weigh_inhabitants():
    states = [bytearray([2]), bytearray([1]), bytearray([0])]
    assert shares(states, [60, 30, 10], 0) == (0.6, 0.3, 0.1, 1)
    assert shares(states, [0, 0, 0], 0) == pytest.approx((1 / 3, 1 / 3, 1 / 3, 1))


def test_kilometres_on_a_sphere():
    assert kilometres(47.39, 0.69, 47.17, 0.24) == pytest.approx(41.8, abs=0.5)
    assert kilometres(47, 0, 47, 0) == 0


places = st.lists(st.tuples(st.floats(46, 48), st.floats(-1, 2)), min_size=1, max_size=40)


@given(places, st.floats(46, 48), st.floats(-1, 2))
def test_the_nearest_is_the_least_of_all_distances(spots, lat, lon):
    every = min(kilometres(lat, lon, *spot) for spot in spots)
    assert Nearest(spots).kilometres(lat, lon) == pytest.approx(every)


def test_nothing_is_near_when_nothing_is_known():
    assert Nearest([]).kilometres(47, 0) is None


# Queries

pytestmark = pytest.mark.usefixtures("territories")
in_database = pytest.mark.django_db


@pytest.fixture
def indre_et_loire(territories):
    return Territory.objects.get(kind="departement", code="37")


@pytest.fixture
def chinonais(territories):
    return commune(CHINON).epci


def state(found, code, key=LODGING):
    rank = next(rank for rank, one in enumerate(found.communes) if one.code == code)
    return found.cover(rank, key)


@in_database
def test_each_kind_of_zone(chinonais, indre_et_loire):
    make_service(make_structure(), zones=[f"commune:{CHINON}"], confirmed_on=TODAY)
    make_service(make_structure(), zones=[f"epci:{chinonais.code}"], themes=["sante--acces-aux-soins"])
    make_service(
        make_structure(), zones=["departement:37"], themes=["mobilite--apprendre-a-utiliser-un-deux-roues"]
    )
    make_service(
        make_structure(), zones=["france"], themes=["numerique--maitriser-les-fondamentaux-du-numerique"]
    )
    make_service(make_structure(), zones=["departement:36"], themes=["famille--garde-denfants"])
    found = coverage(ANONYMOUS, indre_et_loire, TODAY)
    keys = [LODGING, "sante", "mobilite", "numerique", "famille"]
    assert [state(found, CHINON, key) for key in keys] == [2, 1, 1, 1, 0]
    assert [state(found, AVOINE, key) for key in keys] == [0, 1, 1, 1, 0]
    assert [state(found, TOURS, key) for key in keys] == [0, 0, 1, 1, 0]


@in_database
def test_a_service_without_zone_is_declared_in_its_commune_and_nowhere_else(chinonais):
    make_service(make_structure(), zones=[], confirmed_on=TODAY)
    found = coverage(ANONYMOUS, chinonais, TODAY)
    assert (state(found, CHINON), state(found, AVOINE)) == (Cover.DECLARED, Cover.UNKNOWN)


@in_database
def test_a_zone_named_by_a_merged_commune_holds_todays(territories):
    former = (
        Territory.objects.communes()
        .filter(current_commune__departement__code="37")
        .select_related("current_commune__epci")
        .first()
    )
    make_service(make_structure(), zones=[f"commune:{former.code}"])
    today = former.current_commune
    found = coverage(ANONYMOUS, today.epci, TODAY)
    assert state(found, today.code) == Cover.DECLARED
    assert [one.zones for one in covering(ANONYMOUS, today, LODGING)] == [[f"commune:{former.code}"]]


@in_database
def test_the_public_does_not_see_what_professionals_keep(chinonais):
    make_service(make_structure(), visibility="professionals")
    make_service(make_structure(), withdrawn_on=TODAY)
    assert state(coverage(ANONYMOUS, chinonais, TODAY), CHINON) == Cover.UNKNOWN


@in_database
def test_by_theme_inside_a_category(chinonais):
    make_service(make_structure(), themes=[f"{LODGING}--reduire-les-impayes-de-loyer"])
    found = coverage(ANONYMOUS, chinonais, TODAY, LODGING)
    covered = [key for key in found.keys if state(found, CHINON, key)]
    assert covered == [f"{LODGING}--reduire-les-impayes-de-loyer"]


@in_database
def test_nearest_is_looked_for_beyond_the_territory_and_at_the_structure(chinonais):
    poitiers = make_structure(commune="86194")
    type(poitiers).objects.filter(pk=poitiers.pk).update(lat=46.58, lon=0.34)
    make_service(poitiers, zones=["departement:86"])
    found = coverage(ANONYMOUS, chinonais, TODAY)
    rank = next(rank for rank, one in enumerate(found.communes) if one.code == CHINON)
    assert found.away(rank, LODGING) == pytest.approx(66, abs=4)
    assert found.away(rank, "sante") is None


@in_database
@pytest.mark.parametrize("services", [1, 12])
def test_a_handful_of_queries(indre_et_loire, services, django_assert_num_queries):
    for _ in range(services):
        make_service(make_structure(), zones=["departement:37"])
    with django_assert_num_queries(4):
        coverage(ANONYMOUS, indre_et_loire, TODAY)


@in_database
def test_what_changed_since_a_day(chinonais):
    old, then = date(2025, 1, 1), date(2026, 6, 1)
    gone = make_service(make_structure(), themes=["sante--acces-aux-soins"], withdrawn_on=date(2026, 7, 1))
    confirmed = make_service(make_structure(), confirmed_on=date(2026, 11, 1))
    Verification.objects.create(service=confirmed, outcome="confirmed", on=date(2026, 11, 1), by="A")
    moved = make_service(make_structure(), themes=["famille--garde-denfants"], zones=[f"commune:{AVOINE}"])
    Verification.objects.create(
        service=moved, outcome="corrected", on=date(2026, 9, 1), by="A",
        changes={"zones": [[f"commune:{CHINON}"], [f"commune:{AVOINE}"]]},
    )  # fmt: skip
    Service.objects.filter(pk__in=[gone.pk, confirmed.pk, moved.pk]).update(added_on=old)
    make_service(make_structure(), themes=["mobilite--acceder-a-un-vehicule"])
    found = {
        (one.commune.code, one.key, int(one.before), int(one.now))
        for one in changes_since(ANONYMOUS, chinonais, then, TODAY)
    }
    assert found == {
        (CHINON, "sante", 1, 0),
        (CHINON, LODGING, 1, 2),
        (CHINON, "famille", 1, 0),
        (AVOINE, "famille", 0, 1),
        (CHINON, "mobilite", 0, 1),
    }


@in_database
def test_a_service_is_in_the_directory_from_the_day_it_was_added():
    added = make_service(make_structure())
    added.refresh_from_db()
    assert abs(added.added_on - date.today()) <= timedelta(days=1)


# Pages


def url(name, *args):
    return reverse(f"directory:{name}", args=args)


@in_database
def test_from_a_territory_typed_to_the_services_of_a_commune(client, chinonais):
    service = make_service(make_structure("CCAS"), confirmed_on=date.today())
    typed = client.get(url("coverage"), {"territoire": "Chinon"})
    assert (typed.status_code, typed["Location"]) == (302, url("coverage_of", "epci", chinonais.code))
    theme = url("coverage_theme", "epci", chinonais.code, LODGING)
    assert theme in client.get(typed["Location"]).content.decode()
    cell = url("coverage_cell", "epci", chinonais.code, LODGING, CHINON)
    page = client.get(theme).content.decode()
    assert page.count(f'href="{cell}"') == 2
    assert service.get_absolute_url() in client.get(cell).content.decode()


@in_database
def test_the_map_holds_every_commune_and_the_table_a_page(client, indre_et_loire):
    page = client.get(url("coverage_theme", "departement", "37", LODGING))
    assert page.content.decode().count('class="area none"') == 272 + 2  # two squares of the key
    assert len(page.context["rows"]) == 25


@in_database
def test_a_gap_says_how_far_and_not_that_there_is_nothing(client, chinonais):
    page = client.get(url("coverage_cell", "epci", chinonais.code, LODGING, CHINON)).content.decode()
    assert "Aucun service connu" in page
    assert "il y en a peut-être un" in page
    assert "aucun à moins de 100 km" in page


@in_database
def test_csv_is_the_whole_matrix(client, chinonais):
    make_service(make_structure(), confirmed_on=date.today())
    sent = client.get(url("coverage_csv", "epci", chinonais.code))
    lines = sent.content.decode("utf-8-sig").splitlines()
    communes = Territory.objects.communes().current().filter(epci=chinonais).count()
    assert len(lines) == 1 + 16 * communes
    assert [line for line in lines if line.startswith(f"{CHINON};") and f";{LODGING};" in line] == [
        f"{CHINON};Chinon;{commune(CHINON).population};{LODGING};confirmé;"
    ]


@in_database
@pytest.mark.parametrize("typed", ["", "Atlantide", "France", "37 et 36", "\x00", "9" * 200])
def test_a_territory_nobody_knows_is_asked_again(client, typed):
    page = client.get(url("coverage"), {"territoire": typed})
    assert page.status_code == 422
    assert page.context["form"].errors


@in_database
@pytest.mark.parametrize(
    "path",
    [
        "/annuaire/couverture/commune/37072/",
        "/annuaire/couverture/departement/999/",
        "/annuaire/couverture/departement/3%007/",
        "/annuaire/couverture/departement/37/rien/",
        f"/annuaire/couverture/departement/37/{LODGING}/75056/",
        f"/annuaire/couverture/departement/37/{LODGING}/%00/",
    ],
)
def test_what_does_not_exist_is_not_found(client, path):
    assert client.get(path).status_code == 404


@in_database
@pytest.mark.parametrize(
    "asked", [{"page": "9" * 30}, {"page": "\x00"}, {"theme": "\x00"}, {"theme": "sante--x"}]
)
def test_strange_filters_change_nothing(client, chinonais, asked):
    assert client.get(url("coverage_theme", "epci", chinonais.code, LODGING), asked).status_code == 200


@in_database
def test_changes_on_the_page(client, chinonais):
    make_service(make_structure())
    page = client.get(url("coverage_of", "epci", chinonais.code), {"depuis": "1/1/2020"})
    assert [row[0] for row in page.context["changed"]["rows"]] == ["Chinon"]
    assert client.get(url("coverage_of", "epci", chinonais.code), {"depuis": "hier"}).status_code == 422


@in_database
def test_ones_own_territory_is_proposed(client, chinonais):
    signed_in(client, Role.SOCIAL_WORKER)
    names = [name for name, _ in client.get(url("coverage")).context["mine"]]
    assert names == [chinonais.name, "Indre-et-Loire"]
