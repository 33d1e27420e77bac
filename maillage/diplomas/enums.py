from maillage.permissions.choices import Choices


class Effect(Choices):
    """What a bridge gives."""

    BLOCK = "block", "bloc acquis"
    EXEMPTION = "exemption", "dispense"
    LIGHTENING = "lightening", "allègement"
    ACCESS = "access", "accès à la formation"


class PathKind(Choices):
    ACTING = "acting", "faisant fonction"
    NEWCOMER = "newcomer", "nouvel intervenant social à professionnaliser"


class Outcome(Choices):
    """How a path ended."""

    QUALIFIED = "qualified", "diplômé"
    PARTLY = "partly", "une partie des blocs validée"
    STOPPED = "stopped", "arrêté"
    LEFT = "left", "départ de la structure"


class Stage(Choices):
    """Of a VAE, in their order. Each is told with its day; what is due next comes from it."""

    STARTED = "started", "projet engagé"
    FEASIBILITY = "feasibility", "dossier de faisabilité déposé"
    ADMISSIBLE = "admissible", "recevabilité acquise"
    FILED = "filed", "dossier de validation déposé"
    JURY = "jury", "passage devant le jury"


class BlockResult(Choices):
    WANTED = "wanted", "demandé"
    GRANTED = "granted", "validé"
    REFUSED = "refused", "non validé"


class Setting(Choices):
    """Where a skill was acquired."""

    WORK = "work", "au travail"
    OUTSIDE = "outside", "hors du travail"
