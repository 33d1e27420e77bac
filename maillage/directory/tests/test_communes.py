import pytest
from django.db import connection
from django.urls import reverse

from maillage.directory.models import Territory
from maillage.directory.queries import commune_by_code, commune_codes, find_communes, is_commune
from maillage.directory.queries.communes import _words
from maillage.directory.rules import Typed
from maillage.directory.views import communes as views

pytestmark = pytest.mark.usefixtures("territories")


def found(text, limit=12):
    return [str(commune) for commune in find_communes(text, limit)]


@pytest.mark.parametrize("typed", ["Saint Étienne", "ST-ETIENNE", "st etienne", "saint-éti", "42 st etienne"])
def test_the_most_peopled_of_its_name_first(typed):
    assert found(typed)[0] == "Saint-Étienne (42218)"


@pytest.mark.parametrize(
    ("typed", "commune"),
    [
        ("37550", "Saint-Avertin (37208)"),
        ("37261", "Tours (37261)"),
        ("2a004", "Ajaccio (2A004)"),
        ("Tours (37261)", "Tours (37261)"),
        ("TOURS CEDEX 2", "Tours (37261)"),
        ("Paris 12", "Paris (75056)"),
        ("Stains", "Stains (93072)"),
        ("stain", "Stains (93072)"),
        ("Arbignieu", "Arboys en Bugey (01015)"),
        ("chalon s/saone", "Chalon-sur-Saône (71076)"),
        ("corps pierre des", "Saint-Pierre-des-Corps (37233)"),
    ],
)
def test_what_people_type(typed, commune):
    assert found(typed)[0] == commune


def test_a_shared_postcode_shows_every_commune_of_it():
    assert found("37400") == ["Amboise (37003)", "Lussault-sur-Loire (37138)"]
    assert len(found("37130")) == 7 + 1, "seven communes by their postcode, Ligueil by its code"


def test_homonyms_come_with_their_departement():
    names = [(commune.name, commune.departement.name) for commune in find_communes("saint denis")[:3]]
    assert names == [
        ("Saint-Denis", "La Réunion"), ("Saint-Denis", "Seine-Saint-Denis"), ("Saint-Denis", "Aude"),
    ]  # fmt: skip


def test_a_former_commune_shows_where_it_went():
    first = find_communes("Saint-Bois")[0]
    assert (str(first), str(first.current_commune)) == ("Saint-Bois (01340)", "Arboys en Bugey (01015)")


@pytest.mark.parametrize(
    "typed", ["", " ", "x", "é", "'", "!!!", "\x00", "💥", "zzzz", "zz & zz | zz:*", "')--", "a" * 5000]
)
def test_nothing_found_breaks_nothing(typed):
    assert found(typed) == []


@pytest.mark.parametrize(("typed", "limit"), [("sa", 3), ("st", 12), ("37", 1)])
def test_one_query_however_many_found(typed, limit, django_assert_num_queries):
    with django_assert_num_queries(1):
        shown = [
            (str(commune.current_commune or commune), commune.departement)
            for commune in find_communes(typed, limit)
        ]
    assert len(shown) == limit


def test_the_words_are_served_by_their_index():
    """Without a choice of plan: that one depends on statistics a database just copied has not got."""
    words = Territory.objects.filter(search=_words(Typed.of("st eti")))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "Bitmap Index Scan on directory_territory_search" in words.explain()


@pytest.mark.parametrize(
    ("code", "today"),
    [("37261", "37261"), (" 2a004 ", "2A004"), ("37120", "37232"), ("75112", "75056"), ("13055", "13055")],
)
def test_commune_by_code(code, today):
    assert commune_by_code(code).code == today


@pytest.mark.parametrize(
    "code", ["", "24", "37", "99999", "75012", "243700754", "\u0661\u0662\u0663\u0664\u0665"]
)
def test_no_commune_bears_this_code(code):
    assert commune_by_code(code) is None


@pytest.mark.parametrize(
    ("code", "expected"), [("37261", True), ("37120", False), ("75112", False), ("24", False)]
)
def test_is_commune(code, expected):
    assert is_commune(code) is expected


def test_every_code_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        codes = commune_codes()
    assert sum(code == today for code, today in codes.items()) == 34_969
    assert [codes.get(code) for code in ("37261", "37120", "75112", "37")] == [
        "37261",
        "37232",
        "75056",
        None,
    ]


def options(rf, **query):
    return views.communes(rf.get(reverse("directory:communes"), query)).content.decode()


def test_the_fragment_is_a_list_of_options(rf):
    assert options(rf, q="37261").split("\n")[1] == (
        '<option value="Tours (37261)">Indre-et-Loire · 37000, 37100, 37200</option>'
    )


def test_the_field_may_have_another_name(rf):
    expected = '<option value="Arboys en Bugey (01015)">ancienne commune\u00a0: Saint-Bois (01340) · Ain · 01300</option>'
    assert options(rf, champ="commune", commune="saint bois", q="tours").split("\n")[1] == expected


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "\x00"}, {"champ": "x"}, {"q": "<script>"}])
def test_nothing_typed_gives_no_option(rf, query):
    assert options(rf, **query).strip().startswith("<option") is False


def test_only_to_be_read(rf):
    assert views.communes(rf.post(reverse("directory:communes"))).status_code == 405
