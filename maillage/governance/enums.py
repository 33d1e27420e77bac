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
    JURY = "jury", "jury d’appel à projets ou de label"
    CASES = "cases", "commission qui décide de situations"


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


class ReferralState(Choices):
    """Where a question asked of an ethics body stands, for the body that holds it now."""

    SENT = "sent", "transmise"
    TAKEN = "taken", "à l’étude"
    ASKED = "asked", "précision attendue"
    ANSWERED = "answered", "avis rendu"
    WITHDRAWN = "withdrawn", "retirée"


REFERRAL_ENDED = (ReferralState.ANSWERED, ReferralState.WITHDRAWN)


class ReferralStepKind(Choices):
    SENT = "sent", "question transmise"
    TAKEN = "taken", "prise en charge"
    ASKED = "asked", "précision demandée"
    CLARIFIED = "clarified", "précision donnée"
    PASSED = "passed", "transmise plus haut, avec un premier avis"
    ANSWERED = "answered", "avis rendu"
    WITHDRAWN = "withdrawn", "retirée par son auteur"
    DOCTRINE = "doctrine", "doctrine écrite à partir de l’avis"


AUTHORS_STEPS = (ReferralStepKind.SENT, ReferralStepKind.CLARIFIED, ReferralStepKind.WITHDRAWN)


class ReferralUrgency(Choices):
    NORMAL = "normal", "peut attendre le délai ordinaire"
    SOON = "soon", "à traiter avant ce délai"


class SignalTheme(Choices):
    RIGHTS = "rights", "accès aux droits"
    HOUSING = "housing", "logement, hébergement"
    HEALTH = "health", "santé, santé mentale"
    CHILDREN = "children", "enfance, famille"
    RESOURCES = "resources", "ressources, dettes, faim"
    VIOLENCE = "violence", "violences"
    ISOLATION = "isolation", "isolement, mobilité"
    DIGITAL = "digital", "numérique"
    WORK = "work", "conditions de travail, postes vacants"
    OTHER = "other", "autre"


class SignalSource(Choices):
    FIELD = "field", "ce que des professionnels voient"
    PERSONS = "persons", "ce que disent les personnes concernées"
    PARTNER = "partner", "un partenaire"
    FIGURES = "figures", "des chiffres"


class ImpactAxis(Choices):
    """On whom or what a draft text would weigh."""

    PERSONS = "persons", "les personnes"
    PROFESSIONALS = "professionals", "les professionnels"
    SUPPORT = "support", "les façons d’accompagner"


ARTICLED = (TextKind.REFERENCE, TextKind.DOCTRINE, TextKind.CHARTER)
"""Texts read by articles."""

ADHERED = (TextKind.REFERENCE, TextKind.CHARTER)
"""Texts to which employers adhere."""


class CommentState(Choices):
    OPEN = "open", "à examiner"
    TAKEN = "taken", "retenu"
    ASIDE = "aside", "écarté"


class AdherenceEnding(Choices):
    RENEWED = "renewed", "reprise sur une version plus récente"
    WITHDRAWN = "withdrawn", "retirée"


class ExpenseKind(Choices):
    """One line each in a claim; how it is counted is in `rules.expenses`."""

    CAR = "car", "trajet en voiture"
    TICKET = "ticket", "billets de transport"
    MEAL = "meal", "repas"
    CHILDCARE = "childcare", "garde d’enfant"
    ALLOWANCE = "allowance", "indemnité"


class ExpenseState(Choices):
    DRAFT = "draft", "pas encore envoyée"
    SENT = "sent", "envoyée"
    ACCEPTED = "accepted", "acceptée"
    REFUSED = "refused", "refusée"
    PAID = "paid", "payée"


class ParticipantStatus(Choices):
    """Chosen by the participant, never by who writes the letter."""

    VOLUNTEER = "volunteer", "bénévole"
    SESSION = "session", "payé à la vacation"
    ELSEWHERE = "elsewhere", "salarié ailleurs"
    OWN = "own", "à son compte"


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
    MAIL = "mail", "par e-mail"
    SECRETARIAT = "secretariat", "noté par le secrétariat"


class ReplyState(Choices):
    COUNTED = "counted", "comptée"
    TO_READ = "to_read", "à lire"
    READ = "read", "lue"
