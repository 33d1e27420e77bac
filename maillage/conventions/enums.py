"""Closed lists of placements on paper."""

from maillage.permissions.choices import Choices


class Status(Choices):
    """Under which law the trainee comes: it decides whether a gratification may be due."""

    INITIAL = "initial", "étudiant en formation initiale"
    APPRENTICE = "apprentice", "apprenti"
    CONTINUING = "continuing", "stagiaire de la formation continue"
    ABROAD = "abroad", "étudiant en stage à l’étranger"
    IMMERSION = "immersion", "immersion de découverte (1 à 5 jours)"


class State(Choices):
    """Where a convention is, read from its versions, signatures and dates."""

    DRAFT = "draft", "en préparation"
    PROPOSED = "proposed", "à signer"
    REFUSED = "refused", "refusée, à corriger"
    SIGNED = "signed", "signée, à venir"
    RUNNING = "running", "en cours"
    AMENDED = "amended", "avenant à signer"
    ENDED = "ended", "terminée"
    DROPPED = "dropped", "interrompue définitivement"


class SignerRole(Choices):
    STUDENT = "student", "stagiaire"
    SCHOOL = "school", "établissement de formation"
    HOST = "host", "organisme d’accueil"
    TUTOR = "tutor", "tuteur, référent professionnel"
    TEACHER = "teacher", "enseignant référent"
    GUARDIAN = "guardian", "représentant légal"
    OTHER = "other", "autre signataire"


class AbsenceKind(Choices):
    """What an absence does to the count of hours (code de l’éducation, art. L124-13 and L124-18)."""

    LEAVE = "leave", "congé ou absence prévus par la convention, grossesse, paternité, adoption"
    INTERRUPTION = "interruption", "interruption du stage"
    CLOSED = "closed", "fermeture de l’organisme d’accueil"
    ABSENCE = "absence", "absence non prévue"


COUNTED_AS_PRESENCE = frozenset({AbsenceKind.LEAVE})


class DropCause(Choices):
    HEALTH = "health", "santé"
    MONEY = "money", "difficultés matérielles (logement, transport, ressources)"
    ORIENTATION = "orientation", "changement d’orientation"
    WELCOME = "welcome", "conditions d’accueil"
    CONTENT = "content", "activités trop éloignées des objectifs"
    SCHOOL = "school", "décision de l’établissement de formation"
    HOST = "host", "décision de l’organisme d’accueil"
    OTHER = "other", "autre"


class Level(Choices):
    """How hard a placement is, as its host and the school said."""

    FIRST = "1", "premier stage possible"
    SOME = "2", "une première expérience demandée"
    HARD = "3", "situations complexes, fin de parcours"


class Moment(Choices):
    MIDWAY = "midway", "à mi-parcours"
    END = "end", "à la fin"


class Side(Choices):
    TUTOR = "tutor", "le tuteur"
    STUDENT = "student", "le stagiaire"


class TutorLineKind(Choices):
    TRAINING = "training", "formation à la fonction de tuteur"
    HOURS = "hours", "accompagnement de stagiaires"
    SKILL = "skill", "compétence mobilisée ou développée"


class SiteState(Choices):
    """Read from the dates of the agreement."""

    PROPOSED = "proposed", "à accepter"
    REFUSED = "refused", "refusé"
    COMING = "coming", "à venir"
    RUNNING = "running", "en vigueur"
    EXPIRED = "expired", "expiré"


class AidKind(Choices):
    HOUSING = "housing", "logement"
    MOBILITY = "mobility", "transport"
    LICENCE = "licence", "permis de conduire"
    MONEY = "money", "ressources"


class AidUnit(Choices):
    ONCE = "once", "en une fois"
    MONTH = "month", "par mois de stage"
    KM = "km", "par kilomètre parcouru"


class Clause(Choices):
    """What article D124-4 of the code de l’éducation wants in a convention and that no other field holds."""

    FOLLOW_UP = "follow_up", "encadrement et suivi du stagiaire"
    UNUSUAL = "unusual", "présence la nuit, le dimanche ou un jour férié"
    PAYMENT = "payment", "modalités de versement de la gratification"
    PROTECTION = "protection", "protection sociale, accident du travail, responsabilité civile"
    ABSENCES = "absences", "absences autorisées"
    ENDING = "ending", "suspension et résiliation"
    VALIDATION = "validation", "validation en cas d’interruption"
    BENEFITS = "benefits", "avantages offerts"
    HOUSE_RULES = "house_rules", "clauses du règlement intérieur"
    CERTIFICATE = "certificate", "attestation de stage"
