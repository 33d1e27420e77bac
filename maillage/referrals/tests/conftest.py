import pytest

from maillage.referrals.tests.factories import make_town


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture(scope="module")
def whole_town(whole_module):
    """For a world that all tests of a module want: each undoes what it did there."""
    return make_town()
