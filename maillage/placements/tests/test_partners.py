"""What conventions know of hosts reaches a session: tutors of a register, the legal quota, agreements of sites."""

from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.conventions.models import Headcount
from maillage.conventions.queries import quota_left
from maillage.conventions.queries.rooms import agreed_pairs, rooms
from maillage.conventions.queries.sites import agreed
from maillage.conventions.queries.tutors import free_places
from maillage.conventions.tests.factories import make_site, make_tutor
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.placements.actions.limits import note_rooms
from maillage.placements.queries.partners import limits
from maillage.placements.tests.factories import Region, fresh, make_host, move
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    """A host with two tutors in its register, a host of nine persons, one that said nothing."""
    region = Region()
    for _ in range(2):
        make_tutor(region.host.structure)
    day = timezone.localdate() - timedelta(days=30)
    with become("maintenance"):
        Headcount.objects.create(
            structure=region.other_host.structure, persons=9, starts_on=day, user=region.other_host.user
        )
    region.hosts = [
        make_host(region.session, one.structure) for one in (region.host, region.other_host, region.stranger)
    ]
    return region


def test_rooms_say_for_all_what_each_question_says_of_one(region):
    structures, day = [one.structure for one in region.hosts], region.session.starts_on
    with acting(region.actor("officer")):
        found = rooms((one.pk for one in structures), day)
        assert [found[one.pk].quota for one in structures] == [quota_left(one, day) for one in structures]
        assert found[structures[0].pk].tutored == free_places(structures[0], day) == 6
        assert [found[one.pk].tutored for one in structures[1:]] == [None, None]
    assert found[structures[1].pk].quota == 3


def test_what_limits_hosts_is_noted_until_the_close_and_stays(region):
    first, second, _ = (one.structure_id for one in region.hosts)
    with acting(region.actor("officer")) as by:
        assert limits(region.session) == {}
        assert note_rooms(by=by, session=region.session) == 2
        assert limits(region.session) == {first: 6, second: 3}
    make_tutor(region.host.structure)
    assert limits(fresh(region.session))[first] == 6
    move(region.session, "closed")
    with acting(region.actor("officer")) as by, pytest.raises(Forbidden, match="clos"):
        note_rooms(by=by, session=region.session)


def test_agreements_are_those_in_force_that_day(region):
    school, day = region.school.structure, timezone.localdate()
    make_site(school, region.host.structure)
    make_site(school, region.other_host.structure, accepted=False)
    hosts = [one.structure for one in region.hosts]
    with acting(region.actor("officer")):
        found = agreed_pairs({(school.pk, one.pk) for one in hosts}, day)
        assert found == {(school.pk, one.pk) for one in hosts if agreed(school, one, day)}
    assert found == {(school.pk, region.host.structure_id)}
