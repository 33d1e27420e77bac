import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.directory.fold import fold, fold_place


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Œuilly-l'Épée", "oeuilly l epee"),
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("ÆRØ  straße", "aero strasse"),
        ("a\x00b", "a b"),
        ("…", ""),
    ],
)
def test_fold(typed, folded):
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ST-ETIENNE", "saint etienne"),
        ("Saint Étienne", "saint etienne"),
        ("Ste Maure de Touraine", "sainte maure de touraine"),
        ("Stes-Maries", "saintes maries"),
        ("Chalon s/Saône", "chalon sur saone"),
        ("Stains", "stains"),
    ],
)
def test_fold_place(typed, folded):
    assert fold_place(typed) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    folded = fold(text)
    assert fold(folded) == folded
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", folded)
    assert fold_place(fold_place(text)) == fold_place(text)
