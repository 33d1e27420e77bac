"""The command that begins everything: the first administrators."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from maillage.accounts.models import Membership, User
from maillage.accounts.tests.factories import PASSWORD, make_structure

pytestmark = pytest.mark.django_db


def run(structure, email="anne@exemple.test"):
    out = StringIO()
    call_command(
        "open_administrator",
        email,
        "Anne",
        "Durand",
        structure=structure,
        site="http://testserver",
        stdout=out,
    )
    return out.getvalue()


def test_the_link_opens_an_administrator(client):
    place = make_structure("CCAS de Chinon")
    link = re.search(r"http://testserver(\S+)", run("CCAS de Chinon"))[1]
    form = client.get(link)
    client.post(form.url, {"password1": PASSWORD, "password2": PASSWORD})
    client.post("/compte/connexion/", {"login": "anne@exemple.test", "password": PASSWORD})
    actor = client.get("/compte/equipe/").wsgi_request.actor
    assert (actor.structure_id, actor.roles) == (place.pk, {"administrator"})


def test_running_it_twice_changes_nothing_more():
    place = make_structure()
    run(str(place.public_id))
    run(str(place.public_id))
    assert (User.objects.count(), Membership.objects.count()) == (1, 1)


@pytest.mark.parametrize("count", [0, 2])
def test_an_unclear_structure_is_refused(count):
    for _ in range(count):
        make_structure("CCAS")
    with pytest.raises(CommandError, match=f"{count} structures"):
        run("CCAS")
    assert User.objects.count() == 0
