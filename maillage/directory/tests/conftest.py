import pytest

from maillage.directory.actions import load_territories
from maillage.directory.models import Territory
from maillage.directory.tests.factories import LOADER


@pytest.fixture
def territories(db):
    """The whole shipped COG, loaded unless the tests' database was copied with it."""
    if not Territory.objects.exists():
        load_territories(by=LOADER)
