from maillage.clocks.delays import Unit
from maillage.permissions.choices import Choices


class SchemeKind(Choices):
    """What is asked for; its law, its delays and its questions are in `pack/schemes.yaml`."""

    SHELTER = "shelter", "hébergement d’urgence"
    TRANSITIONAL = "transitional", "logement temporaire ou de transition"
    ADAPTED = "adapted", "logement adapté"
    CHRS = "chrs", "hébergement et réinsertion sociale (CHRS)"
    FUND_ACCESS = "fund_access", "fonds de solidarité logement : entrer dans un logement"
    FUND_ARREARS = "fund_arrears", "fonds de solidarité logement : dettes"
    AVDL = "avdl", "accompagnement vers et dans le logement"
    DALO = "dalo", "droit au logement opposable"
    EMERGENCY_AID = "emergency_aid", "aide financière d’urgence"
    FOOD_AID = "food_aid", "aide alimentaire"
    HOME_HELP = "home_help", "aide à domicile"
    BUDGET = "budget", "accompagnement budgétaire"
    MOBILITY = "mobility", "aide à la mobilité"
    FAMILY = "family", "soutien à l’enfant et à la famille"
    HEALTH = "health", "médiation en santé"


HOUSING = (SchemeKind.SHELTER, SchemeKind.TRANSITIONAL, SchemeKind.ADAPTED, SchemeKind.CHRS)
"""Those that give places."""


class Section(Choices):
    """A part of the single document; each scheme receives those it needs, in this order."""

    IDENTITY = "identity", "qui demande"
    CONTACT = "contact", "comment joindre la personne"
    HOUSEHOLD = "household", "le foyer"
    HOUSING = "housing", "le logement"
    RESOURCES = "resources", "les ressources"
    CHARGES = "charges", "les charges et les dettes"
    WORK = "work", "emploi et formation"
    CHILDREN = "children", "les enfants"
    HEALTH = "health", "santé et autonomie"
    STEPS = "steps", "ce qui a déjà été fait"
    REQUEST = "request", "ce qui est demandé"


class CountsFrom(Choices):
    RECEIPT = "receipt", "la réception de la demande"
    COMPLETE = "complete", "le dossier complet"


class Silence(Choices):
    GRANTED = "granted", "accord"
    REFUSED = "refused", "refus"
    NOTHING = "nothing", "rien : la demande reste due"


UNITS = [
    (str(Unit.WORKING_DAYS), "jours ouvrés"),
    (str(Unit.CALENDAR_DAYS), "jours"),
    (str(Unit.MONTHS), "mois"),
]
