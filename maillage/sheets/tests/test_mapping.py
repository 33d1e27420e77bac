import pytest

from maillage.sheets import CATALOGUE, suggest_mapping
from maillage.sheets.mapping import recognise


@pytest.mark.parametrize("column", CATALOGUE, ids=lambda column: column.code)
def test_every_name_of_a_column_leads_to_it(column):
    assert {recognise(name) for name in (column.code, column.header, *column.synonyms)} == {column.code}


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Nom de naissance", "member.last_name"),
        ("DATE DE NAISSANCE", "member.birth_date"),
        ("N° foyer", "household.ref"),
        ("code INSEE", "household.commune"),
        ("salaire_net 2026-08", "budget.wage 2026-08"),
        ("salaire net août 2026", "budget.wage 2026-08"),
        ("Salaire net d'août 2026", "budget.wage 2026-08"),
        ("salaire_net_08/2026", "budget.wage 2026-08"),
        ("RSA perçu - sept. 26", "budget.rsa 2026-09"),
        ("loyer 2026-08", None),
        ("code postal", None),
        ("Commentaires", None),
        ("salaire net 2026-13", None),
        ("😀", None),
        ("", None),
    ],
)
def test_headers_of_real_files(header, code):
    assert suggest_mapping([header]) == {header: code}


def test_a_column_is_taken_once_by_the_header_of_the_template_first():
    assert suggest_mapping(["Nom de naissance", "nom", "nom d'usage"]) == {
        "Nom de naissance": None,
        "nom": "member.last_name",
        "nom d'usage": None,
    }


def test_no_two_columns_share_a_name():
    names = [name for column in CATALOGUE for name in {column.code, column.header, *column.synonyms}]
    assert len(names) == len(set(names))
