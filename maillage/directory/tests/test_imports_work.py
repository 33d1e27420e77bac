"""An import tried, written in one swap, done again, undone; what was corrected here; what its source no longer tells."""

from datetime import date

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member
from maillage.directory.enums import ImportState
from maillage.directory.models import Service
from maillage.directory.tests.importing import (
    a_service,
    a_structure,
    cards,
    checked,
    file_of,
    source,
    written,
)

pytestmark = pytest.mark.django_db
ONE = file_of([a_structure()], [a_service()])


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MAILLAGE_FILES = tmp_path / "files"
    return settings.MAILLAGE_FILES / "directory-imports"


@pytest.fixture
def animator():
    return make_member(role=Role.ANIMATOR)


def test_the_trial_says_what_would_be_done_and_writes_no_card(animator, territories):
    file = checked(animator, ONE)
    assert (file.state, file.fault) == (ImportState.CHECKED, "")
    assert file.counts == {"structure": {"created": 1}, "service": {"created": 1}, "remarked": 0}
    assert cards() == {}


def test_an_import_writes_cards_once_and_its_file_goes(animator, territories, folder):
    file = written(animator, ONE)
    service = Service.objects.get(source=source(), source_code="se-1")
    assert (file.state, list(folder.iterdir())) == (ImportState.WRITTEN, [])
    assert (service.name, service.structure.name, service.zones) == (
        "Atelier du mardi 1",
        "Maison du quartier 1",
        ["commune:37261"],
    )
    assert (service.updated_on, service.confirmed_on, service.visibility, service.version) == (
        date(2026, 1, 15),
        None,
        "public",
        1,
    )
    assert service.structure.phone == "+33247000000"
    assert (service.structure.commune.code, service.structure.active) == ("37261", True)
