import datetime as dt
import io
import random
from dataclasses import replace
from decimal import Decimal

import pytest

from maillage.sheets import (
    BudgetRecord,
    FileError,
    HouseholdRecord,
    LineError,
    open_table,
    read_households,
    suggest_mapping,
)
from maillage.sheets.tests.factories import read_text

HEADERS = "foyer;personne;lien;naissance;union;loyer;salaire_net;salaire_net 2026-08\n"


def test_a_household_is_its_rows():
    [home] = read_text(HEADERS + "F1;P1;demandeur;30/04/1992;mariage;400;900;0\nF1;P2;conjoint;;;;;\n")
    assert (home.ref, home.union, home.rent, home.lines) == ("F1", "married", Decimal(400), (2, 3))
    assert [(member.ref, member.role) for member in home.members] == [("P1", "applicant"), ("P2", "partner")]
    assert home.members[0].birth_date == dt.date(1992, 4, 30)


def test_an_amount_is_that_of_each_month_and_the_amount_of_a_month_wins():
    [home] = read_text(HEADERS + "F1;P1;demandeur;;;;900;0\n", months=["2026-08", "2026-09"])
    assert home.budget == (
        BudgetRecord("P1", "2026-08", "wage", Decimal(0)),
        BudgetRecord("P1", "2026-09", "wage", Decimal(900)),
    )
    [home] = read_text(HEADERS + "F1;P1;demandeur;;;;;12\n", months=["2026-09"])
    assert home.budget == (BudgetRecord("P1", "2026-08", "wage", Decimal(12)),)


def test_css_is_one_or_zero():
    [home] = read_text("foyer;lien;css_ouverte\nF1;demandeur;non\n", months=["2026-09"])
    assert home.budget == (BudgetRecord("F1/1", "2026-09", "css", Decimal(0)),)


def test_scattered_rows_make_the_same_households():
    lines = [f"F{n // 3};P{n};{'demandeur' if n % 3 == 0 else 'enfant'};;;;{n};\n" for n in range(60)]
    sorted_homes = read_text(HEADERS + "".join(lines))
    random.Random(4).shuffle(lines)
    shuffled = read_text(HEADERS + "".join(lines))

    def content(homes):
        return {home.ref: ({*home.members}, {*home.budget}) for home in homes}

    assert len(sorted_homes) == 20
    assert content(shuffled) == content(sorted_homes)


def test_a_sorted_file_gives_a_household_before_it_is_read_to_its_end():
    text = HEADERS + "".join(f"F{n};P{n};demandeur;;;;;\n" for n in range(1000))
    table = open_table(io.BytesIO(text.encode()))
    given = []

    def watched():
        for row in table.source():
            given.append(row.line)
            yield row

    homes = read_households(replace(table, source=watched), suggest_mapping(table.headers), [])
    given.clear()
    assert next(homes).ref == "F0"
    assert given[-1] == 2


def test_a_bad_cell_refuses_its_household_and_the_rest_goes_on():
    found = read_text(
        HEADERS
        + "F1;P1;demandeur;;;;;\nF2;P2;demandeur;31/02/1990;;;abc;\nF2;P3;enfant;;;;;\nF3;P4;demandeur;;;;;\n"
    )
    assert [type(item) for item in found] == [HouseholdRecord, LineError, LineError, HouseholdRecord]
    assert [(error.line, error.column, error.value, error.lines) for error in found[1:3]] == [
        (3, "naissance", "31/02/1990", (3, 4)),
        (3, "salaire_net", "abc", (3, 4)),
    ]


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        ("F1;P1;enfant;;;;;\n", "zéro demandeur"),
        ("F1;P1;demandeur;;;;;\nF1;P2;demandeur;;;;;\n", "2 demandeur"),
        ("F1;P1;demandeur;;;;;\nF1;P2;conjoint;;;;;\nF1;P3;conjoint;;;;;\n", "2 conjoints"),
        ("F1;P1;demandeur;;pacs;;;\n", "le conjoint manque"),
        ("F1;P1;demandeur;;;;;\nF1;P1;enfant;;;;;\n", "déjà à la ligne 2"),
        ("F1;P1;demandeur;;;400;;\nF1;P2;enfant;;;500;;\n", "la même chose"),
        ("F1;P1;demandeur;;;;;\nF1;P2;;;;;;\n", "demandeur, conjoint, enfant ou autre"),
        (";P1;demandeur;;;;;\n", "repère du foyer manque"),
        ("F\x07;P1;demandeur;;;;;\n", "invisibles"),
        ("F1;P1;demandeur;30/04/2030;;;;\n", "dans le futur"),
        ("".join(f"F1;P{n};autre;;;;;\n" for n in range(41)), "41 personnes"),
    ],
)
def test_an_inconsistent_household_is_refused(lines, part):
    [error] = read_text(HEADERS + lines)
    assert isinstance(error, LineError)
    assert part in error.sentence
    assert len(error.lines) == lines.count("\n")


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        ("F1;P1;demandeur;30/04/1992;;;;\nF1;P2;enfant;30/04/1980;;;;\n", "ou avant"),
        ("F1;P1;demandeur;30/04/2015;;;;\n", "moins de 16 ans"),
        ("F1;P1;demandeur;;;;;\nF1;P2;conjoint;;;;;\n", "mariage, pacs"),
    ],
)
def test_an_unlikely_household_is_kept_with_a_warning(lines, part):
    [home] = read_text(HEADERS + lines)
    assert part in home.warnings[0].sentence


def test_mappings_that_cannot_be_used():
    with pytest.raises(FileError, match="« foyer » manque"):
        read_text("personne;lien\nP1;demandeur\n")
    with pytest.raises(FileError, match="donnée inconnue"):
        read_text(HEADERS, mapping={"foyer": "household.ref", "lien": "household.nothing"})
    with pytest.raises(FileError, match="n'en gardez qu'une"):
        read_text(HEADERS, mapping={"foyer": "household.ref", "lien": "household.ref"})


def test_communes_are_checked_against_the_list_given():
    [error] = read_text(
        "foyer;lien;commune\nF1;demandeur;37200\n", check_commune=lambda code: code == "37261"
    )
    assert (error.column, error.value) == ("commune", "37200")


def test_the_second_household_with_a_known_person_is_refused():
    found = read_text(HEADERS + "F1;P1;demandeur;;;;;\nF2;P1;demandeur;;;;;\n")
    assert [type(item) for item in found] == [HouseholdRecord, LineError]
