import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.sheets import BY_CODE, CATALOGUE, CellError, Reader, neutralise
from maillage.sheets.cells import read_amount, read_name

TODAY = dt.date(2026, 11, 24)
READER = Reader(TODAY)


def read(code, cell):
    return READER.read(BY_CODE[code], cell)


def refusal(code, cell):
    with pytest.raises(CellError) as caught:
        read(code, cell)
    return caught.value.sentence


@pytest.mark.parametrize("column", CATALOGUE, ids=lambda column: column.code)
def test_a_blank_is_unknown_and_the_example_is_readable(column):
    assert [READER.read(column, cell) for cell in (None, "", "  ", "\u00a0", "?")] == [None] * 5
    assert READER.read(column, column.example) is not None


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("1992-04-30", dt.date(1992, 4, 30)),
        ("30/04/1992", dt.date(1992, 4, 30)),
        ("30.4.1992", dt.date(1992, 4, 30)),
        ("1er mai 1992", dt.date(1992, 5, 1)),
        ("30 août 1992", dt.date(1992, 8, 30)),
        ("30/04/92", dt.date(1992, 4, 30)),
        ("30041992", dt.date(1992, 4, 30)),
        (33724, dt.date(1992, 4, 30)),
        (33724.0, dt.date(1992, 4, 30)),
        ("33724", dt.date(1992, 4, 30)),
        (dt.datetime(1992, 4, 30, 12), dt.date(1992, 4, 30)),
        ("1992-04-30 00:00:00", dt.date(1992, 4, 30)),
        ("29/02/2024", dt.date(2024, 2, 29)),
    ],
)
def test_dates_are_read_as_people_write_them(cell, date):
    assert read("member.birth_date", cell) == date


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ("31/02/1992", "ce mois a 29 jours"),
        ("04/30/1992", "le mois 30 n'existe pas"),
        ("12/03/1890", "plus de 125 ans"),
        ("12/03/2030", "dans le futur"),
        ("12/03/05", "quatre chiffres"),
        ("1992", "année seule"),
        (1992.0, "année seule"),
        ("12/03/1990 et 14/05/1992", "deux dates"),
        ("printemps", "jour/mois/année"),
        (True, "jour/mois/année"),
        (float("inf"), "jour/mois/année"),
        (10**400, "jour/mois/année"),
        ("0000-01-01", "jour/mois/année"),
    ],
)
def test_an_impossible_date_says_what_to_do(cell, part):
    assert part in refusal("member.birth_date", cell)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1 234,56 €", "1234.56"),
        ("1\u202f234,56\u00a0€", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567", "1234567"),
        ("0", "0"),
        (0, "0"),
        ("néant", "0"),
        ("85 euros", "85"),
        ("85€/mois", "85"),
        (1180.2, "1180.20"),
        ("0,333", "0.33"),
    ],
)
def test_amounts_are_read_as_people_write_them(cell, amount):
    assert read("budget.wage", cell) == Decimal(amount)


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ("abc", "écrivez un nombre"),
        ("-50", "négatif"),
        (-50, "négatif"),
        ("1,234", "deux façons"),
        ("nan", "écrivez un nombre"),
        ("inf", "écrivez un nombre"),
        (float("nan"), "erreur de calcul"),
        (1e300, "trop grand"),
        (10**400, "trop grand"),
        ("99999999999", "trop grand"),
        ("9" * 5000, "écrivez un nombre"),
        ("١٢٣", "écrivez un nombre"),
        ("1e5", "écrivez un nombre"),
        (True, "écrivez un nombre"),
        (dt.date(2020, 1, 1), "écrivez un nombre"),
    ],
)
def test_a_wrong_amount_says_what_to_do(cell, part):
    assert part in refusal("budget.wage", cell)


@pytest.mark.parametrize("name", ["A", "😀", "D'Arc", "Jean-Pierre", "N'Guyên", "Na", "Étienne"])
def test_any_name_of_one_person_is_a_name(name):
    assert read("member.first_name", name) == name


@pytest.mark.parametrize(
    "name", ["Jean et Marie", "Jean & Marie", "Jean / Marie", "Jean\nMarie", "Jean;Marie"]
)
def test_two_persons_in_one_cell_are_refused(name):
    assert "une personne par ligne" in refusal("member.first_name", name)


def test_invisible_and_endless_texts_are_refused():
    assert "invisibles" in refusal("member.last_name", "Du\x07pont")
    assert "invisibles" in refusal("member.last_name", "Du\ud800pont")
    assert "200 caractères" in refusal("member.last_name", "x" * 201)


def test_a_commune_is_an_insee_code_never_a_postcode():
    assert [read("household.commune", cell) for cell in ("37261", 37261.0, 1001, "2a004")] == [
        "37261", "37261", "01001", "2A004"]  # fmt: skip
    for postcode in ("37000", "75011", "20090"):
        assert "code postal" in refusal("household.commune", postcode)
    checking = Reader(TODAY, check_commune={"37261"}.__contains__)
    assert checking.read(BY_CODE["household.commune"], "37261") == "37261"
    with pytest.raises(CellError, match="code postal"):
        checking.read(BY_CODE["household.commune"], "37200")


def test_closed_lists_accept_synonyms_and_name_what_they_accept():
    assert read("member.role", "DEMANDEUSE") == "applicant"
    assert read("household.housing", "hlm") == "social_tenant"
    assert read("member.activity", "retraitée") == "retired"
    assert "demandeur, conjoint, enfant, autre" in refusal("member.role", "voisin")
    assert [read("member.pregnant", cell) for cell in ("Oui", "NON", 1.0, 0, True)] == [
        True, False, True, False, True]  # fmt: skip


def test_levels_and_rates():
    assert read("member.dependency_level", "GIR 4") == 4
    assert "de 1 à 6" in refusal("member.dependency_level", 7)
    assert read("member.disability_rate", "79,5 %") == Decimal("79.5")
    assert "pourcentage" in refusal("member.disability_rate", 0.8)


@given(
    st.sampled_from(CATALOGUE),
    st.text() | st.floats() | st.integers() | st.booleans() | st.datetimes() | st.times(),
)
def test_no_cell_whatever_raises_anything_but_a_sentence(column, cell):
    sentence = "."
    try:
        READER.read(column, cell)
    except CellError as error:
        sentence = error.sentence
    assert sentence.endswith(".")


@given(st.decimals(0, 1_000_000, places=2))
def test_an_amount_written_the_french_way_is_read_back(amount):
    assert read_amount(f"{amount:,}".replace(",", "\u202f").replace(".", ",") + " €") == amount


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM", "\tx", "\r=x", "  =1", "'=1", "' =1"])
def test_active_texts_are_disarmed_and_others_left_alone(text):
    assert neutralise(text) == "'" + text
    assert neutralise(-2) == -2
    assert neutralise("Dupont-Durand") == "Dupont-Durand"


@given(st.sampled_from("=+-@'"), st.text("=+-@'ab", min_size=1))
def test_a_disarmed_name_is_read_back(first, rest):
    name = f"{first}a{rest}".replace("+", "-")
    assert read_name(neutralise(name)) == name
