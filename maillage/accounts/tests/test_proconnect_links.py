"""Tying one's account to ProConnect, from inside or by an invitation, and untying it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from maillage.accounts.enums import Role
from maillage.accounts.models import ProConnectIdentity, User
from maillage.accounts.tests.factories import PASSWORD, make_member, make_user, signed_in
from maillage.accounts.tests.journeys import BEGIN, come_back, is_in, through, tied
from maillage.accounts.tests.provider import IDP, SUB
from maillage.accounts.tests.test_proconnect import entries
from maillage.accounts.views.proconnect import PENDING_KEY
from tests.plugin import become

pytestmark = pytest.mark.django_db
LINK, CONFIRM, ACCEPT = f"{BEGIN}lier/", f"{BEGIN}lier/confirmer/", f"{BEGIN}invitation/"


@pytest.fixture
def claire(client, proconnect):
    member = make_member(user=make_user("claire@exemple.test", PASSWORD))
    client.post("/compte/connexion/", {"login": "claire@exemple.test", "password": PASSWORD})
    return member


def links():
    with become("maintenance"):
        return [(one.user_id, one.idp_id, one.sub) for one in ProConnectIdentity.objects.all()]


def change_session(client, change):
    session = client.session
    change(session)
    session.modified = True
    session.save()


def test_coming_back_ties_nothing_until_it_is_confirmed(client, claire, django_capture_on_commit_callbacks):
    assert through(client, LINK).url == CONFIRM
    assert links() == []
    page = client.get(CONFIRM).content.decode()
    assert "claire@exemple.test" in page
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(CONFIRM).url == "/compte/"
    assert links() == [(claire.user_id, IDP, SUB)]
    assert [letter.subject for letter in mail.outbox] == ["Maillage : compte lié à ProConnect"]
    page = client.get("/compte/").content.decode()
    assert "Compte lié à une identité ProConnect depuis le" in page
    assert "Compte lié à ProConnect" in page
    other = Client()
    assert (through(other).url, is_in(other)) == ("/", True)


def test_sent_twice_it_is_tied_once(client, claire):
    through(client, LINK)
    client.post(CONFIRM)
    assert client.post(CONFIRM).status_code == 403
    through(client, LINK)
    assert client.post(CONFIRM).url == "/compte/"
    assert (len(links()), [verb for verb, _ in entries()].count("proconnect_linked")) == (1, 1)


def test_an_identity_of_somebody_else_is_refused_without_saying_whose(client, claire):
    karim = make_member(user=make_user("karim@exemple.test"))
    tied(karim.user)
    through(client, LINK)
    page = client.post(CONFIRM)
    assert page.status_code == 422
    assert "Cette identité ProConnect est déjà liée à un autre compte." in page.content.decode()
    assert "karim" not in page.content.decode()
    assert links() == [(karim.user_id, IDP, SUB)]


def test_the_same_name_elsewhere_is_another_identity(client, claire):
    karim = make_member(user=make_user("karim@exemple.test"))
    tied(karim.user, idp_id="another")
    through(client, LINK)
    client.post(CONFIRM)
    assert sorted(links()) == sorted([(karim.user_id, "another", SUB), (claire.user_id, IDP, SUB)])


def test_it_is_asked_to_prove_again_who_one_is(client, claire):
    def later(session):
        session["account_authentication_methods"][0]["at"] -= 301

    change_session(client, later)
    asked = client.get(LINK)
    assert asked.url == "/compte/securite/confirmer/?next=%2Fcompte%2Fproconnect%2Flier%2F"
    assert client.post(asked.url, {"password": PASSWORD}).url == LINK


def test_neither_another_session_nor_another_account_confirms(client, claire):
    back = come_back(client, LINK)
    other = Client()
    signed_in(other, member=make_member(user=make_user("karim@exemple.test", PASSWORD)))
    assert (other.get(back).status_code, other.post(CONFIRM).status_code) == (403, 403)
    assert client.get(back).url == CONFIRM
    change_session(client, lambda session: session[PENDING_KEY].update(user=claire.user_id + 1))
    assert client.post(CONFIRM).status_code == 403
    assert links() == []


def test_begun_by_one_and_ended_by_another_in_the_same_browser_it_ties_nothing(client, claire):
    back = come_back(client, LINK)
    change_session(
        client, lambda s: [one.update(user=claire.user_id + 1) for one in s["oidc_states"].values()]
    )
    assert client.get(back).status_code == 403
    assert client.post(CONFIRM).status_code == 403


def test_ten_minutes_later_it_is_to_be_begun_again(client, claire):
    through(client, LINK)
    change_session(client, lambda session: session[PENDING_KEY].update(at=time.time() - 601))
    assert (client.get(CONFIRM).status_code, client.post(CONFIRM).status_code) == (403, 403)
    assert links() == []


def test_the_second_factor_is_owed_before_tying(client, claire, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    for url in (LINK, CONFIRM):
        assert client.get(url).url.startswith("/compte/securite/obligatoire/")


def test_untying_is_asked_then_done_and_written(client, claire):
    url = f"{BEGIN}delier/{tied(claire.user).pk}/"
    assert "Délier ProConnect" in client.get(url).content.decode()
    assert client.post(url).url == "/compte/"
    assert (links(), entries()[-1][0]) == ([], "proconnect_unlinked")
    assert through(Client()).status_code == 403


def test_the_last_way_in_is_not_taken_away(client, claire):
    url = f"{BEGIN}delier/{tied(claire.user).pk}/"
    User.objects.filter(pk=claire.user_id).update(password="!")
    claire.user.refresh_from_db()
    signed_in(client, member=claire)
    assert client.post(url).url == "/compte/"
    assert "choisissez d’abord un mot de passe" in client.get("/compte/").content.decode()
    assert len(links()) == 1


def test_somebody_else_s_identity_does_not_exist(client, claire):
    url = f"{BEGIN}delier/{tied(make_member().user).pk}/"
    assert (client.get(url).status_code, client.post(url).status_code) == (404, 404)
    assert len(links()) == 1


def invitation_of(client, capture):
    """An administrator opens Nadia's account; the address that her mail holds for ProConnect."""
    signed_in(client, Role.ADMINISTRATOR)
    sent = {"email": "nadia@exemple.test", "first_name": "Nadia", "last_name": "Petit", "role": "reception"}
    with capture(execute=True):
        client.post("/compte/equipe/ouvrir/", sent)
    return re.search(r"http://testserver(/compte/proconnect/invitation/\S+)", mail.outbox[-1].body)[1]


def test_an_invitation_opens_the_account_with_proconnect(
    client, proconnect, django_capture_on_commit_callbacks
):
    invitation = invitation_of(client, django_capture_on_commit_callbacks)
    nadia = Client()
    assert through(nadia, invitation).url == ACCEPT
    assert "nadia@exemple.test" in nadia.get(ACCEPT).content.decode()
    assert (links(), is_in(nadia)) == ([], False)
    assert nadia.post(ACCEPT).url == "/"
    user = User.objects.get(email="nadia@exemple.test")
    assert links() == [(user.pk, IDP, SUB)]
    assert nadia.get("/compte/").wsgi_request.actor.user_id == user.pk
    assert [verb for verb, _ in entries()][-2:] == ["proconnect_linked", "signed_in"]
    again = Client()
    assert (again.get(invitation).status_code, again.post(ACCEPT).status_code) == (403, 403)


def test_an_invitation_serves_one_way_or_the_other(client, proconnect, django_capture_on_commit_callbacks):
    invitation = invitation_of(client, django_capture_on_commit_callbacks)
    nadia = Client()
    through(nadia, invitation)
    user = User.objects.get(email="nadia@exemple.test")
    user.set_password(PASSWORD)
    user.save()
    assert nadia.post(ACCEPT).status_code == 403
    assert (links(), is_in(nadia)) == ([], False)


def test_a_closed_account_has_no_invitation(client, proconnect, django_capture_on_commit_callbacks):
    invitation = invitation_of(client, django_capture_on_commit_callbacks)
    User.objects.filter(email="nadia@exemple.test").update(is_active=False)
    assert Client().get(invitation).status_code == 403


@pytest.mark.parametrize("forged", ["1-a-b", "zzzzzzzzzzzzzzzzzzzz-a-b", "0-set-password", "1-%00"])
def test_a_forged_invitation_is_refused(client, proconnect, forged):
    assert client.get(f"{ACCEPT}{forged}/").status_code == 403
    assert client.post(ACCEPT).status_code == 403


def test_a_forgotten_password_s_link_ties_nothing(client, proconnect):
    from maillage.accounts.notifications import proconnect_link

    claire = make_member(user=make_user("claire@exemple.test", PASSWORD))
    assert client.get(proconnect_link(claire.user, "")).status_code == 403


@pytest.mark.parametrize("way", ["identity", "factor"])
def test_an_account_that_somebody_comes_in_with_is_given_by_no_mail(client, proconnect, way):
    """Even without a password: whoever reads a mailbox is not its owner."""
    from maillage.accounts.notifications import proconnect_link

    claire = make_member(user=make_user("claire@exemple.test"))
    assert client.get(proconnect_link(claire.user, "")).status_code == 302
    if way == "identity":
        tied(claire.user)
    else:
        Authenticator.objects.create(user=claire.user, type="totp", data={})
    assert Client().get(proconnect_link(claire.user, "")).status_code == 403


def test_a_password_received_by_mail_enrols_no_factor_on_a_tied_account(client, claire, settings):
    tied(claire.user)
    settings.SECOND_FACTOR_REQUIRED = True
    for kind in ("application", "cles/ajouter"):
        assert client.get(f"/compte/securite/{kind}/").url == "/compte/securite/obligatoire/"
    assert "lié à ProConnect" in client.get("/compte/securite/obligatoire/").content.decode()
    hers = Client()
    through(hers)
    assert hers.get("/compte/securite/application/").status_code == 200


def test_whoever_has_nothing_else_to_prove_who_they_are_comes_in_again(client, proconnect):
    """On a desk left open, nobody adds a way in of their own."""
    claire = make_member(user=make_user("claire@exemple.test"))
    tied(claire.user)
    through(client)
    ways = (LINK, "/compte/securite/application/", "/compte/securite/cles/ajouter/")
    assert client.get(ways[1]).status_code == 200
    change_session(
        client,
        lambda kept: [one.update(at=one["at"] - 301) for one in kept["account_authentication_methods"]],
    )
    for way in ways:
        assert client.get(way).url == "/compte/securite/obligatoire/"
    assert "Déconnectez-vous" in client.get("/compte/securite/obligatoire/").content.decode()


def test_a_mail_says_nothing_of_proconnect_while_it_is_off(client, django_capture_on_commit_callbacks):
    signed_in(client, Role.ADMINISTRATOR)
    sent = {"email": "nadia@exemple.test", "first_name": "Nadia", "last_name": "Petit", "role": "reception"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/compte/equipe/ouvrir/", sent)
    assert "ProConnect" not in mail.outbox[-1].body


def test_an_identity_is_written_by_its_holder_alone(claire):
    from django.db import DatabaseError, transaction

    from maillage.accounts import actions
    from maillage.accounts.tests.factories import actor_of
    from maillage.permissions import Forbidden
    from maillage.permissions.context import acting

    other = make_member()
    with acting(actor_of(claire)) as me:
        with pytest.raises(Forbidden):
            actions.link_proconnect(by=me, user=other.user, idp_id=IDP, sub=SUB)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            ProConnectIdentity.objects.create(user=other.user, idp_id=IDP, sub=SUB)
