"""Closed lists of the rights context; the codes are those of the engine."""

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

    FIRST = "first", "premier repérage"
    MONTH = "new_month", "nouveau mois"
    SITUATION = "situation", "situation modifiée"
    SCALE = "new_scale", "nouveau barème"
