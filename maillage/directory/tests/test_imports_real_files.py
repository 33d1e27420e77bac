"""Real directories brought in whole: cards written, the same file again changes nothing, undone nothing is left."""

from pathlib import Path

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member
from maillage.directory.models import Service, Structure
from maillage.directory.tests.importing import checked, undone, written
from maillage.imports.enums import ImportState

FOLDER = Path(__file__).resolve().parents[3] / "../shared/data/directories"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("territories"),
    pytest.mark.skipif(not FOLDER.exists(), reason="les annuaires réels ne sont pas là"),
]
FILES = (
    "angers.csv",
    "gironde.csv",
    "maine-et-loire.csv",
    "hub-lo.json",
    "bus-france-services-charente.csv",
    "data-inclusion-template.xlsx",
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MAILLAGE_FILES = tmp_path / "files"


@pytest.mark.parametrize("name", FILES)
def test_a_real_file_comes_in_again_without_change_and_is_taken_back(name):
    animator, data = make_member(role=Role.ANIMATOR), (FOLDER / name).read_bytes()
    before = Structure.objects.live().count(), Service.objects.live().count()
    file = written(animator, data, name)
    told = (
        file.counts.get("structure", {}).get("created", 0),
        file.counts.get("service", {}).get("created", 0),
    )
    assert file.state == ImportState.WRITTEN
    assert told[0] > 0
    assert (Structure.objects.live().count(), Service.objects.live().count()) == (
        before[0] + told[0],
        before[1] + told[1],
    )
    again = checked(animator, data, name)
    outcomes = {one for kind in ("structure", "service") for one in again.counts.get(kind, {})}
    assert outcomes <= {"unchanged", "refused"}
    undone(animator, file)
    assert (Structure.objects.live().count(), Service.objects.live().count()) == before
