"""« Mon compte »: what one is, where one works, changing structure and password."""

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.sessions import STRUCTURE_KEY
from maillage.accounts.tests.factories import PASSWORD, make_member, make_structure, make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_places(client):
    first = make_member(
        structure=make_structure("CCAS de Chinon"), user=make_user("claire@exemple.test", PASSWORD)
    )
    make_member(Role.RIGHTS_LEAD, make_structure("Mission locale"), first.user, job_title="conseillère")
    signed_in(client, member=first)
    return first


def test_it_says_who_where_and_how(client, two_places):
    page = client.get("/compte/").content.decode()
    for words in (
        "claire@exemple.test",
        "CCAS de Chinon",
        "Mission locale",
        "conseillère",
        "Changer de structure",
    ):
        assert words in page
    assert "Équipe" not in page


def test_an_administrator_finds_the_team(client):
    signed_in(client, Role.ADMINISTRATOR)
    assert 'href="/compte/equipe/"' in client.get("/compte/").content.decode()


def test_choosing_another_of_one_s_structures(client, two_places):
    other = two_places.user.memberships.get(role=Role.RIGHTS_LEAD).structure
    assert client.post("/compte/structure/", {"structure": other.public_id}).url == "/"
    actor = client.get("/compte/").wsgi_request.actor
    assert (actor.structure_id, actor.roles) == (other.pk, {"rights_lead"})
    assert "Changement de structure" in client.get("/compte/").content.decode()


@pytest.mark.parametrize("forged", ["other", "number", "", "x"])
def test_a_forged_structure_does_not_exist(client, two_places, forged):
    stranger = make_structure()
    value = {"other": stranger.public_id, "number": stranger.pk}.get(forged, forged)
    assert client.post("/compte/structure/", {"structure": value}).status_code == 404
    assert client.get("/compte/").wsgi_request.actor.structure_id == two_places.structure_id


def test_a_structure_written_in_the_session_gives_nothing(client, two_places):
    session = client.session
    session[STRUCTURE_KEY] = make_structure().pk
    session.save()
    actor = client.get("/compte/").wsgi_request.actor
    assert actor.structure_id in {m.structure_id for m in two_places.user.memberships.all()}


def test_the_structure_is_changed_by_a_form_only(client, two_places):
    assert client.get("/compte/structure/").status_code == 405


def test_changing_one_s_password_ends_the_other_sessions(client, two_places):
    from django.test import Client

    other = Client()
    other.post("/compte/connexion/", {"login": "claire@exemple.test", "password": PASSWORD})
    new = "une autre phrase bien longue"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/compte/mot-de-passe/changer/", sent).url == "/compte/"
    assert client.get("/compte/").status_code == 200
    assert other.get("/compte/").status_code == 302


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"oldpassword": "faux"}, "Ce n’est pas votre mot de passe actuel."),
        ({"password1": "court", "password2": "court"}, "trop court"),
        ({"password2": "autre chose encore"}, "Les deux mots de passe sont différents."),
        ({"password1": "", "password2": ""}, "Choisissez un mot de passe."),
    ],
)
def test_a_password_that_is_refused_says_why(client, two_places, sent, said):
    good = {"oldpassword": PASSWORD, "password1": "une autre phrase", "password2": "une autre phrase"}
    page = client.post("/compte/mot-de-passe/changer/", good | sent).content.decode()
    assert said in page
    two_places.user.refresh_from_db()
    assert two_places.user.check_password(PASSWORD) is True


def test_nobody_at_work_still_has_an_account_page(client):
    client.force_login(make_user(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Aucune structure" in client.get("/compte/").content.decode()
