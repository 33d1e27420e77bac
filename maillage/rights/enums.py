"""Closed lists of the rights context; the codes of benefits are those of the engine."""

from maillage.permissions.choices import Choices


class Status(Choices):
    """What the engine answers about a benefit, when it is a right that may be opened."""

    ENTITLED = "entitled", "droit probable"
    RANGE = "range", "montant à préciser"
    MISSING = "missing", "il manque une information"


class Change(Choices):
    """Since the previous screening of the same household."""

    NEW = "new", "nouveau"
    CHANGED = "changed", "modifié"
    SAME = "same", "inchangé"
    GONE = "gone", "n’est plus possible"


class Convention(Choices):
    """What the engine was told of the benefits received in the months before."""

    RECOMPUTED = "recomputed", "recalculées"
    KNOWN = "known", "connues"
    MIXED = "mixed", "en partie connues"


class Scope(Choices):
    """Whose households a run screens."""

    CASELOAD = "caseload", "mes foyers"
    STRUCTURE = "structure", "toute la structure"
    TERRITORY = "territory", "un territoire"


class Cause(Choices):
    """Why a household was computed again. A situation that changed says more than a scale that did."""

    FIRST = "first", "première recherche"
    MONTH = "new_month", "nouveau mois"
    SITUATION = "situation", "situation modifiée"
    SCALE = "new_scale", "nouveau barème"


class ClaimState(Choices):
    """Where a claim stands, from a right talked about to money in hand."""

    PROPOSED = "proposed", "à décider avec la personne"
    DECLINED = "declined", "la personne ne souhaite pas demander"
    PREPARING = "preparing", "à préparer"
    FILED = "filed", "déposée, réponse attendue"
    INCOMPLETE = "incomplete", "incomplète, pièces demandées"
    GRANTED = "granted", "accordée, à vérifier"
    REFUSED = "refused", "refusée"
    APPEALED = "appealed", "recours en cours"
    PAID = "paid", "droit ouvert"
    CLOSED = "closed", "arrêtée"


UNDER_WAY = (
    ClaimState.PROPOSED,
    ClaimState.PREPARING,
    ClaimState.FILED,
    ClaimState.INCOMPLETE,
    ClaimState.GRANTED,
    ClaimState.REFUSED,
    ClaimState.APPEALED,
)
"""Something is still to be done by somebody; one at most of a benefit for a person."""


class NonTakeUp(Choices):
    """Why a right is not claimed, in the four families of Odenore: not known, not proposed, not asked, not received."""

    NOT_KNOWN = "not_known", "elle ne connaissait pas ce droit, ou croyait ne pas y avoir droit"
    NOT_PROPOSED = "not_proposed", "personne ne le lui avait proposé"
    TOO_HARD = "too_hard", "les démarches sont trop longues ou trop difficiles"
    FEAR = "fear", "elle craint un contrôle, une dette ou des conséquences pour ses proches"
    PRINCIPLE = "principle", "elle ne veut pas de cette aide, par choix"
    OTHER_MEANS = "other_means", "elle n’en a pas besoin pour le moment"
    NOT_RECEIVED = "not_received", "jamais obtenue ou jamais versée, après une demande"
    UNSAID = "unsaid", "elle ne souhaite pas le dire"


class Channel(Choices):
    """How a claim is filed."""

    ONLINE = "online", "en ligne"
    PAPER = "paper", "sur papier, par courrier"
    DESK = "desk", "au guichet, contre récépissé"


class Silence(Choices):
    """What no answer means once the delay is over."""

    REFUSED = "refused", "vaut refus"
    GRANTED = "granted", "vaut accord"


class Bringer(Choices):
    PERSON = "person", "la personne"
    WORKER = "worker", "le professionnel"
    BODY = "body", "un organisme"


class Stage(Choices):
    PRIOR = "prior", "recours préalable"
    COURT = "court", "recours au tribunal"


class Outcome(Choices):
    """Of an appeal."""

    WON = "won", "accepté, en tout ou en partie"
    LOST = "lost", "rejeté"
    SILENT = "silent", "sans réponse dans le délai"


class Ending(Choices):
    """Why a claim stops before payment."""

    DROPPED = "dropped", "la personne ne souhaite plus demander"
    NO_RIGHT = "no_right", "la situation a changé, le droit n’existe plus"
    NO_APPEAL = "no_appeal", "refusée, sans recours"
    MISTAKE = "mistake", "notée par erreur"
    DOUBLE = "double", "suivie dans une autre demande, après la réunion de deux dossiers"


INDIVIDUAL = ("aah", "mva", "asi", "aspa", "ass", "apa")
"""Rights of one adult, that say something of their health, age or work: a partner's are not shown to the other."""
