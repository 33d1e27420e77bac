from datetime import date

from maillage.directory.models import DirectLine, Service
from tests.matrix.row import Row

EXPECTED: dict[str, Row] = {
    "directory:communes": Row("LOOOOOOOOOOL", "LMMMMMMMMMML"),
}


def lay_out(world) -> None:
    """A service and a line of the worker's structure, under `become("maintenance")`."""
    world.service = Service.objects.create(
        structure=world.here,
        name="Aide aux impayés de loyer",
        description="Un rendez-vous pour faire le point sur votre loyer.",
        themes=["logement-hebergement--gerer-son-budget"],
        publics=["tous-publics"],
        zones=["commune:37072"],
    )
    world.line = DirectLine.objects.create(
        structure=world.here, role="instruction FSL", phone="+33247000000", checked_on=date(2026, 11, 2)
    )
