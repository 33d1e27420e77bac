import pytest

from maillage.directory import lexicon
from maillage.directory.enums import PUBLICS, THEMES
from maillage.directory.fold import fold
from maillage.directory.rules.needs import MOST_THEMES, Correction, read_need, unknown_words


def themes(text):
    return [one.code.partition("--")[2] for one in read_need(text).themes]


def test_every_theme_has_words_and_every_word_leads_to_its_theme():
    assert {one.meaning for one in lexicon.theme_expressions()} == set(THEMES)
    assert {one.meaning for one in lexicon.public_expressions()} < set(PUBLICS)
    assert {one.weight for one in lexicon.theme_expressions()} == {1, 2, 3}
    assert set(lexicon.national_numbers()) < set(THEMES)
    lost = [one.text for one in lexicon.theme_expressions() if one.weight == 3 and not _leads(one)]
    assert lost == []


def _leads(one):
    """Alone, an expression leads to its theme among others; those of common words only lead nowhere."""
    read = read_need(one.text)
    return one.meaning in [theme.code for theme in read.themes] or len(read.themes) in (0, MOST_THEMES)


def test_all_the_themes_are_told_in_plain_words():
    told = lexicon.plain_words()
    assert list(told) == list(THEMES)
    assert all(1 <= len(words) <= 6 for words in told.values())


def test_the_lists_of_words_are_folded():
    assert all(fold(word) == word for word in lexicon.small_words() | lexicon.common_words())


def test_the_words_that_said_it_are_told_as_they_were_typed():
    (theme,) = read_need("Je n’arrive plus à PAYER mon loyer\u00a0!").themes
    assert (theme.code, theme.words) == (
        "logement-hebergement--reduire-les-impayes-de-loyer",
        ("PAYER", "loyer"),
    )


@pytest.mark.parametrize(
    ("text", "first", "never"),
    [
        ("garde à vue de mon frère", "prendre-en-compte-une-problematique-judiciaire", "garde-denfants"),
        ("garde d'enfants le soir", "garde-denfants", "prendre-en-compte-une-problematique-judiciaire"),
        ("pension alimentaire", "surmonter-conflits-separation-violence", "alimentation"),
        ("compte Ameli", "acceder-a-des-services-en-ligne", "acces-aux-soins"),
    ],
)
def test_the_longest_expression_wins(text, first, never):
    found = themes(text)
    assert (found[0], never in found) == (first, False)


def test_a_trouble_ruled_out_is_not_looked_for():
    assert "situation-dendettement-surendettement" in themes("des dettes")
    assert themes("pas de dettes mais je cherche une crèche") == ["garde-denfants"]
    assert themes("sans violence, une médiation familiale")[0] == "surmonter-conflits-separation-violence"


def test_what_is_missing_is_a_need():
    assert "acceder-a-un-vehicule" in themes("pas de voiture")
    assert "rechercher-une-solution-dhebergement-temporaire" in themes("sans abri")


def test_publics_are_recognised_beside():
    read = read_need("jeune de 19 ans à la rue")
    assert [one.code for one in read.publics] == ["jeunes", "personnes-en-situation-durgence"]


def test_a_word_nobody_knows_is_taken_for_the_nearest_and_said():
    read = read_need("surandettement")
    assert read.corrections == (Correction("surandettement", "surendettement"),)
    assert read.themes[0].code == "difficultes-financieres--situation-dendettement-surendettement"


def test_a_word_that_cards_bear_is_not_corrected():
    assert unknown_words("l'Escale des loyers") == ["escale"]
    assert read_need("escale", known={"escale"}).corrections == ()


def test_common_words_are_searched_only_alone():
    assert [word.typed for word in read_need("besoin aide logement").words] == ["logement"]
    assert [word.typed for word in read_need("besoin d’aide").words] == ["besoin", "aide"]


@pytest.mark.parametrize("text", ["", "   ", "le la les", "!!!", "\u202e😀", "_" * 50, "١٢٣"])
def test_nothing_said_is_nothing_understood(text):
    read = read_need(text)
    assert (read.themes, read.corrections) == ((), ())


def test_a_very_long_text_is_read_from_its_beginning():
    read = read_need("loyer " + "mot " * 10_000)
    assert len(read.words) <= 40
    assert read.themes[0].code == "logement-hebergement--reduire-les-impayes-de-loyer"
