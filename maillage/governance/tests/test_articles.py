"""A text read by articles, and compared with another wording."""

import pytest

from maillage.governance.rules.articles import doubles, key_of, pairs, read, remarks

CHARTER = """Ce que nous voulons.

Article 1 – Respect
Chacun est respecté.

Article 2 : Secret
L’article 3 du code ne suffit pas.
Article 3 du code civil : voir plus haut.

ARTICLE 3 bis. Partage

Avec l’accord de la personne."""


def told(body):
    return [(one.key, one.title, one.body) for one in read(body)]


def test_numbered_articles_are_read_with_what_comes_before():
    assert told(CHARTER) == [
        ("", "", "Ce que nous voulons."),
        ("1", "Respect", "Chacun est respecté."),
        ("2", "Secret", "L’article 3 du code ne suffit pas.\nArticle 3 du code civil : voir plus haut."),
        ("3-bis", "Partage", "Avec l’accord de la personne."),
    ]
    assert [one.anchor for one in read(CHARTER)] == ["preambule", "article-1", "article-2", "article-3-bis"]
    assert read(CHARTER)[3].heading == "Article\u00a03 bis – Partage"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Article 1", ("1", "")),
        ("Article premier", ("1", "")),
        ("Article 1er - Objet", ("1", "Objet")),
        ("## Article 4 — Objet", ("4", "Objet")),
        ("Article 12-2 : Objet", ("12-2", "Objet")),
        ("Article 3 - 12 mois", ("3", "12 mois")),
        ("Article\u00a07\u00a0: Objet", ("7", "Objet")),
        ("Article 007. Objet", ("7", "Objet")),
        ("Article 5ter: x", ("5-ter", "x")),
    ],
)
def test_a_heading_is_read_as_people_type_it(line, expected):
    assert [(one.key, one.title) for one in read(line)] == [expected]


@pytest.mark.parametrize(
    "line", ["Article 3 du code", "L’article 3 : non", "Articles 3 : x", "Article : x", "", "x"]
)
def test_what_is_not_a_heading(line):
    assert {one.key for one in read(line)} <= {""}


def test_without_numbers_headings_are_numbered_in_order():
    assert told("# Respect\nOui\n# Secret\nNon") == [("1", "Respect", "Oui"), ("2", "Secret", "Non")]
    assert told("# Chapitre\nArticle 4 : x\ny") == [("", "", "# Chapitre"), ("4", "x", "y")]


def test_a_long_line_is_words_and_not_a_title():
    line = f"Article 2 : {'mot ' * 60}"
    assert [(one.key, one.title, one.body) for one in read(line)] == [("2", "", ("mot " * 60).strip())]


def test_a_number_serves_once():
    assert [one.label for one in doubles(read("Article 1\na\nArticle 2\nb\nArticle 1 : x\nc"))] == [
        "Article\u00a01"
    ]
    assert doubles(read("Article 1\na\nArticle 1 bis\nb")) == []


def test_gaps_disorder_and_headings_that_are_none_are_told():
    assert remarks("Article 1\na\nArticle 4\nb") == ["Il n’y a pas d’articles 2, 3."]
    assert remarks("Article 1\na\nArticle 3\nb") == ["Il n’y a pas d’article 2."]
    assert remarks("Article 2\na\nArticle 1\nb") == [
        "Les articles ne se suivent pas dans l’ordre de leurs numéros."
    ]
    assert remarks("Article 1\na\nArticle 2 Le secret\nb") == [
        "«\u00a0Article 2 Le secret\u00a0» n’est pas lu comme un titre d’article\u00a0: mettez un tiret après son numéro."
    ]
    assert (
        remarks(CHARTER.replace("Article 3 du code civil : voir plus haut.", "").replace("3 bis", "3")) == []
    )


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("3", "3"),
        ("Article 3 bis", "3-bis"),
        ("3bis", "3-bis"),
        ("premier", "1"),
        ("1er", "1"),
        ("3-2", "3-2"),
    ],
)
def test_an_article_is_named_as_people_type_it(typed, key):
    assert key_of(typed) == key


def how(before, after):
    """[(former number, number, changed)] of what is not the same."""
    return [
        (one.before and one.before.key, one.after and one.after.key, one.changed)
        for one in pairs(before, after)
        if not one.same
    ]


OLD = "Article 1 – Respect\nOui\nArticle 2 – Secret\nSe taire\nArticle 3 – Partage\nAvec accord"


def test_nothing_changed():
    assert how(OLD, OLD) == []


def test_an_article_inserted_pushes_the_others_and_they_are_followed():
    new = OLD.replace("Article 3", "Article 4").replace("Article 2", "Article 3")
    new = new.replace("Article 3 – Secret", "Article 2 – Écoute\nEntendre\nArticle 3 – Secret")
    assert how(OLD, new) == [(None, "2", False), ("2", "3", False), ("3", "4", False)]


def test_changed_and_removed():
    new = OLD.replace("Se taire", "Se taire toujours").split("\nArticle 3")[0]
    assert how(OLD, new) == [("2", "2", True), ("3", None, False)]


def test_two_articles_alike_are_each_paired_once():
    old, new = "Article 1\nx\nArticle 2\nx", "Article 1\nx\nArticle 2\nx\nArticle 3\nx"
    assert how(old, new) == [(None, "3", False)]
