"""Closed lists of events."""

from maillage.permissions.choices import Choices


class Need(Choices):
    """What somebody needs to take part. Nothing about why."""

    WHEELCHAIR = "wheelchair", "un accès en fauteuil roulant"
    SIGN_LANGUAGE = "sign", "un interprète en langue des signes"
    HEARING_LOOP = "loop", "une boucle magnétique"
    PLAIN_WORDS = "plain", "des documents faciles à lire"
    CHILDCARE = "childcare", "une garde d’enfants"
    TRAVEL = "travel", "une aide pour venir"


class Turn(Choices):
    """Where a registration stands, computed, never typed."""

    UNCONFIRMED = "unconfirmed", "à confirmer par le lien de l’e-mail"
    IN = "in", "a une place"
    WAITING = "waiting", "en liste d’attente"
    DRAW = "draw", "attend le tirage au sort"
    WITHDRAWN = "withdrawn", "retirée"
