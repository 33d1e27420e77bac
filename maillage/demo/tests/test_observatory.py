"""What the demonstration tells of the observatory, on a territory where nobody asked for anything yet."""

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, make_structure
from maillage.demo import observatory
from maillage.demo.places import Scene
from maillage.demo.reading import load
from maillage.observatory.models import Indicator, Release
from tests.plugin import become


@pytest.mark.django_db
def test_two_persons_release_and_what_is_all_masked_waits():
    with become("maintenance"):
        here = make_structure()
        users = {name: make_member(Role.ANIMATOR, here).user for name in ("maud", "gaelle")}
    told = load()["observatory"]
    observatory.lay_out(Scene(structures={"animation": here}, users=users), told)
    with become("maintenance"):
        assert Indicator.objects.filter(owner=here).count() == len(told["owned"])
        declared = Release.objects.filter(source="declared", confirmed_at__isnull=False)
        assert [one.version for one in declared.order_by("first")] == [1, 2, 3]
        assert Release.objects.filter(confirmed_at=None).count() == 3
        assert not Release.objects.exclude(source="declared").filter(confirmed_at__isnull=False).exists()
