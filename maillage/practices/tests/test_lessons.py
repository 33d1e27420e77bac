"""The same words are told once: what makes two sentences one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.practices.queries.lessons import same


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("Un lieu neutre", "un lieu  neutre.", True),
        ("Déjà là", "DEJA LA\u00a0!", True),
        ("L’accord du maire", "L'accord du maire", True),
        ("Un lieu neutre", "Deux lieux neutres", False),
        ("Ne pas attendre", "Attendre", False),
    ],
)
def test_two_sentences_are_one_when_only_their_signs_differ(one, other, are_one):
    assert (same(one) == same(other)) is are_one


@settings(max_examples=50)
@given(st.text(max_size=80))
def test_what_was_made_the_same_stays_the_same(words):
    assert same(same(words)) == same(words)
    assert same(f" {words}. ") == same(words)
