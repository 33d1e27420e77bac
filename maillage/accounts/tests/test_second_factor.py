"""Enrolling an application, signing in with it, recovery codes, passkey pages, and what is closed without."""

import json
import re
from time import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from maillage.accounts.enums import Role
from maillage.accounts.queries import actor_for
from maillage.accounts.sessions import used_second_factor
from maillage.accounts.tests.factories import LONG_AGO, PASSWORD, make_member, make_user, signed_in

pytestmark = pytest.mark.django_db
REQUIRED = "/compte/securite/obligatoire/"


@pytest.fixture
def claire():
    return make_member(user=make_user("claire@exemple.test", PASSWORD))


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def code_of(secret, later=0):
    return format_hotp_value(hotp_value(secret, int(time()) // 30 + later))


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def with_application(user):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def sign_in(client):
    return client.post("/compte/connexion/", {"login": "claire@exemple.test", "password": PASSWORD})


def enrol(client):
    page = client.get("/compte/securite/application/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    return client.post("/compte/securite/application/", {"code": code_of(secret)})


def test_enrolling_an_application_counts_at_once_and_gives_recovery_codes(client, claire):
    sign_in(client)
    assert client.get("/compte/").wsgi_request.actor.second_factor is False
    response = enrol(client)
    assert response.url == "/compte/securite/codes-de-secours/"
    page = client.get(response.url)
    assert len(re.findall(r"<code>\d{8}</code>", page.content.decode())) == 10
    assert page.wsgi_request.actor.second_factor is True
    assert "Second facteur ajouté" in client.get("/compte/").content.decode()


def test_the_drawing_is_an_image_that_the_policy_allows(client, claire):
    sign_in(client)
    response = client.get("/compte/securite/application/")
    assert '<img src="data:image/svg+xml;base64,' in response.content.decode()
    assert "img-src 'self' data:" in response["Content-Security-Policy"]


def test_a_wrong_code_enrols_nothing(client, claire):
    sign_in(client)
    page = client.get("/compte/securite/application/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    answer = client.post("/compte/securite/application/", {"code": wrong(code_of(secret))})
    assert "Ce code n’est pas le bon" in answer.content.decode()
    assert Authenticator.objects.count() == 0


def test_signing_in_asks_for_the_code(client, claire):
    secret = with_application(claire.user)
    assert sign_in(client).url == "/compte/connexion/code/"
    assert client.get("/compte/").status_code == 302
    refused = client.post("/compte/connexion/code/", {"code": wrong(code_of(secret))})
    assert "Ce code n’est pas le bon" in refused.content.decode()
    assert client.post("/compte/connexion/code/", {"code": code_of(secret)}).url == "/"
    assert client.get("/compte/").wsgi_request.actor.second_factor is True


def test_a_code_serves_once(client, claire):
    secret = with_application(claire.user)
    code = code_of(secret)
    sign_in(client)
    assert client.post("/compte/connexion/code/", {"code": code}).status_code == 302
    client.post("/compte/deconnexion/")
    sign_in(client)
    assert client.post("/compte/connexion/code/", {"code": code}).status_code == 200


def test_codes_cannot_be_guessed_at_length(client, claire):
    secret = with_application(claire.user)
    sign_in(client)
    for _ in range(5):
        client.post("/compte/connexion/code/", {"code": wrong(code_of(secret))})
    answer = client.post("/compte/connexion/code/", {"code": code_of(secret)})
    assert "Trop d’essais" in answer.content.decode()
    assert client.get("/compte/").status_code == 302


def test_a_recovery_code_serves_once(client, claire):
    with_application(claire.user)
    code = RecoveryCodes.activate(claire.user).get_unused_codes()[0]
    sign_in(client)
    assert client.post("/compte/connexion/code/", {"code": code}).url == "/"
    page = client.get("/compte/securite/codes-de-secours/").content.decode()
    assert (code in page, len(re.findall(r"<code>\d{8}</code>", page))) == (False, 9)
    client.post("/compte/deconnexion/")
    sign_in(client)
    assert client.post("/compte/connexion/code/", {"code": code}).status_code == 200


def test_somebody_else_s_session_record_is_not_mine(client, claire):
    signed_in(client, member=claire)
    session = client.session
    session["account_authentication_methods_user"] = str(claire.user_id + 1)
    session.save()
    assert client.get("/compte/").wsgi_request.actor.second_factor is False


@pytest.mark.parametrize("kind", ["password", "mfa"])
def test_only_a_second_factor_counts_as_one(rf, claire, kind):
    request = rf.get("/")
    request.user = claire.user
    request.session = {
        "account_authentication_methods": [{"method": kind, "at": 0}],
        "account_authentication_methods_user": str(claire.user_id),
    }
    assert used_second_factor(request) is (kind == "mfa")


SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.S)


@pytest.mark.parametrize(
    ("path", "needed"),
    [
        ("/compte/connexion/", {"login", "credential"}),
        ("/compte/connexion/code/", {"authenticate", "credential", "data"}),
        ("/compte/securite/cles/ajouter/", {"add", "credential", "data", "passwordless"}),
    ],
)
def test_passkey_pages_hold_under_the_policy(client, claire, path, needed):
    if path != "/compte/connexion/":
        if "code" in path:
            with_application(claire.user)
        sign_in(client)
    response = client.get(path)
    page = response.content.decode()
    assert "script-src 'self';" in response["Content-Security-Policy"] + ";"
    for script in SCRIPT.finditer(page):
        assert 'src="/static/' in script["attributes"] or 'type="application/json"' in script["attributes"]
    told = next(
        json.loads(s["body"]) for s in SCRIPT.finditer(page) if "data-allauth-onload" in s["attributes"]
    )
    assert set(told["ids"]) == needed
    assert [name for name in told["ids"].values() if f'id="{name}"' not in page] == []


def test_a_passkey_must_check_its_holder(client):
    options = client.get("/compte/connexion/cle/", headers={"accept": "application/json"}).json()
    assert options["request_options"]["publicKey"]["userVerification"] == "required"


@pytest.mark.parametrize("credential", ["", "{}", "[]", "x", '{"id": "AA"}', '{"response": {}}'])
def test_a_broken_passkey_signs_nobody_in(client, claire, credential):
    assert client.post("/compte/connexion/cle/", {"credential": credential}).url == "/compte/connexion/"
    assert client.get("/compte/").status_code == 302


def test_sensitive_pages_ask_again_after_five_minutes(client, claire):
    sign_in(client)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 301
    session.modified = True
    session.save()
    asked = client.get("/compte/securite/application/")
    assert asked.url == "/compte/securite/confirmer/?next=%2Fcompte%2Fsecurite%2Fapplication%2F"
    refused = client.post(asked.url, {"password": "faux"})
    assert "Ce n’est pas votre mot de passe." in refused.content.decode()
    assert client.post(asked.url, {"password": PASSWORD}).url == "/compte/securite/application/"
    assert client.get("/compte/securite/application/").status_code == 200


def test_taking_the_application_away(client, claire):
    sign_in(client)
    enrol(client)
    assert client.post("/compte/securite/application/retirer/").url == "/compte/securite/"
    assert Authenticator.objects.count() == 0


def test_without_one_only_enrolment_is_open(client, claire, required):
    sign_in(client)
    assert client.get("/compte/").url == f"{REQUIRED}?next=%2Fcompte%2F"
    assert client.get("/").url.startswith(REQUIRED)
    assert client.post("/compte/structure/", {}).url == REQUIRED
    open_ones = [
        REQUIRED,
        *(f"/compte/securite/{p}" for p in ("", "application/", "cles/ajouter/", "confirmer/")),
    ]
    assert [client.get(path).status_code for path in open_ones] == [200] * 5
    enrol(client)
    assert client.get("/").status_code == 200


def test_one_that_was_not_used_in_this_session_is_asked_for(client, claire, required):
    secret = with_application(claire.user)
    signed_in(client, member=claire, second_factor=False)
    page = client.get(f"{REQUIRED}?next=/compte/").content.decode()
    assert 'href="/compte/securite/confirmer/code/?next=%2Fcompte%2F"' in page
    there = client.post("/compte/securite/confirmer/code/", {"code": code_of(secret), "next": "/compte/"})
    assert there.url == "/compte/"
    assert client.get("/compte/").status_code == 200


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("used", [True, False])
@pytest.mark.parametrize("is_required", [True, False])
def test_sensitive_roles_sleep_until_it_was_used(settings, role, used, is_required):
    settings.SECOND_FACTOR_REQUIRED = is_required
    actor, _ = actor_for(make_member(role).user, LONG_AGO, None, used)
    asleep = is_required and not used and role in ("administrator", "rights_lead")
    assert actor.roles == (frozenset() if asleep else {role})


def test_a_copy_of_the_database_does_not_give_the_secret(claire):
    secret = with_application(claire.user)
    kept = Authenticator.objects.get().data["secret"]
    assert secret not in kept
    assert Authenticator.objects.get().wrap().validate_code(code_of(secret)) is True
