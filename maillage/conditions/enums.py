from maillage.permissions.choices import Choices


class TimeKind(Choices):
    """What working time is made of. `REFLECTIVE` is effective work, as the others."""

    FACE = "face", "avec les personnes"
    COORDINATION = "coordination", "coordination et partenaires"
    ADMINISTRATIVE = "administrative", "écrits et administratif"
    REFLECTIVE = "reflective", "réflexion et analyse de la pratique"
    TRAINING = "training", "formation"
    TRAVEL = "travel", "déplacements"


class AlertKind(Choices):
    AGGRESSION = "aggression", "agression, menace ou insulte"
    OVERLOAD = "overload", "surcharge"
    ISOLATION = "isolation", "isolement"


class ProposalKind(Choices):
    IRRITANT = "irritant", "formulaire qui fait perdre du temps"
    INITIATIVE = "initiative", "idée pour l’équipe"


class Verdict(Choices):
    ACCEPTED = "accepted", "retenue"
    TRIED = "tried", "à l’essai"
    REFUSED = "refused", "pas retenue"


class Sector(Choices):
    PUBLIC = "public", "public"
    PRIVATE = "private", "privé ou associatif"


FEEDBACK_MONTHS = (1, 3, 6)
"""Months after an arrival, when the newcomer says how it goes."""
ANSWER_DAYS = {AlertKind.AGGRESSION: 2, AlertKind.OVERLOAD: 7, AlertKind.ISOLATION: 7}
"""Days to answer an alert: a choice of the product, no text fixes them."""
PROPOSAL_DAYS = 30
MONTH_CLOSES_ON = 10
"""Day of the next month until when a week is still typed: before, nothing of the month is added up for others."""
SMALLEST_TEAM = 5
