import pytest

from maillage.directory.rules.words import Speller, distance, sound, stem


@pytest.mark.parametrize(
    "words",
    [
        ("loyer", "loyers"),
        ("payer", "payé".replace("é", "e"), "payes", "payait"),
        ("isolee", "isole", "isolees"),
        ("violent", "violente", "violents"),
        ("dette", "dettes"),
        ("journal", "journaux"),
    ],
)
def test_what_one_word_becomes_is_one_stem(words):
    assert len({stem(word) for word in words}) == 1


@pytest.mark.parametrize("words", [("viol", "violent"), ("loyer", "loi"), ("permis", "permettre")])
def test_words_that_mean_something_else_stay_apart(words):
    assert len({stem(word) for word in words}) == 2


@pytest.mark.parametrize("word", ["rsa", "115", "3919", "2026s"])
def test_figures_and_short_words_stay_as_they_are(word):
    assert stem(word) == word


def test_what_sounds_alike_is_alike():
    assert sound("surandettement") == sound("surendettement")
    assert sound("pharmacie") == sound("farmacie")
    assert sound("loyer") != sound("foyer")


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("loyer", "loyer", 0),
        ("loyer", "loyr", 1),
        ("loyer", "loeyr", 1),
        ("loyer", "foyers", 2),
        ("a", "bcdefg", 3),
    ],
)
def test_letters_apart_are_counted_up_to_a_limit(one, other, far):
    assert distance(one, other, 2) == far


@pytest.fixture(scope="module")
def speller():
    return Speller.of(["surendettement", "loyer", "foyer", "expulsion", "creche", "115", "rsa"])


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("surandetement", "surendettement"),
        ("expultion", "expulsion"),
        ("expulssion", "expulsion"),
        ("kreche", "creche"),
        ("loyr", "loyer"),
        ("royer", ""),
        ("xyzzy", ""),
        ("rsb", ""),
        ("116", ""),
    ],
)
def test_the_nearest_known_word_is_taken_when_it_is_near(speller, typed, taken):
    assert speller.nearest(typed) == taken
