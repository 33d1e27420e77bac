"""Closed lists of placements. No health, no opinion: what is declared says a kind and nothing else."""

from maillage.conventions.enums import Level as Level
from maillage.permissions.choices import Choices


class Phase(Choices):
    """Where a session is, read from its dates to the second."""

    PREPARED = "prepared", "en préparation"
    SEATS = "seats", "les places sont recueillies"
    WISHES = "wishes", "les vœux sont ouverts"
    CLOSED = "closed", "les vœux sont clos"
    RESULTS = "results", "les résultats sont publiés"


class Need(Choices):
    """Why a student comes first where places are short; decided by the school, that keeps the papers."""

    CARE = "care", "enfant ou proche à charge"
    TRAVEL = "travel", "sans moyen de transport"
    INCOME = "income", "boursier, ou sans ressources"
    ARRANGED = "arranged", "aménagement décidé par l’école"


class BarKind(Choices):
    """Why a student cannot go somewhere; nobody asks for more."""

    WORKS = "works", "j’y travaille ou j’y ai travaillé"
    TIES = "ties", "j’y ai un lien personnel"
    FAR = "far", "je ne peux pas m’y rendre"
    TOLD = "told", "une autre raison, dite à mon école"


class Bar(Choices):
    """Which rule closes a place to somebody."""

    DIPLOMA = "diploma", "elle est réservée à d’autres diplômes"
    LEVEL = "level", "votre école ne prévoit pas ce niveau de difficulté cette année"
    REFERENT = "referent", "le référent n’a pas le diplôme que votre formation demande"
    DATES = "dates", "ses dates ne couvrent pas votre période de stage"
    SITE = "site", "votre école n’a pas d’accord en cours avec cette structure"
    DECLARED = "declared", "vous avez dit ne pas pouvoir y aller"
    GONE = "gone", "elle n’est plus ouverte"


class Answer(Choices):
    """What a host says to « combien cette année ? »."""

    RENEWED = "renewed", "comme l’an dernier"
    CHANGED = "changed", "un autre nombre"
    NONE = "none", "aucune place"


class NoSeat(Choices):
    TUTOR = "tutor", "pas de tuteur disponible"
    STAFF = "staff", "équipe en difficulté ou incomplète"
    ROOM = "room", "pas de bureau ou de matériel"
    TAKEN = "taken", "stagiaires déjà prévus par ailleurs"
    OTHER = "other", "autre raison"


class Ended(Choices):
    """Why a place that was given is given back."""

    WITHDREW = "withdrew", "l’étudiant renonce à ce stage"
    LEFT = "left", "l’étudiant arrête ou suspend sa formation"
    HOST = "host", "la structure ne peut plus accueillir"
    MOVED = "moved", "une autre place a été décidée"


class Mail(Choices):
    """What is written to a host or to a student; each leaves once."""

    ASKED = "asked", "combien de places, aux structures"
    ASKED_AGAIN = "asked_again", "rappel aux structures sans réponse"
    OPENED = "opened", "les vœux sont ouverts"
    LAST_DAYS = "last_days", "rappel à qui n’a pas de liste"
    LINK = "link", "un nouveau lien personnel"
    RESULT = "result", "les résultats sont publiés"
    SETTLED = "settled", "une décision est prise en arbitrage"
    COMING = "coming", "qui vient, aux structures"


class Outcome(Choices):
    CONFIRMED = "confirmed", "confirmée"
    REFUSED = "refused", "refusée"


class Said(Choices):
    YES = "yes", "oui"
    NO = "no", "non"


class Moment(Choices):
    """What a cohort does in a period of its calendar."""

    PLACEMENT = "placement", "en stage"
    CLASSES = "classes", "en cours"
