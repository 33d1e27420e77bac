from maillage.permissions.choices import Choices


class SheetKind(Choices):
    PRACTICE = "practice", "pratique"
    REFLEXIVITY = "reflexivity", "réflexivité"
    TECHNICAL = "technical", "fiche technique sur le numérique"


class DigitalTheme(Choices):
    """The seven themes of technical sheets, in our words."""

    SHARING = "sharing", "partager l’information sans trahir le secret, dans les messageries aussi"
    PLATFORMS = "platforms", "se servir des plateformes"
    RIGHTS = "rights", "ouvrir les droits des personnes"
    RELATION = "relation", "garder une relation malgré l’écran"
    ROLES = "roles", "s’entendre entre travailleurs sociaux et médiateurs numériques"
    JOBS = "jobs", "ce que le numérique change aux métiers"
    TEAMS = "teams", "former et soutenir les équipes, avec les cadres"


class PointKind(Choices):
    FACTOR = "factor", "facteur de réussite"
    LEVER = "lever", "levier"
    VIGILANCE = "vigilance", "point de vigilance"
    PITFALL = "pitfall", "écueil"


POINTS_IN_WORDS = {
    PointKind.FACTOR: "Facteurs de réussite",
    PointKind.LEVER: "Leviers",
    PointKind.VIGILANCE: "Points de vigilance",
    PointKind.PITFALL: "Écueils",
}


class Rung(Choices):
    """Computed from what is published, never typed."""

    SPOTTED = "spotted", "repérée"
    DOCUMENTED = "documented", "documentée"
    EVALUATED = "evaluated", "évaluée"
    TRANSFERRED = "transferred", "transférée"


class EvaluationKind(Choices):
    """Two entries, never one score."""

    PROCESS = "process", "démarche"
    EFFECTS = "effects", "effets"


class ProofKind(Choices):
    DOCUMENT = "document", "un document"
    LINK = "link", "une page en ligne"
    FIGURE = "figure", "un chiffre"


class Result(Choices):
    """What trying it elsewhere gave. A failure is as welcome as a success."""

    WORKED = "worked", "cela a marché"
    PARTLY = "partly", "cela a marché en partie"
    FAILED = "failed", "cela n’a pas marché"
