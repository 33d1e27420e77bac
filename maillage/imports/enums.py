from maillage.permissions.choices import Choices


class ImportState(Choices):
    DROPPED = "dropped", "colonnes à relier"
    CHECKING = "checking", "essai en cours"
    CHECKED = "checked", "prêt à importer"
    WRITING = "writing", "import commencé"
    WRITTEN = "written", "importé"
    UNDOING = "undoing", "annulation commencée"
    UNDONE = "undone", "annulé"


BEFORE_WRITING = (ImportState.DROPPED, ImportState.CHECKING, ImportState.CHECKED)
AT_WORK = (ImportState.CHECKING, ImportState.WRITING, ImportState.UNDOING)
