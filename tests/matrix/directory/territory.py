from datetime import date

from maillage.directory.models import Diagnosis, DiagnosisVersion, Merge, Service, Structure, Territory
from tests.matrix.row import Row

CATEGORY = "logement-hebergement"
READ = Row("OOOOOOOOOOOO", "MMMMMMMMMMMM")
ANIMATED = "LFFFFFFFFFFLLO"
ACTED = "LFFFFFFFFFFLLR"
PAGE = "LFFOOOOOOOOL"
NO_POST = "LMMMMMMMMMML"
COVERED = ("epci", "epci_code")
VERSION = ("diagnosis_id", "version_number")

EXPECTED: dict[str, Row] = {
    "directory:coverage": READ,
    "directory:coverage_of": Row(*READ[:2], COVERED),
    "directory:coverage_csv": Row(*READ[:2], COVERED),
    "directory:coverage_theme": Row(*READ[:2], (*COVERED, "category")),
    "directory:coverage_cell": Row(*READ[:2], (*COVERED, "category", "37072")),
    "directory:doubles": Row(ANIMATED, NO_POST),
    "directory:double": Row(ANIMATED, ANIMATED, ("double_one", "double_other")),
    "directory:undo_merge": Row(NO_POST, ACTED, ("merge_number",)),
    "directory:same_offers": Row(ANIMATED, NO_POST, COVERED),
    "directory:same_offer": Row(ANIMATED, ANIMATED, ("offer_one", "offer_other")),
    "directory:diagnoses": Row(PAGE, NO_POST),
    "directory:new_diagnosis": Row(ANIMATED, ANIMATED),
    "directory:open_version": Row(NO_POST, "LFFFFFFFFFFLLF", ("diagnosis_id",)),
    "directory:diagnosis": Row(PAGE, NO_POST, VERSION),
    "directory:contribute": Row("LFFFFOOOOOOLLO", "LFFFFOOOOOOLLO", VERSION),
    "directory:sign": Row(NO_POST, "LFFFFRRRRRRLLR", VERSION),
    "directory:unsign": Row(NO_POST, "LFFFFRRRRRRLLR", VERSION),
    "directory:take_again": Row(NO_POST, ACTED, VERSION),
    "directory:close_version": Row(NO_POST, ACTED, VERSION),
    "directory:diagnosis_pdf": Row(PAGE, NO_POST, VERSION),
    "directory:diagnosis_csv": Row(PAGE, NO_POST, VERSION),
}


def lay_out(world) -> None:
    """Two look-alikes, a merge, two services of two structures, a diagnosis; under `become("maintenance")`."""
    chinon = Territory.objects.select_related("epci").get(kind="commune", code="37072")
    world.epci, world.epci_code, world.category = "epci", chinon.epci.code, CATEGORY
    one, other, gone = (
        _structure(world, chinon, name) for name in ("Épicerie du Val", "Épicerie Val", "Épicerie")
    )
    world.double_one, world.double_other = one.public_id, other.public_id
    world.merge_number = Merge.objects.create(kept=one, absorbed=gone, on=date(2026, 11, 2), by="A").pk
    world.offer_one, world.offer_other = (_service(each).public_id for each in (one, other))
    diagnosis = Diagnosis.objects.create(
        title="Chinonais", territory=chinon.epci, opened_on=date(2026, 11, 2), opened_by="A"
    )
    world.diagnosis_id, world.version_number = diagnosis.public_id, 1
    DiagnosisVersion.objects.create(diagnosis=diagnosis, number=1, taken_on=date(2026, 11, 2))


def _structure(world, commune, name) -> Structure:
    return Structure.objects.create(name=name, kind=world.here.kind, commune=commune)


def _service(holder) -> Service:
    zones, themes = ["commune:37072"], ["famille--garde-denfants"]
    return Service.objects.create(structure=holder, name="Garde", themes=themes, zones=zones)
