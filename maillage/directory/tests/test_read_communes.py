import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from maillage.directory.forms import CommuneField
from maillage.directory.models import Territory
from maillage.directory.queries import read_communes
from maillage.directory.rules import CommuneReading, Gazetteer, Place, Typed, read_commune

pytestmark = pytest.mark.usefixtures("territories")
ASK = "Indiquez son code Insee, à 5 caractères (37261 pour Tours)."
TOURS = CommuneReading("37261", "Tours")


def read(text):
    return read_communes([text])[text]


@pytest.mark.parametrize(
    "typed",
    [
        "37261",
        " 37261 ",
        "37261.0",
        "Tours",
        "TOURS",
        "tours 37",
        "37000 Tours",
        "Tours (37261)",
        "TOURS CEDEX 2",
    ],
)
def test_read_without_a_word(typed):
    assert read(typed) == TOURS


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1004", "01004"),
        ("2a004", "2A004"),
        ("Saint Étienne", "42218"),
        ("ST-ETIENNE", "42218"),
        ("Saint-Denis 93", "93066"),
        ("Paris 12", "75056"),
        ("LYON 03", "69123"),
        ("Marseille 1er", "13055"),
        ("Chalon s/Saône", "71076"),
        ("Saint-Martin 97150", "97801"),
    ],
)
def test_other_spellings(typed, code):
    reading = read(typed)
    assert (reading.code, reading.remark, reading.refusal) == (code, "", "")


@pytest.mark.parametrize(
    ("typed", "code", "remark"),
    [
        ("37550", "37208",
         "37550 est un code postal\u00a0; la seule commune qu’il dessert a été retenue\u00a0: Saint-Avertin (37208)."),
        ("75012", "75056", "75012 est un code postal\u00a0; la seule commune qu’il dessert a été retenue\u00a0: Paris (75056)."),
        ("Saint-Bois", "01015",
         "Saint-Bois (01340) fait partie de la commune Arboys en Bugey (01015), qui a été retenue."),
        ("37102", "37123", "Les Essards (37102) fait partie de la commune Langeais (37123), qui a été retenue."),
        ("37235", "37261", "L’ancienne commune 37235 fait partie de la commune Tours (37261), qui a été retenue."),
        ("Arbignieu", "01015", "La commune s’appelle aujourd’hui Arboys en Bugey (01015)."),
        ("75112", "75056", "Paris 12e Arrondissement (75112) fait partie de la commune Paris (75056), qui a été retenue."),
    ],
)  # fmt: skip
def test_repaired_with_a_sentence(typed, code, remark):
    reading = read(typed)
    assert (reading.code, reading.remark) == (code, remark)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("24", "«\u00a024\u00a0» n’est le code d’aucune commune."),
        ("99999", "«\u00a099999\u00a0» n’est le code d’aucune commune."),
        ("nan", "«\u00a0nan\u00a0» n’est le nom d’aucune commune connue."),
        ("Tours 42000",
         "«\u00a0Tours 42000\u00a0»\u00a0: le nom et le code ne désignent pas la même commune (Tours (37261, Indre-et-Loire))."),
        ("Saint-Denis",
         "Plusieurs communes portent le nom «\u00a0Saint-Denis\u00a0»\u00a0: Saint-Denis (11339, Aude), Saint-Denis (30247, Gard), "
         "Saint-Denis (93066, Seine-Saint-Denis), Saint-Denis (97411, La Réunion)."),
        ("37400",
         "37400 est un code postal que plusieurs communes partagent\u00a0: Amboise (37003, Indre-et-Loire), "
         "Lussault-sur-Loire (37138, Indre-et-Loire)."),
        ("01340",
         "01340 est un code postal (Attignat (01024, Ain), Béréziat (01040, Ain), Bresse Vallons (01130, Ain), "
         "Foissiat (01163, Ain), Jayat (01196, Ain) et 5 autres) et l’ancien code d’une commune réunie à "
         "Arboys en Bugey (01015)."),
    ],
)  # fmt: skip
def test_refused_with_a_sentence(typed, reason):
    reading = read(typed)
    assert (reading.code, reading.refusal) == ("", f"{reason} {ASK}")


@pytest.mark.parametrize("typed", ["", "  ", "\x00", "—", "💥"])
def test_blank(typed):
    assert read(typed) == CommuneReading(refusal="Indiquez la commune.")


def test_a_code_that_may_be_a_postcode_says_so():
    assert read("13001") == CommuneReading("13001", "Aix-en-Provence", also_postcode=True)


def test_a_file_is_read_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        read_communes(["37261", "Saint-Denis", "75112"])
    codes = list(Territory.objects.communes().current().values_list("code", flat=True)[:2000])
    with django_assert_num_queries(1):
        readings = read_communes(codes)
    assert [reading.code for reading in readings.values()] == codes


def test_what_the_list_offers_is_read_back():
    offered = {str(row): row.code for row in Territory.objects.communes().current().order_by("name")[::20]}
    readings = read_communes(offered)
    assert len(offered) > 1_700
    assert {text: reading.code for text, reading in readings.items()} == offered
    assert {reading.remark + reading.refusal for reading in readings.values()} == {""}


@given(st.text(max_size=30))
def test_any_text_gets_a_code_or_a_reason(text):
    known = Gazetteer.of([Place("37261", "Tours", ("tours",), ("37000",), "Indre-et-Loire")])
    reading = read_commune(Typed.of(text), known)
    assert bool(reading.code) != bool(reading.refusal)


def test_field_cleans_to_a_commune():
    field = CommuneField()
    tours = field.clean("Tours (37261)")
    assert (tours.code, tours.departement.code) == ("37261", "37")
    assert field.prepare_value(tours) == "Tours (37261)"
    assert field.prepare_value("tou") == "tou"
    assert CommuneField(required=False).clean(" ") is None


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Indiquez la commune."),
        ("Ys", f"«\u00a0Ys\u00a0» n’est le nom d’aucune commune connue. {ASK}"),
        ("a\x00", "Le caractère nul n’est pas autorisé."),
    ],
)
def test_field_refuses_in_french(typed, message):
    with pytest.raises(ValidationError) as refusal:
        CommuneField().clean(typed)
    assert refusal.value.messages == [message]
