"""Closed lists of street counts. Nothing here tells who somebody is."""

from maillage.permissions.choices import Choices


class Phase(Choices):
    """Where a night is, read from its dates."""

    PREPARED = "prepared", "en préparation"
    OPEN = "open", "ouverte"
    CLOSED = "closed", "close"
    PUBLISHED = "published", "publiée"


class SectorKind(Choices):
    STREET = "street", "rues"
    PARK = "park", "parc ou berges"
    STATION = "station", "gare ou station"
    CAR_PARK = "car_park", "parking"
    HOTSPOT = "hotspot", "abords d’un lieu d’accueil"


class Stratum(Choices):
    """How many are expected: sectors are drawn, then multiplied up, apart."""

    DENSE = "dense", "forte présence attendue"
    SPARSE = "sparse", "faible présence attendue"


class Ask(Choices):
    """What a night may ask beside how many they are; each answer is optional."""

    AGE = "age", "âge apparent des adultes"
    GENDER = "gender", "genre, tel que la personne le dit"
    SINCE = "since", "depuis combien de temps sans logement"
    CALLED = "called", "a appelé le 115 ce soir"
    WANTS = "wants", "ce que la personne demande d’abord"


class Shape(Choices):
    ALONE = "alone", "personne seule"
    COUPLE = "couple", "couple sans enfant"
    FAMILY = "family", "famille avec enfant"
    GROUP = "group", "groupe"
    UNKNOWN = "unknown", "on ne sait pas"


class Contact(Choices):
    MET = "met", "rencontrée, a répondu"
    REFUSED = "refused", "refus"
    ASLEEP = "asleep", "dort, non réveillée"
    SEEN = "seen", "vue de loin"


class Age(Choices):
    YOUNG = "young", "18 à 24 ans"
    ADULT = "adult", "25 à 54 ans"
    OLDER = "older", "55 ans et plus"


class Gender(Choices):
    WOMAN = "woman", "femme"
    MAN = "man", "homme"
    OTHER = "other", "autre"


class Since(Choices):
    DAYS = "days", "moins d’un mois"
    MONTHS = "months", "un mois à un an"
    YEARS = "years", "plus d’un an"


class Called(Choices):
    ANSWERED = "answered", "oui, a eu une réponse"
    UNANSWERED = "unanswered", "oui, sans réponse"
    NO = "no", "non"


class Wants(Choices):
    SHELTER = "shelter", "une place cette nuit"
    HOUSING = "housing", "un logement"
    CARE = "care", "des soins"
    FOOD = "food", "à manger, se laver, s’habiller"
    PAPERS = "papers", "une aide pour ses démarches"
    NOTHING = "nothing", "rien ce soir"


class Walked(Choices):
    WHOLE = "whole", "parcouru en entier"
    PARTLY = "partly", "parcouru en partie"
    NOT = "not", "pas parcouru"


class ChangedBy(Choices):
    TEAM = "team", "l’équipe"
    ORGANISER = "organiser", "l’organisateur"


ANSWERS: dict[Ask, type[Choices]] = {
    Ask.AGE: Age,
    Ask.GENDER: Gender,
    Ask.SINCE: Since,
    Ask.CALLED: Called,
    Ask.WANTS: Wants,
}
"""What may be answered to each question; the column of a sighting has the name of the question."""
