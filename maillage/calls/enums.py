from maillage.permissions.choices import Choices


class CallKind(Choices):
    CALL = "call", "appel à projets"
    INTEREST = "interest", "appel à manifestation d’intérêt"
    LABEL = "label", "label"


class QuestionKind(Choices):
    TEXT = "text", "un texte"
    NUMBER = "number", "un nombre"
    BUDGET = "budget", "un budget, ligne par ligne"


class Phase(Choices):
    """Where a call is, at the second it is read."""

    PREPARED = "prepared", "en préparation"
    COMING = "coming", "à venir"
    LETTER = "letter", "lettre d’intention"
    JOINT = "joint", "travail en commun"
    FILE = "file", "dépôt des dossiers"
    READING = "reading", "première lecture"
    COLLEGIAL = "collegial", "le jury en discute"


OPEN = (Phase.LETTER, Phase.JOINT, Phase.FILE)


class FileState(Choices):
    DRAFT = "draft", "en cours d’écriture"
    SUBMITTED = "submitted", "déposé"
    TO_CORRECT = "to_correct", "à corriger"
    ADMITTED = "admitted", "recevable"
    DECIDED = "decided", "décision prise, lettre à venir"
    NOTIFIED = "notified", "réponse envoyée"


WRITABLE = (FileState.DRAFT, FileState.TO_CORRECT)
HELD = (FileState.SUBMITTED, FileState.ADMITTED, FileState.DECIDED)
"""In the hands of the jury."""


class Opinion(Choices):
    FAVOURABLE = "favourable", "favorable"
    RESERVED = "reserved", "favorable, avec des réserves"
    UNFAVOURABLE = "unfavourable", "défavorable"


class Outcome(Choices):
    GRANTED = "granted", "retenu"
    RESERVE = "reserve", "sur liste d’attente"
    REFUSED = "refused", "non retenu"
