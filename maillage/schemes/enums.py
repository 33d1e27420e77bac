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


class PlacePublic(Choices):
    ANYONE = "anyone", "tout public"
    WOMEN = "women", "femmes"
    MEN = "men", "hommes"
    COUPLES = "couples", "couples"
    FAMILIES = "families", "familles"
    YOUNG = "young", "jeunes de 18 à 25 ans"


class Band(Choices):
    """How many persons live together, as the territory is counted."""

    ONE = "1", "une personne"
    TWO = "2", "deux personnes"
    FEW = "3-4", "trois ou quatre personnes"
    MANY = "5", "cinq personnes ou plus"


class SpellKind(Choices):
    """Why nobody may be offered a place for some days."""

    WORKS = "works", "travaux"
    REPAIR = "repair", "remise en état"
    PESTS = "pests", "nuisibles"
    SAFETY = "safety", "sécurité"
    STAFF = "staff", "manque de personnel"
    CLOSED = "closed", "fermeture saisonnière"
    KEPT = "kept", "gardée pour quelqu’un"


class Said(Choices):
    """What a host says of a place."""

    FREE = "free", "libre"
    TAKEN = "taken", "occupée"
    WORKS = "works", "en travaux"


class PlaceState(Choices):
    """Where a place is on a day: worked out, never typed."""

    FREE = "free", "libre"
    CONFIRM = "confirm", "à confirmer"
    RESERVED = "reserved", "réservée"
    OCCUPIED = "occupied", "occupée"
    OUT = "out", "hors service"


class EmptyReason(Choices):
    """Why a free place stays empty."""

    FIT = "fit", "aucune demande ne correspond à cette place"
    DECLINED = "declined", "les personnes à qui elle a été proposée ne l’ont pas prise"
    ACCESS = "access", "lieu mal desservi ou difficile d’accès"
    SHARED = "shared", "cohabitation impossible"
    COST = "cost", "reste à payer trop élevé"
    LATE = "late", "commission ou visite attendue"
    OTHER = "other", "autre raison"


class Order(Choices):
    """What a territory may publish as an order of assignment. None of them is a score of somebody."""

    NEED = "need", "le besoin reconnu par la commission"
    DATE = "date", "la date de la demande"
    FIT = "fit", "la composition du foyer, au plus près de la place"


VACANCY_DAYS = {SchemeKind.SHELTER: 1}
USUAL_VACANCY_DAYS = 7
"""How long what a host says holds."""
LONG_EMPTY = {SchemeKind.SHELTER: 3}
USUAL_LONG_EMPTY = 14
"""Days after which an empty place is explained."""
