from maillage.permissions.choices import Choices


class QuestionKind(Choices):
    SINGLE = "single", "un choix"
    SEVERAL = "several", "plusieurs choix"
    SCALE = "scale", "une échelle"
    TEXT = "text", "un texte"
    NUMBER = "number", "un nombre"
    MATRIX = "matrix", "un tableau"
    TERRITORY = "territory", "un territoire"


CHOOSING = (QuestionKind.SINGLE, QuestionKind.SEVERAL, QuestionKind.SCALE)
"""What another question may depend on."""
COUNTED = (*CHOOSING, QuestionKind.MATRIX)


class Channel(Choices):
    """How an answer came."""

    ACCOUNT = "account", "avec un compte"
    LINK = "link", "par un lien personnel"
    OPEN = "open", "par le lien ouvert"
    PAPER = "paper", "sur papier"


class Level(Choices):
    """By what answers are counted on the ground."""

    COMMUNE = "commune", "commune"
    EPCI = "epci", "intercommunalité"
    DEPARTEMENT = "departement", "département"
    REGION = "region", "région"


class Phase(Choices):
    DRAFT = "draft", "en préparation"
    OPEN = "open", "en cours"
    CLOSED = "closed", "clos"
