"""Signing in with ProConnect: who is let in, how far, for how long, and what the journal keeps."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.models import ProConnectIdentity, User
from maillage.accounts.proconnect import options
from maillage.accounts.tests.factories import PASSWORD, make_member, make_user
from maillage.accounts.tests.journeys import BEGIN, come_back, is_in, through, tied
from maillage.accounts.tests.test_second_factor import code_of, with_application
from maillage.accounts.tests.test_sessions import OVER, aged, left_alone
from maillage.audit.models import Entry
from tests.plugin import become

pytestmark = pytest.mark.django_db
BUTTON = "S’identifier avec ProConnect"
URLS = (
    "", "retour/", "lier/", "lier/confirmer/", "delier/00000000-0000-0000-0000-000000000000/", "invitation/",
    "invitation/1-a-b/", "quitter/", "sorti/",
)  # fmt: skip


@pytest.fixture
def claire(proconnect):
    member = make_member(user=make_user("claire@exemple.test", PASSWORD))
    tied(member.user)
    return member


def entries():
    with become("maintenance"):
        found = Entry.objects.filter(object_kind="accounts.user").order_by("at")
        return list(found.values_list("verb", "details"))


def test_while_it_is_off_nothing_of_it_exists(client):
    assert BUTTON not in client.get("/compte/connexion/").content.decode()
    make_member(user=make_user("claire@exemple.test", PASSWORD))
    client.post("/compte/connexion/", {"login": "claire@exemple.test", "password": PASSWORD})
    assert "ProConnect" not in client.get("/compte/").content.decode()
    assert [client.get(f"{BEGIN}{url}").status_code for url in URLS] == [404] * len(URLS)


def test_the_button_is_there_and_nothing_is_loaded_from_elsewhere(client, proconnect):
    page = client.get("/compte/connexion/?next=/compte/").content.decode()
    assert f'href="/compte/proconnect/?next=%2Fcompte%2F">{BUTTON}</a>' in page
    assert [part for part in page.split('src="')[1:] if not part.startswith(("/", "data:"))] == []


def test_what_is_asked_is_long_enough_once_and_about_nobody(client, proconnect):
    asked = [parse_qs(urlsplit(client.get(BEGIN).url).query) for _ in range(2)]
    one, two = ({name: values[0] for name, values in each.items()} for each in asked)
    assert (one["scope"], one["code_challenge_method"], one["prompt"]) == ("openid idp_id", "S256", "login")
    assert min(len(one["state"]), len(one["nonce"]), len(one["code_challenge"])) >= 43
    assert [name for name in ("state", "nonce", "code_challenge") if one[name] == two[name]] == []


def test_a_linked_identity_opens_the_account(client, claire):
    answer = through(client)
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/compte/").wsgi_request.actor.user_id == claire.user_id
    assert User.objects.get(pk=claire.user_id).last_login is not None


def test_elliptic_keys_too(client, claire, proconnect, settings):
    settings.PROCONNECT_ALGORITHM, proconnect.kid = "ES256", "ec-1"
    assert through(client).url == "/"
    assert is_in(client)


def test_addresses_may_be_told_instead_of_discovered(client, claire, proconnect, settings):
    told = {ours: proconnect.discovery()[theirs] for ours, theirs in options.NAMES.items()}
    settings.PROCONNECT_ENDPOINTS = told
    options._known.clear()
    before = len(proconnect.seen)
    assert through(client).url == "/"
    names = [name for name, _ in proconnect.seen[before:]]
    assert names == ["authorize", "token", "jwks", "userinfo", "jwks"]


def test_it_goes_on_where_one_wanted_to_go_and_never_elsewhere(client, claire):
    assert through(client, f"{BEGIN}?next=/compte/").url == "/compte/"
    for elsewhere in (
        "https://ailleurs.test/",
        "//ailleurs.test/",
        "/\\ailleurs.test",
        "javascript:alert(1)",
    ):
        assert through(Client(), f"{BEGIN}?next={elsewhere}").url == "/"
        other = Client()
        assert other.get(f"{come_back(other)}&next={elsewhere}").url == "/"


def test_an_unknown_identity_opens_nothing_and_makes_nothing(client, proconnect):
    make_member(user=make_user("claire@exemple.test", PASSWORD))
    answer = through(client)
    assert answer.status_code == 403
    assert "aucun compte Maillage n’est lié à cette identité" in answer.content.decode()
    assert (is_in(client), User.objects.count()) == (False, 1)
    with become("maintenance"):
        assert ProConnectIdentity.objects.count() == 0


def test_the_journal_keeps_it_as_another_sign_in(client, claire, proconnect):
    through(client)
    client.post("/compte/deconnexion/")
    assert entries() == [("signed_in", {"methods": ["proconnect"]}), ("signed_out", {})]
    proconnect.who["amr"] = ["pwd", "mfa"]
    other = Client()
    through(other)
    assert entries()[-1] == ("signed_in", {"methods": ["proconnect", "proconnect_mfa"]})
    page = other.get("/compte/").content.decode()
    assert "ProConnect, second facteur de ProConnect" in page


def test_a_closed_account_stays_closed(client, claire):
    User.objects.filter(pk=claire.user_id).update(is_active=False)
    assert through(client).url == "/compte/ferme/"
    assert not is_in(client)
    assert entries() == [("proconnect_refused", {"reason": "closed"})]


def test_closing_an_account_forgets_its_identities(client, claire):
    from maillage.accounts import actions
    from maillage.accounts.tests.factories import actor_of
    from maillage.permissions.context import acting

    other = make_member()
    tied(other.user, sub="other")
    boss = actor_of(make_member(Role.ADMINISTRATOR, claire.structure))
    with acting(boss):
        actions.close_account(by=boss, user=claire.user)
    with become("maintenance"):
        assert [one.user_id for one in ProConnectIdentity.objects.all()] == [other.user_id]
    assert through(client).status_code == 403


def test_whoever_has_left_every_structure_is_not_let_in(client, claire):
    claire.until = timezone.localdate() - timedelta(days=1)
    claire.save()
    answer = through(client)
    assert (answer.status_code, is_in(client)) == (403, False)
    assert "Vous n’avez plus de rôle" in answer.content.decode()
    assert entries() == [("proconnect_refused", {"reason": "left"})]


def test_whoever_never_had_a_place_is_let_in_as_with_a_password(client, proconnect):
    tied(make_user())
    assert through(client).url == "/"


@pytest.mark.parametrize(
    "amr", [None, [], ["pwd"], ["pop"], "mfa", {"mfa": True}, [["mfa"]], ["MFA"]], ids=repr
)
def test_without_a_second_factor_there_ours_is_asked(client, claire, proconnect, settings, amr):
    settings.SECOND_FACTOR_REQUIRED = True
    if amr is not None:
        proconnect.who["amr"] = amr
    through(client)
    assert client.get("/compte/").url == "/compte/securite/obligatoire/?next=%2Fcompte%2F"


def test_an_application_of_ours_is_asked_before_anything_opens(client, claire, proconnect):
    secret = with_application(claire.user)
    proconnect.who["amr"] = ["pwd"]
    assert through(client, f"{BEGIN}?next=/compte/").url == "/compte/connexion/code/"
    assert not is_in(client)
    assert client.post("/compte/connexion/code/", {"code": code_of(secret)}).url == "/compte/"
    assert client.get("/compte/").wsgi_request.actor.second_factor is True


def test_a_second_factor_shown_there_counts_here(client, claire, proconnect, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    with_application(claire.user)
    proconnect.who["amr"] = ["pwd", "totp", "mfa"]
    assert through(client).url == "/"
    assert client.get("/compte/").wsgi_request.actor.second_factor is True


def test_that_second_factor_is_of_that_session_alone(client, claire, proconnect):
    with_application(claire.user)
    proconnect.who["amr"] = ["mfa"]
    through(client)
    client.post("/compte/deconnexion/")
    proconnect.who["amr"] = ["pwd"]
    assert through(client).url == "/compte/connexion/code/"


def test_a_session_lasts_as_long_as_another(client, claire):
    through(client)
    aged(client, 10 * 3600 + 1)
    assert client.get("/compte/").url == OVER
    other = Client()
    through(other)
    left_alone(other, 16)
    assert other.get("/compte/").url == OVER
    assert Session.objects.count() >= 1


def test_the_key_of_the_session_changes_when_one_comes_in(client, claire):
    back = come_back(client)
    before = client.cookies["sessionid"].value
    client.get(back)
    assert client.cookies["sessionid"].value != before


def test_whoever_is_in_already_stays_who_they_are(client, claire, proconnect):
    back = come_back(client)
    karim = make_member(user=make_user("karim@exemple.test", PASSWORD))
    client.post("/compte/connexion/", {"login": "karim@exemple.test", "password": PASSWORD})
    assert client.get(BEGIN).url == "/"
    assert client.get(back).status_code in (302, 403)
    assert client.get("/compte/").wsgi_request.actor.user_id == karim.user_id


def test_an_error_there_signs_nobody_out(client, claire):
    through(client)
    answer = client.get(f"{BEGIN}retour/?error=access_denied&state=x")
    assert (answer.status_code, is_in(client)) == (403, True)


def test_a_provider_that_does_not_answer_is_said(client, claire, settings):
    back = come_back(client)
    issuer = settings.PROCONNECT_ISSUER
    options._known.clear()
    settings.PROCONNECT_ISSUER = "http://127.0.0.1:9/api/v2"
    assert client.get(BEGIN).status_code == 503
    assert "ProConnect ne répond pas" in client.get(BEGIN).content.decode()
    settings.PROCONNECT_ENDPOINTS = dict.fromkeys(options.NAMES, "http://127.0.0.1:9/")
    settings.PROCONNECT_ISSUER = issuer
    assert (client.get(back).status_code, is_in(client)) == (503, False)


def test_a_secret_that_cannot_be_read_is_no_crash(client, proconnect, settings, tmp_path):
    back = come_back(client)
    settings.PROCONNECT_SECRET_FILE = str(tmp_path / "nowhere")
    assert (client.get(BEGIN).status_code, client.get(back).status_code) == (503, 503)


def test_what_is_one_s_own_is_closed_to_a_visitor(client, proconnect):
    closed = [client.get(f"{BEGIN}{url}") for url in URLS[2:5]]
    assert [answer.url.split("?")[0] for answer in closed] == ["/compte/connexion/"] * 3
    refused = [client.get(f"{BEGIN}{url}").status_code for url in ("retour/", *URLS[5:7], "sorti/")]
    assert (refused, client.get(f"{BEGIN}quitter/").url) == ([403] * 4, "/compte/connexion/")


def test_starting_over_and_over_is_slowed_down(client, proconnect):
    answers = [client.get(BEGIN).status_code for _ in range(121)]
    assert (answers[119], answers[120]) == (302, 429)


def test_only_what_notes_the_hour_is_written_by_that_page(rf):
    from maillage.accounts.middleware import GetWrote, _guard

    request = rf.get(f"{BEGIN}retour/")
    request.signs_in = True
    run = _guard(request)
    hour = 'UPDATE "accounts_user" SET "last_login" = %s WHERE "accounts_user"."id" = %s'
    assert run(lambda *told: "done", hour, (), False, {}) == "done"
    for sql in (
        'UPDATE "accounts_user" SET "email" = %s',
        "INSERT INTO accounts_proconnectidentity VALUES (1)",
    ):
        with pytest.raises(GetWrote):
            run(lambda *told: "done", sql, (), False, {})


def test_one_reads_one_s_own_identities_and_no_others(claire):
    from maillage.accounts.queries import account_of
    from maillage.accounts.tests.factories import actor_of
    from maillage.accounts.tests.provider import IDP, SUB
    from maillage.permissions.context import acting

    stranger = actor_of(make_member(Role.ADMINISTRATOR, claire.structure))
    with acting(actor_of(claire)):
        assert ProConnectIdentity.objects.count() == 1
    with acting(stranger):
        assert (ProConnectIdentity.objects.count(), account_of(IDP, SUB)) == (0, claire.user)
    assert ProConnectIdentity.objects.count() == 0
    assert [account_of(IDP, SUB.upper()), account_of(IDP.upper(), SUB), account_of("", "")] == [None] * 3
    assert mail.outbox == []
