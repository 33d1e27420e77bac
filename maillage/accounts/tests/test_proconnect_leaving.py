"""Signing out of Maillage, then of ProConnect."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from maillage.accounts.proconnect import options
from maillage.accounts.tests.factories import PASSWORD, make_member, make_user
from maillage.accounts.tests.journeys import BEGIN, at_proconnect, is_in, through, tied
from maillage.accounts.tests.test_second_factor import with_application

pytestmark = pytest.mark.django_db
SIGN_OUT, LEAVE, LEFT, LOGIN = (
    "/compte/deconnexion/",
    f"{BEGIN}quitter/",
    f"{BEGIN}sorti/",
    "/compte/connexion/",
)


@pytest.fixture
def claire(client, proconnect):
    member = make_member(user=make_user("claire@exemple.test", PASSWORD))
    tied(member.user)
    through(client)
    return member


def address_in(page):
    return unescape(re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())[1])


def test_ours_first_then_theirs_then_back(client, claire, proconnect):
    assert client.post(SIGN_OUT).url == LEAVE
    assert not is_in(client)
    address = address_in(client.get(LEAVE))
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    hint = jwt.decode(query["id_token_hint"], options={"verify_signature": False})
    assert (hint["aud"], query["post_logout_redirect_uri"]) == (
        "maillage-de-test",
        f"http://testserver{LEFT}",
    )
    assert len(query["state"]) >= 32
    assert client.get(at_proconnect(address)).url == LOGIN
    assert proconnect.seen[-1][0] == "session/end"
    assert "Vous êtes déconnecté de Maillage et de ProConnect." in client.get(LOGIN).content.decode()


def test_the_page_between_holds_under_the_policy(client, claire):
    client.post(SIGN_OUT)
    page = client.get(LEAVE)
    assert "form-action 'self'" in page["Content-Security-Policy"]
    assert "no-store" in page["Cache-Control"]
    assert 'class="button" href="http' in page.content.decode()


@pytest.mark.parametrize("forged", ["", "?state=", "?state=x", "?state=é", "?state=%00"])
def test_a_return_that_was_not_begun_here_is_refused(client, claire, forged):
    assert client.get(f"{LEFT}{forged}").status_code == 403
    client.post(SIGN_OUT)
    client.get(LEAVE)
    assert client.get(f"{LEFT}{forged}").status_code == 403


def test_a_return_serves_once(client, claire):
    client.post(SIGN_OUT)
    back = at_proconnect(address_in(client.get(LEAVE)))
    assert (client.get(back).status_code, client.get(back).status_code) == (302, 403)


def test_the_token_is_shown_once(client, claire):
    client.post(SIGN_OUT)
    client.get(LEAVE)
    assert client.get(LEAVE).url == LOGIN


def test_whoever_came_in_with_a_password_leaves_as_before(client, proconnect):
    make_member(user=make_user("claire@exemple.test", PASSWORD))
    client.post(LOGIN, {"login": "claire@exemple.test", "password": PASSWORD})
    assert client.post(SIGN_OUT).url == LOGIN
    assert client.get(LEAVE).url == LOGIN


def test_the_token_of_a_sign_in_given_up_is_nobody_s(client, proconnect):
    karim = make_member(user=make_user("karim@exemple.test", PASSWORD))
    tied(karim.user)
    with_application(karim.user)
    assert through(client).url == "/compte/connexion/code/"
    make_member(user=make_user("claire@exemple.test", PASSWORD))
    client.post(LOGIN, {"login": "claire@exemple.test", "password": PASSWORD})
    assert client.post(SIGN_OUT).url == LOGIN


def test_a_provider_that_does_not_answer_keeps_nobody_in(client, claire, settings):
    options._known.clear()
    settings.PROCONNECT_ISSUER = "http://127.0.0.1:9/api/v2"
    assert client.post(SIGN_OUT).url == LEAVE
    assert not is_in(client)
    assert client.get(LEAVE).url == LOGIN


def test_it_is_left_by_a_form_only(client, claire):
    assert client.get(SIGN_OUT).status_code == 200
    assert is_in(client)
