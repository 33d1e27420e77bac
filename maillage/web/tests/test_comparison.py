from hypothesis import given
from hypothesis import strategies as st

from maillage.web.comparison import Piece, compare


@given(st.text(), st.text())
def test_the_pieces_give_back_both_texts(before, after):
    left, right = compare(before, after)
    assert ("".join(piece.text for piece in left), "".join(piece.text for piece in right)) == (before, after)


@given(st.text())
def test_a_text_does_not_differ_from_itself(text):
    assert [piece.changed for side in compare(text, text) for piece in side if piece.changed] == []


def test_only_the_words_that_changed_are_marked():
    assert compare("Elle dort à l’hôtel.", "Elle dort chez sa tante.") == (
        [Piece(False, "Elle dort "), Piece(True, "à l’hôtel"), Piece(False, ".")],
        [Piece(False, "Elle dort "), Piece(True, "chez sa tante"), Piece(False, ".")],
    )
