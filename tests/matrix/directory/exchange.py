from django.utils import timezone

from maillage.directory.models import DirectoryImport, Source
from tests.matrix.row import Row

SEEN, SENT = "LFFFFFFFFFFLLO", "LFFFFFFFFFFLLR"
NO = "LMMMMMMMMMML"
EXPECTED: dict[str, Row] = {
    "directory:imports": Row(SEEN, SEEN),
    "directory:import": Row(SEEN, NO, ("tried",)),
    "directory:import_columns": Row(SEEN, SEEN, ("tried",)),
    "directory:import_report": Row(SEEN, NO, ("tried",)),
    "directory:import_write": Row(NO, SENT, ("tried",)),
    "directory:import_resume": Row(NO, SENT, ("tried",)),
    "directory:import_undo": Row(SEEN, SENT, ("tried",)),
    "directory:import_give_up": Row(SEEN, SENT, ("tried",)),
    "directory:export": Row("LFFOOOOOOOOL", NO),
    "directory:export_file": Row("LFFOOOOOOOOL", NO, ("services", "csv")),
}


def lay_out(world) -> None:
    """A file tried, under `become("maintenance")`."""
    source = Source.objects.create(code="matrice", name="Fichier de la matrice")
    world.tried = DirectoryImport.objects.create(
        source=source,
        filename="annuaire.csv",
        shape="mapped",
        columns=[["nom", "nom", True], ["autre", "", False]],
        state="checked",
        moved_at=timezone.now(),
    )
