"""What would tell who somebody is gets spotted; ordinary words of the trade don't."""

import time

import pytest

from maillage.web.identifying import Passage, spot, unconfirmed

SPOTTED = [
    ("Joignable au 06 12 34 56 78 le soir", "un numéro de téléphone", "06 12 34 56 78"),
    ("Tel. 0612345678", "un numéro de téléphone", "0612345678"),
    ("Appeler le +33 6 12 34 56 78", "un numéro de téléphone", "+33 6 12 34 56 78"),
    ("écrire à paul.martin@exemple.fr", "une adresse électronique", "paul.martin@exemple.fr"),
    ("son numéro 2 80 05 37 261 123 45", "un numéro de sécurité sociale", "2 80 05 37 261 123 45"),
    ("NIR 180057526112345", "un numéro de sécurité sociale", "180057526112345"),
    ("allocataire n° 1234567", "un numéro de dossier", "allocataire n° 1234567"),
    ("née le 12/03/1980 à Tours", "une date de naissance", "née le 12/03/1980"),
    ("né le 1er mars 1980", "une date de naissance", "né le 1er mars 1980"),
    ("vue le 12 mars 2026", "une date précise", "12 mars 2026"),
    ("il vit 12 rue des Lilas", "une adresse", "12 rue des Lilas"),
    ("au 3 bis, avenue de Grammont", "une adresse", "3 bis, avenue de Grammont"),
    ("à 37500 Chinon", "un code postal", "37500 Chinon"),
    ("Mme Dupont refuse", "un nom", "Mme Dupont"),
    ("mme dupont refuse", "un nom", "mme dupont"),
    ("M. Jean Dupont", "un nom", "M. Jean Dupont"),
    ("madame de La Tour", "un nom", "madame de La Tour"),
    ("M. D. a dit", "un nom", "M. D."),
    ("avec le docteur Martin", "un nom", "docteur Martin"),
    ("Samira BENALI est venue", "un nom", "Samira BENALI"),
    ("FR76 3000 1007 9412 3456 7890 185", "un compte bancaire", "FR76 3000 1007 9412 3456 7890 185"),
]


@pytest.mark.parametrize(("text", "what", "words"), SPOTTED, ids=[one[2] for one in SPOTTED])
def test_spotted(text, what, words):
    assert Passage(what, words) in spot(text)


UNSPOTTED = [
    "Une mère de deux enfants, suivie depuis trois ans, refuse toute visite.",
    "Mme X et M. Y vivent ensemble ; Mme Z les héberge.",
    "La CAF demande 635,71 € par mois depuis 2024.",
    "L’article 226-13 du code pénal et l’article L226-2-2 du CASF.",
    "Voir avec mme la directrice.",
    "Madame la directrice et monsieur le maire sont prévenus.",
    "Appeler le 119, le 15 ou le 3919.",
    "Entre 18 et 25 ans, 12 personnes, 3 rues plus loin.",
]


@pytest.mark.parametrize("text", UNSPOTTED)
def test_not_spotted(text):
    assert spot(text) == []


def test_each_passage_once_in_the_order_of_the_text():
    text = "Mme Dupont, 06 12 34 56 78. Mme Dupont encore."
    assert [one.words for one in spot(text)] == ["Mme Dupont", "06 12 34 56 78"]


def test_what_was_said_to_be_nobody_passes_word_for_word():
    assert unconfirmed(["Le maire, M. Martin"], ["M. Martin"]) == []
    assert unconfirmed(["Le maire, M. Martin", "Mme Durand"], ["M. Martin"]) == [
        Passage("un nom", "Mme Durand")
    ]


@pytest.mark.parametrize(
    "unit", ["a", "1", " ", "M. ", "M. A ", "dossier ", "né le ", "12 rue", "a.", "0 ", "Aa-"]
)
def test_nothing_typed_makes_it_slow(unit):
    start = time.process_time()
    spot(unit * (20_000 // len(unit)))
    assert time.process_time() - start < 3
