from maillage.permissions.choices import Choices


class ActivityKind(Choices):
    """What a training is. Whether it counts is said by a rule (`pack/rules.yaml`), never here."""

    THEMATIC = "thematic", "formation thématique"
    INTER = "inter", "formation entre institutions"
    TRIENNIAL = "triennial", "thème du programme triennal"
    CONFERENCE = "conference", "colloque ou conférence, avec attestation"
    TUTORING = "tutoring", "formation pour accueillir des stagiaires"
    TEACHING = "teaching", "enseignement donné"
    MANDATORY = "mandatory", "formation réglementaire obligatoire"
    PRACTICE_ANALYSIS = "practice_analysis", "analyse de pratiques"
    SUPERVISION = "supervision", "supervision"
    TEAM_MEETING = "team_meeting", "réunion d’équipe"
    ONBOARDING = "onboarding", "accueil dans le poste"


class Effect(Choices):
    """What a rule makes of a kind of activity."""

    COUNTS = "counts", "compte"
    CAPPED = "capped", "compte jusqu’à un plafond"
    NOT = "not", "ne compte pas"


class Rubric(Choices):
    """The four rubrics of orientation, in our words."""

    UPDATE = "update", "mettre à jour ses connaissances"
    EVOLVING = "evolving", "renforcer ses compétences quand les métiers évoluent"
    STAKES = "stakes", "comprendre les enjeux de société"
    REFLECT = "reflect", "réfléchir sur sa pratique"


class ProviderKind(Choices):
    CNFPT = "cnfpt", "CNFPT"
    OPCO = "opco", "OPCO"
    SCHOOL = "school", "école ou institut de formation"
    EMPLOYER = "employer", "employeur"
    ASSOCIATION = "association", "association"
    OTHER = "other", "autre organisme"


class Funding(Choices):
    PLAN = "plan", "plan de formation de l’employeur"
    CNFPT = "cnfpt", "cotisation au CNFPT"
    OPCO = "opco", "OPCO"
    PIC = "pic", "plan d’investissement dans les compétences"
    POVERTY = "poverty", "stratégie de lutte contre la pauvreté"
    RECOVERY = "recovery", "plan de relance"
    SHARED = "shared", "partage entre les employeurs"
    FREE = "free", "gratuit"
    OTHER = "other", "autre financement"


class Audience(Choices):
    PROFESSIONALS = "professionals", "professionnels du travail social"
    NEWCOMERS = "newcomers", "nouveaux intervenants sociaux (hôtes de maisons-relais, médiateurs…)"
    MANAGERS = "managers", "encadrants"
    PEER_MANAGERS = "peer_managers", "encadrants de travailleurs pairs"
    STUDENTS = "students", "étudiants"
    VOLUNTEERS = "volunteers", "bénévoles"
    CONCERNED = "concerned", "personnes concernées"


class DayPart(Choices):
    MORNING = "1morning", "matin"
    AFTERNOON = "2afternoon", "après-midi"
    EVENING = "3evening", "soirée"


class Asked(Choices):
    """What an employer said of a registration."""

    ASKED = "asked", "attend l’accord de l’employeur"
    AGREED = "agreed", "acceptée par l’employeur"
    REFUSED = "refused", "refusée par l’employeur"
    WITHDRAWN = "withdrawn", "retirée"


class Turn(Choices):
    """Worked out at each reading, never typed."""

    IN = "in", "une place"
    WAITING = "waiting", "en attente d’une place"
    OUT = "out", "sans place"


class Mail(Choices):
    """What is written to somebody registered, or who contested a line; each leaves once."""

    IN = "in", "vous avez une place"
    WAITING = "waiting", "vous êtes en liste d’attente"
    REFUSED = "refused", "l’employeur a refusé"
    MOVED = "moved", "les jours ou le lieu ont changé"
    CANCELLED = "cancelled", "la formation est annulée"
    REMINDER = "reminder", "rappel, trois jours avant"
    ATTESTED = "attested", "l’attestation est prête"
    JUDGED = "judged", "une ligne contestée a sa réponse"


class Answer(Choices):
    """What a human said of a declaration or of a contested line."""

    WAITING = "waiting", "attend une réponse"
    YES = "yes", "acceptée"
    NO = "no", "refusée"


class StakeholderKind(Choices):
    SCHOOL = "school", "école ou institut de formation"
    EMPLOYER = "employer", "employeur"
    FUNDER = "funder", "financeur"
    PUBLIC = "public", "collectivité ou service de l’État"
    UNIVERSITY = "university", "université ou laboratoire"
    PERSONS = "persons", "collectif de personnes concernées"
    ASSOCIATION = "association", "association ou fédération"
    OTHER = "other", "autre"


class TieKind(Choices):
    TRAINS = "trains", "forme avec"
    FUNDS = "funds", "finance"
    HOSTS = "hosts", "accueille en stage"
    TEACHES = "teaches", "intervient chez"
    RESEARCH = "research", "cherche avec"
    GOVERNS = "governs", "siège chez"
    RECRUITS = "recruits", "recrute chez"
