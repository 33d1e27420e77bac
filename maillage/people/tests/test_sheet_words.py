"""What a screen calls something, a file may call it too: who copies from one into the other is understood."""

import pytest

from maillage.people import enums
from maillage.sheets import CATALOGUE, Reader

WORDS = {
    "household.housing": enums.Housing,
    "household.union": enums.Union,
    "member.role": enums.MemberRole,
    "member.activity": enums.Activity,
    "member.nationality": enums.Nationality,
}
COLUMNS = {column.code: column for column in CATALOGUE}


@pytest.mark.parametrize(
    ("column", "code", "label"),
    [(column, code, label) for column, choices in WORDS.items() for code, label in choices.choices],
)
def test_a_file_may_use_the_words_of_the_screen(column, code, label):
    assert Reader().read(COLUMNS[column], label) == code
