from maillage.permissions.choices import Choices


class CommitteeKind(Choices):
    NATIONAL = "national", "conseil national"
    GROUP = "group", "groupe de travail"
    ETHICS = "ethics", "espace ou commission éthique"
    LOCAL = "local", "comité local du travail social"
    COORDINATION = "coordination", "comité de coordination"
    STEERING = "steering", "comité de pilotage"
    CONSULTATION = "consultation", "commission de concertation"
    PERSONS = "persons", "conseil de personnes accompagnées"


class DecisionMode(Choices):
    """How votes become a decision."""

    CONSENSUS = "consensus", "consensus : personne ne s’y oppose"
    MAJORITY = "majority", "majorité des voix exprimées"
    TWO_THIRDS = "two_thirds", "deux tiers des voix exprimées"


class Publicity(Choices):
    PUBLIC = "public", "tout le monde"
    MEMBERS = "members", "ses membres"


class Rank(Choices):
    TITULAR = "titular", "titulaire"
    SUBSTITUTE = "substitute", "suppléant"


class DutyKind(Choices):
    """What somebody does for a committee, whether or not they hold a seat there."""

    CHAIR = "chair", "présidence"
    SECRETARY = "secretary", "secrétariat"
    COORDINATOR = "coordinator", "coordination"
    ANIMATOR = "animator", "animation"
    CORRESPONDENT = "correspondent", "correspondant éthique"


KEEPING = (DutyKind.CHAIR, DutyKind.SECRETARY, DutyKind.COORDINATOR, DutyKind.ANIMATOR)
"""Those who convene, write the agenda, record votes. A correspondent doesn't."""


class ItemNature(Choices):
    INFORMATION = "information", "information"
    DEBATE = "debate", "débat"
    DECISION = "decision", "décision"


class Capacity(Choices):
    """As what somebody attends; each counts in its own ledgers (quorum, training, reimbursement)."""

    MEMBER = "member", "membre"
    SUBSTITUTE = "substitute", "suppléant"
    EXPERT = "expert", "expert d’expérience"
    GUEST = "guest", "invité"


class DecisionKind(Choices):
    DECIDE = "decide", "décision"
    VALIDATE = "validate", "validation"
    MANDATE = "mandate", "mandat donné"
    OPINION = "opinion", "avis"
    TRACK = "track", "piste de travail"


VOTED = (DecisionKind.DECIDE, DecisionKind.VALIDATE, DecisionKind.MANDATE, DecisionKind.OPINION)


class Ending(Choices):
    """How a decision's follow-up, or a track, ended."""

    DONE = "done", "fait"
    DROPPED = "dropped", "abandonné"


class TextKind(Choices):
    OPINION = "opinion", "avis"
    REPORT = "report", "rapport"
    REFERENCE = "reference", "texte de référence"
    DOCTRINE = "doctrine", "doctrine"
    CHARTER = "charter", "charte"


class Horizon(Choices):
    SHORT = "short", "court terme"
    MEDIUM = "medium", "moyen terme"
    LONG = "long", "long terme"


class DecisionLevel(Choices):
    """Who can decide it."""

    FIELD = "field", "équipe, terrain"
    MANAGEMENT = "management", "direction, encadrement"
    NATIONAL = "national", "pays"


class ActionTheme(Choices):
    RIGHTS = "rights", "accès aux droits"
    SUPPORT = "support", "accompagnement"
    WORK = "work", "conditions de travail"
    COOPERATION = "cooperation", "coopération"
    MANAGEMENT = "management", "encadrement"
    ETHICS = "ethics", "éthique"
    EVALUATION = "evaluation", "évaluation"
    FUNDING = "funding", "financements"
    TRAINING = "training", "formation"
    IMAGE = "image", "image des métiers"
    DIGITAL = "digital", "numérique"
    CAREERS = "careers", "parcours professionnels"
    PARTICIPATION = "participation", "participation"
    POLICY = "policy", "politiques publiques"
    PLACEMENTS = "placements", "stages"


class PlanKind(Choices):
    OWN = "own", "plan d’action"
    NATIONAL = "national", "plan national"
    REGIONAL = "regional", "déclinaison d’un plan"
    TERRITORIAL = "territorial", "projet social de territoire"
    CONVENTION = "convention", "convention territoriale globale"
    TRIENNIAL = "triennial", "programme triennal"


class EvidenceKind(Choices):
    PROGRESS = "progress", "un pas de fait"
    DONE = "done", "c’est fait"


class MeasureStatus(Choices):
    """Computed from dated evidence, never typed."""

    LATE = "late", "en retard"
    TO_START = "to_start", "à engager"
    ENGAGED = "engaged", "engagée"
    HELD = "held", "tenue"
    DROPPED = "dropped", "abandonnée"


class Coming(Choices):
    """What somebody who is called to a meeting answers."""

    PRESENT = "present", "vient"
    ABSENT = "absent", "ne vient pas"
    SUBSTITUTE = "substitute", "son suppléant vient"


class Vote(Choices):
    FOR = "for", "pour"
    AGAINST = "against", "contre"
    ABSTAIN = "abstain", "abstention"


class SaidBy(Choices):
    """By which way a voice came."""

    LINK = "link", "par sa page"
    MAIL = "mail", "par mail"
    SECRETARIAT = "secretariat", "noté par le secrétariat"


class ReplyState(Choices):
    COUNTED = "counted", "comptée"
    TO_READ = "to_read", "à lire"
    READ = "read", "lue"
