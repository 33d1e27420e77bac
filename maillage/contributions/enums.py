from maillage.permissions.choices import Choices


class AxisKind(Choices):
    ROW = "row", "thème transversal"
    COLUMN = "column", "politique publique"


class ContributionKind(Choices):
    FINDING = "finding", "constat"
    WEAKNESS = "weakness", "faiblesse"
    IMPACT = "impact", "impact"
    NEED = "need", "besoin"
    THREAT = "threat", "menace"
    OPPORTUNITY = "opportunity", "opportunité"
    RECOMMENDATION = "recommendation", "préconisation"
    PRACTICE = "practice", "pratique inspirante"
    TESTIMONY = "testimony", "témoignage"
    FREE = "free", "expression libre"


class Phase(Choices):
    """The order of work that a process may follow: each phase asks for its own kinds."""

    DIAGNOSIS = "diagnosis", "diagnostic"
    STAKES = "stakes", "enjeux"
    PRACTICES = "practices", "pratiques et préconisations"


KINDS = {
    Phase.DIAGNOSIS: (ContributionKind.FINDING, ContributionKind.WEAKNESS, ContributionKind.IMPACT),
    Phase.STAKES: (ContributionKind.NEED, ContributionKind.THREAT, ContributionKind.OPPORTUNITY),
    Phase.PRACTICES: (ContributionKind.RECOMMENDATION, ContributionKind.PRACTICE),
}
ANY_TIME = (ContributionKind.TESTIMONY, ContributionKind.FREE)


class AuthorKind(Choices):
    PERSON = "person", "une personne"
    GROUP = "group", "un groupe, un service, une organisation"


class Channel(Choices):
    ACCOUNT = "account", "par son compte"
    LINK = "link", "par le lien ouvert"
    PAPER = "paper", "sur papier"
    RELAY = "relay", "par quelqu’un qui l’a aidé"
    REPORT = "report", "par un compte rendu"


class Publicity(Choices):
    PUBLIC = "public", "tout le monde, une fois la grille publiée"
    RESTRICTED = "restricted", "seulement ceux qui mènent la concertation"


class BlockKind(Choices):
    BULLET = "bullet", "puce"
    PARAGRAPH = "paragraph", "paragraphe"


class BlockState(Choices):
    WAITING = "waiting", "à trier"
    TAKEN = "taken", "repris"
    JOINED = "joined", "joint au précédent"
    ASIDE = "aside", "laissé"


class FateKind(Choices):
    """What became of a contribution, told to its author."""

    KEPT = "kept", "retenue"
    MERGED = "merged", "réunie avec une autre"
    NOT_KEPT = "not_kept", "non retenue"
