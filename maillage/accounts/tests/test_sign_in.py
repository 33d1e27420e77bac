"""Signing in and out with a password, throttling, and what the journal keeps."""

import re

import pytest
from axes.models import AccessLog
from django.urls import reverse

from maillage.accounts.actions import forget_sign_ins
from maillage.accounts.queries import recent_sign_ins
from maillage.accounts.tests.factories import PASSWORD, actor_of, make_member, make_user, signed_in
from maillage.audit.models import Entry
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
LOGIN = "/compte/connexion/"


@pytest.fixture
def claire():
    return make_member(user=make_user("claire@exemple.test", PASSWORD))


def sign_in(client, email="claire@exemple.test", password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def verbs(kind="accounts.user"):
    with become("maintenance"):
        return list(Entry.objects.filter(object_kind=kind).order_by("at").values_list("verb", flat=True))


def test_the_right_password_opens_home(client, claire):
    response = sign_in(client)
    assert (response.status_code, response.url) == (302, "/")
    assert client.get("/compte/").wsgi_request.actor.user_id == claire.user_id


def test_case_and_spaces_around_the_address_do_not_matter(client, claire):
    assert sign_in(client, " Claire@Exemple.test ").status_code == 302


def test_it_goes_on_where_one_wanted_to_go(client, claire):
    closed = client.get("/compte/")
    assert closed.url == f"{LOGIN}?next=%2Fcompte%2F"
    page = client.get(closed.url).content.decode()
    assert 'name="next" value="/compte/"' in page
    there = client.post(LOGIN, {"login": claire.user.email, "password": PASSWORD, "next": "/compte/"})
    assert there.url == "/compte/"


def test_it_never_leads_to_another_site(client, claire):
    there = client.post(
        LOGIN, {"login": claire.user.email, "password": PASSWORD, "next": "https://ailleurs.test/"}
    )
    assert there.url == "/"


@pytest.mark.parametrize(
    ("email", "password"), [("claire@exemple.test", "faux"), ("personne@exemple.test", "faux"), ("", "")]
)
def test_a_wrong_one_says_nothing_of_which(client, claire, email, password):
    page = sign_in(client, email, password).content.decode()
    assert ("n’est pas le bon" in page) is bool(email)
    assert "error-summary" in page


def test_a_closed_account_answers_like_an_unknown_one(client, claire):
    claire.user.is_active = False
    claire.user.save()
    unknown = sign_in(client, "inconnu@exemple.test")
    closed = sign_in(client, password="faux")
    bare = [re.sub(r'value="[^"]*"', "", page.content.decode()) for page in (unknown, closed)]
    assert closed.status_code == unknown.status_code == 200
    assert bare[0] == bare[1]


def test_five_failures_lock_this_person_at_this_address_only(client, claire):
    make_member(user=make_user("karim@exemple.test", PASSWORD))
    answers = [sign_in(client, password="faux").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    locked = sign_in(client)
    assert locked.status_code == 429
    assert "web/429.html" in [template.name for template in locked.templates]
    assert sign_in(client, "karim@exemple.test").status_code == 302
    client.logout()
    assert sign_in(client, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_writing_the_address_otherwise_does_not_give_more_tries(client, claire):
    ways = ("claire@exemple.test", "CLAIRE@exemple.test", " claire@exemple.test", "Claire@Exemple.Test")
    answers = [sign_in(client, way, "faux").status_code for way in (*ways, ways[0])]
    assert answers == [200, 200, 200, 200, 429]


def test_the_lock_ends_after_a_quarter_of_an_hour(client, claire):
    from datetime import timedelta

    from axes.models import AccessAttempt
    from django.db.models import F

    for _ in range(5):
        sign_in(client, password="faux")
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=14))
    assert sign_in(client).status_code == 429
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_the_journal_keeps_sign_in_sign_out_and_one_line_for_a_lock_out(client, claire):
    sign_in(client)
    client.post("/compte/deconnexion/")
    for _ in range(7):
        sign_in(client, password="faux")
    assert verbs() == ["signed_in", "signed_out", "sign_in_locked"]
    actor = actor_of(claire)
    with acting(actor):
        assert [entry.verb for entry in recent_sign_ins(actor)] == ["signed_out", "signed_in"]
        assert recent_sign_ins(actor)[1].details == {"methods": ["password"]}


def test_signing_out_is_asked_then_done(client):
    signed_in(client)
    assert client.get("/compte/deconnexion/").status_code == 200
    assert client.post("/compte/deconnexion/").url == LOGIN
    assert client.get("/compte/").status_code == 302


@pytest.mark.parametrize(
    "path", ["inscription/", "signup/", "email/", "login/", "confirm-email/", "password/set/"]
)
def test_what_makes_no_sense_here_does_not_exist(client, path):
    signed_in(client)
    assert client.get(f"/compte/{path}").status_code == 404


def test_every_name_of_allauth_that_we_keep_is_french_in_its_address():
    kept = ("account_login", "account_logout", "account_reset_password", "mfa_index", "mfa_activate_totp")
    assert [reverse(name) for name in kept] == [
        "/compte/connexion/",
        "/compte/deconnexion/",
        "/compte/mot-de-passe/oublie/",
        "/compte/securite/",
        "/compte/securite/application/",
    ]


def test_passwords_are_kept_with_argon2(settings):
    assert settings.PASSWORD_HASHERS[1:] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_nobody_keeps_whence_and_with_what_somebody_signs_in(client, claire):
    assert sign_in(client, HTTP_USER_AGENT="canari").status_code == 302
    assert not AccessLog.objects.exists()
    AccessLog.objects.create(username="claire@exemple.test", user_agent="canari", ip_address="192.0.2.1")
    forget_sign_ins()
    assert not AccessLog.objects.exists()
    assert "signed_in" in verbs()
