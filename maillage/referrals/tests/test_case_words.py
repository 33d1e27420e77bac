"""For the table of a commission, those who live with the person have an initial, however their line is written."""

import pytest

from maillage.referrals.case_words import minimised

LINES = [
    ("Léo, 8 ans", "L., 8 ans"),
    ("Léo (8 ans)", "L. (8 ans)"),
    ("Léo 8 ans", "L. 8 ans"),
    ("Léo : école Jules-Ferry", "L. : école Jules-Ferry"),
    ("Léo – 8 ans", "L. – 8 ans"),
    ("Léo né en 2018", "L. né en 2018"),
    ("Léo", "L."),
    ("léo, 8 ans", "l., 8 ans"),
    ("Jean-Pierre Martin, 40 ans", "J. M., 40 ans"),
    ("Sami et Lina, jumeaux", "S. et L., jumeaux"),
    ("Sa mère Fatima, 70 ans", "Sa mère F., 70 ans"),
    ("Deux enfants, 3 et 5 ans", "Deux enfants, 3 et 5 ans"),
    ("vit avec sa mère", "vit avec sa mère"),
    ("  N’Golo, 3 ans\nÉlodie, 5 ans", "  N., 3 ans\nÉ., 5 ans"),
    ("", ""),
]


@pytest.mark.parametrize(("written", "told"), LINES)
@pytest.mark.parametrize(("code", "name"), [("household", "members"), ("children", "children")])
def test_a_first_name_is_cut(code, name, written, told):
    assert [value for _, value in minimised(code, {name: written})] == ([told] if told else [])


def test_other_fields_stay_as_they_are_written():
    assert [value for _, value in minimised("request", {"what": "Léo, 8 ans"})] == ["Léo, 8 ans"]
