"""The factories others rely on give exactly who was asked for."""

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_a_signed_in_client_is_the_member_it_says(client, role):
    member = signed_in(client, role)
    actor = client.get("/compte/").wsgi_request.actor
    assert (actor.user_id, actor.structure_id, actor.roles) == (member.user_id, member.structure_id, {role})
    assert actor.second_factor is True
    assert actor == actor_of(member)


def test_without_second_factor(client):
    signed_in(client, second_factor=False)
    assert client.get("/compte/").wsgi_request.actor.second_factor is False


def test_structures_and_people_differ_each_time():
    assert make_structure().pk != make_structure().pk
    assert make_member().user_id != make_member().user_id
