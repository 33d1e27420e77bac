from maillage.directory.enums import CATEGORIES
from maillage.permissions.choices import Choices

OTHER_THEME = "autre"
SOCIAL, ADMINISTRATIVE = ("social_worker", "rights_lead"), "reception"


def themes() -> dict[str, str]:
    """What somebody comes for: the themes of the directory, in its order, then anything else."""
    return {**CATEGORIES, OTHER_THEME: "Autre demande"}


class Where(Choices):
    DESK = "desk", "à l’accueil"
    OUTSIDE = "outside", "hors les murs"
    ONLINE = "online", "en ligne"
    PHONE = "phone", "au téléphone"


class Language(Choices):
    FRENCH = "fr", "français"
    ENGLISH = "en", "anglais"
    ARABIC = "ar", "arabe"
    ARMENIAN = "hy", "arménien"
    BENGALI = "bn", "bengali"
    CHINESE = "zh", "chinois"
    DARI = "prs", "dari"
    SPANISH = "es", "espagnol"
    GEORGIAN = "ka", "géorgien"
    LINGALA = "ln", "lingala"
    PASHTO = "ps", "pachto"
    PORTUGUESE = "pt", "portugais"
    ROMANIAN = "ro", "roumain"
    RUSSIAN = "ru", "russe"
    SONINKE = "snk", "soninké"
    TIGRINYA = "ti", "tigrigna"
    TURKISH = "tr", "turc"
    UKRAINIAN = "uk", "ukrainien"
    SIGNS = "lsf", "langue des signes française"
    OTHER = "other", "une autre langue"


class Interpreter(Choices):
    NONE = "none", "sans interprète"
    PHONE = "phone", "interprète au téléphone"
    HERE = "here", "interprète présent"
    RELATIVE = "relative", "un proche a traduit"
    MISSING = "missing", "il aurait fallu un interprète"


class Outcome(Choices):
    ANSWERED = "answered", "répondu sur place"
    ORIENTED = "oriented", "orienté vers un service"
    UNANSWERED = "unanswered", "sans réponse aujourd’hui"


class TaskState(Choices):
    OPEN = "open", "à prendre"
    TAKEN = "taken", "en cours"
    ASKED = "asked", "une question attend sa réponse"
    DONE = "done", "terminée"
    WITHDRAWN = "withdrawn", "retirée"


UNDER_WAY = (TaskState.OPEN, TaskState.TAKEN, TaskState.ASKED)
TAPS = (5, 15, 30, 60)
"""Minutes that one tap notes."""

ESTIMATES = (15, 30, 60, 120, 240)
