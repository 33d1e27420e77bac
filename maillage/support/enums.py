"""Closed lists of shared follow-up."""

from maillage.permissions.choices import Choices


class Level(Choices):
    """Who may read what is written."""

    PERSONAL = "personal", "note de travail personnelle"
    TEAM = "team", "équipe"
    CIRCLE = "circle", "cercle, par sujet"


class NoteKind(Choices):
    INTERVIEW = "interview", "entretien"
    STEP = "step", "démarche"
    MEETING = "meeting", "réunion"
    REPORT = "report", "synthèse"
    WATCH = "watch", "information reçue"


class Medium(Choices):
    HERE = "here", "au bureau ou en permanence"
    HOME = "home", "à domicile"
    PHONE = "phone", "par téléphone"
    VIDEO = "video", "en visio"
    MAIL = "mail", "par écrit"
    OUTSIDE = "outside", "dehors, en maraude"


class Theme(Choices):
    HOUSING = "housing", "logement"
    HEALTH = "health", "santé"
    FAMILY = "family", "famille et enfants"
    WORK = "work", "emploi et formation"
    BUDGET = "budget", "budget et dettes"
    RIGHTS = "rights", "accès aux droits"
    FOOD = "food", "alimentation"
    DIGITAL = "digital", "numérique"
    MOBILITY = "mobility", "se déplacer"
    JUSTICE = "justice", "justice"


class ReplyKind(Choices):
    CORRECTION = "correction", "correction"
    DISAGREEMENT = "disagreement", "désaccord"
    ADDITION = "addition", "complément"


class ActKind(Choices):
    """What was done, on the timeline: an act, never its content."""

    INTERVIEW = "interview", "entretien"
    STEP = "step", "démarche"
    MEETING = "meeting", "réunion"
    REQUEST = "request", "demande d’aide ou de place"
    DECISION = "decision", "décision reçue"
    APPOINTMENT = "appointment", "rendez-vous"
    PROMISE = "promise", "engagement"
    CONSENT = "consent", "accord"
    CIRCLE = "circle", "cercle"
    GOAL = "goal", "objectif"
    DOCUMENT = "document", "document"
    QUESTION = "question", "question à un organisme"
    ORIENTATION = "orientation", "orientation"
    OTHER = "other", "autre"


class HandoverState(Choices):
    PROPOSED = "proposed", "proposée"
    ACCEPTED = "accepted", "acceptée"
    DECLINED = "declined", "déclinée"
    WITHDRAWN = "withdrawn", "reprise"


class AppointmentState(Choices):
    PLANNED = "planned", "prévu"
    HELD = "held", "a eu lieu"
    ABSENT = "absent", "la personne n’est pas venue"
    CANCELLED = "cancelled", "annulé"


class DocumentKind(Choices):
    IDENTITY = "identity", "identité"
    RESOURCES = "resources", "ressources"
    HOUSING = "housing", "logement"
    HEALTH = "health", "santé"
    LETTER = "letter", "courrier"
    DECISION = "decision", "décision"
    OTHER = "other", "autre"


class DataRequestKind(Choices):
    TAKE_AWAY = "take_away", "recevoir une copie de tout ce qui est gardé"
    CORRECT = "correct", "faire corriger"
    ERASE = "erase", "faire effacer"


class Body(Choices):
    """Who is asked about somebody's rights."""

    CAF = "caf", "CAF"
    CPAM = "cpam", "CPAM"
    MSA = "msa", "MSA"
    FRANCE_TRAVAIL = "france_travail", "France Travail"
    CARSAT = "carsat", "CARSAT"
    DEPARTEMENT = "departement", "Département"
    MDPH = "mdph", "MDPH"
    OTHER = "other", "Autre organisme"


class QuestionState(Choices):
    ASKED = "asked", "posée"
    WAITING = "waiting", "réponse d’attente"
    ANSWERED = "answered", "répondue"
    CLOSED = "closed", "fermée"
    WITHDRAWN = "withdrawn", "retirée"


class AnswerKind(Choices):
    COMPLETE = "complete", "réponse complète"
    WAITING = "waiting", "réponse d’attente"
    MISSING = "missing", "il manque quelque chose"
    ELSEWHERE = "elsewhere", "un autre service est compétent"


class Usefulness(Choices):
    USEFUL = "useful", "utile"
    PARTLY = "partly", "utile en partie"
    USELESS = "useless", "pas utile"


class Precise(Choices):
    """What identifies somebody more than the least data do; each is ticked on purpose."""

    NAME = "name", "nom et prénom"
    BIRTH_DATE = "birth_date", "date de naissance"
