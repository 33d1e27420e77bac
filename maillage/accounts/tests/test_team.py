"""The team's screens: who may open them, opening accounts, giving and ending roles, closing."""

import re

import pytest
from django.core import mail

from maillage.accounts.enums import Role
from maillage.accounts.models import Membership, RoleProposal, User
from maillage.accounts.tests.factories import PASSWORD, make_member, make_structure, make_user, signed_in

pytestmark = pytest.mark.django_db
NEW = {"email": "Nadia@Exemple.test", "first_name": "Nadia", "last_name": "Petit", "role": "reception"}


@pytest.fixture
def admin(client):
    return signed_in(client, Role.ADMINISTRATOR)


@pytest.fixture
def karim(admin):
    return make_member(structure=admin.structure, user=make_user("karim@exemple.test", PASSWORD))


def pages(someone):
    here = f"/compte/equipe/{someone.user.public_id}/"
    return [
        "/compte/equipe/",
        "/compte/equipe/ouvrir/",
        here,
        f"{here}roles/{someone.pk}/retirer/",
        f"{here}fermer/",
    ]


@pytest.mark.parametrize("role", list(Role))
def test_only_an_administrator_opens_the_team(client, role):
    me = signed_in(client, role)
    colleague = make_member(structure=me.structure)
    expected = 200 if role == Role.ADMINISTRATOR else 403
    assert [client.get(page).status_code for page in pages(colleague)] == [expected] * 5


def test_a_visitor_is_sent_to_sign_in(client):
    answers = [client.get(page) for page in pages(make_member())]
    assert [answer.status_code for answer in answers] == [302] * 5
    assert {answer.url.split("?")[0] for answer in answers} == {"/compte/connexion/"}


def test_people_of_another_structure_do_not_exist(client, admin):
    stranger = make_member()
    assert [client.get(page).status_code for page in pages(stranger)[2:]] == [404] * 3
    assert [client.post(page).status_code for page in pages(stranger)[2:]] == [404] * 3
    assert stranger.user.get_full_name() not in client.get("/compte/equipe/").content.decode()


def test_a_role_held_elsewhere_by_a_colleague_does_not_exist(client, admin, karim):
    elsewhere = make_member(user=karim.user, structure=make_structure())
    assert (
        client.post(f"/compte/equipe/{karim.user.public_id}/roles/{elsewhere.pk}/retirer/").status_code == 404
    )


def test_opening_an_account_sends_a_link_to_choose_a_password(
    client, admin, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/compte/equipe/ouvrir/", NEW)
    nadia = User.objects.get(email="nadia@exemple.test")
    assert response.url == f"/compte/equipe/{nadia.public_id}/"
    assert nadia.has_usable_password() is False
    assert [
        (m.user_id, m.role) for m in Membership.objects.filter(structure=admin.structure, user=nadia)
    ] == [(nadia.pk, "reception")]
    assert [letter.to for letter in mail.outbox] == [["nadia@exemple.test"]]
    link = re.search(r"http://testserver(/compte/mot-de-passe/nouveau/\S+)", mail.outbox[0].body)[1]
    client.logout()
    page = client.get(link, follow=True)
    client.post(page.redirect_chain[0][0], {"password1": PASSWORD, "password2": PASSWORD})
    signed = client.post("/compte/connexion/", {"login": "nadia@exemple.test", "password": PASSWORD})
    assert signed.url == "/"
    assert "ne marche plus" in client.get(link, follow=True).content.decode()


def test_somebody_who_has_an_account_keeps_it(client, admin, django_capture_on_commit_callbacks):
    known = make_member(
        user=make_user("nadia@exemple.test", PASSWORD, first_name="Nadia", last_name="Petit-Jean")
    )
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/compte/equipe/ouvrir/", NEW)
    known.user.refresh_from_db()
    assert (known.user.last_name, known.user.check_password(PASSWORD)) == ("Petit-Jean", True)
    assert Membership.objects.filter(user=known.user).count() == 2
    assert ["mot-de-passe" in letter.body for letter in mail.outbox] == [False]


def test_opening_twice_changes_nothing_more(client, admin):
    client.post("/compte/equipe/ouvrir/", NEW)
    client.post("/compte/equipe/ouvrir/", NEW)
    assert User.objects.filter(email="nadia@exemple.test").count() == 1
    assert Membership.objects.filter(user__email="nadia@exemple.test").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nadia"},
        {"role": "administrator"},
        {"role": "roi"},
        {"first_name": ""},
        {"until": "01/01/2020"},
    ],
)
def test_a_wrong_form_opens_nothing(client, admin, wrong):
    before = User.objects.count()
    response = client.post("/compte/equipe/ouvrir/", NEW | wrong)
    assert (response.status_code, User.objects.count()) == (422, before)
    assert "error-summary" in response.content.decode()


def test_giving_and_ending_a_role(client, admin, karim):
    here = f"/compte/equipe/{karim.user.public_id}/"
    client.post(here, {"role": "team_leader", "job_title": "cheffe de service"})
    given = Membership.objects.get(user=karim.user, role="team_leader")
    assert (given.structure_id, given.job_title) == (admin.structure_id, "cheffe de service")
    assert "Retirer à" in client.get(f"{here}roles/{given.pk}/retirer/").content.decode()
    assert client.post(f"{here}roles/{given.pk}/retirer/").url == "/compte/equipe/"
    given.refresh_from_db()
    assert (given.ended_by_id, given.ended_at is not None) == (admin.user_id, True)
    client.post(here, {"role": "team_leader"})
    assert Membership.objects.filter(user=karim.user, role="team_leader").count() == 2


def test_whose_role_ends_loses_access_on_the_next_request(client, admin, karim):
    from django.test import Client

    other = Client()
    signed_in(other, member=karim)
    assert other.get("/compte/").wsgi_request.actor.roles == {"social_worker"}
    client.post(f"/compte/equipe/{karim.user.public_id}/roles/{karim.pk}/retirer/")
    assert other.get("/compte/").wsgi_request.actor.at_work is False


def test_closing_an_account_shuts_every_door(client, admin, karim):
    from django.test import Client

    other = Client()
    signed_in(other, member=karim)
    assert (
        "Fermer le compte de" in client.get(f"/compte/equipe/{karim.user.public_id}/fermer/").content.decode()
    )
    assert client.post(f"/compte/equipe/{karim.user.public_id}/fermer/").url == "/compte/equipe/"
    assert other.get("/compte/").status_code == 302
    again = other.post("/compte/connexion/", {"login": "karim@exemple.test", "password": PASSWORD})
    assert "n’est pas le bon" in again.content.decode()
    client.post("/compte/equipe/ouvrir/", NEW | {"email": "karim@exemple.test"})
    karim.user.refresh_from_db()
    assert (karim.user.is_active, karim.user.has_usable_password()) == (True, False)


@pytest.mark.parametrize("why", ["elsewhere", "sensitive"])
def test_an_account_that_cannot_be_closed_says_why(client, admin, karim, why):
    if why == "elsewhere":
        make_member(user=karim.user)
    else:
        make_member(Role.RIGHTS_LEAD, structure=admin.structure, user=karim.user)
    answer = client.post(f"/compte/equipe/{karim.user.public_id}/fermer/")
    words = {"elsewhere": "travaille aussi ailleurs", "sensitive": "rôle sensible"}[why]
    assert (answer.status_code, words in answer.content.decode()) == (403, True)
    assert User.objects.get(pk=karim.user_id).is_active is True


def test_nobody_gives_oneself_a_role(client, admin):
    here = f"/compte/equipe/{admin.user.public_id}/"
    assert "Donner ce rôle" not in client.get(here).content.decode()
    client.post(here, {"role": "social_worker"})
    client.post("/compte/equipe/ouvrir/", NEW | {"email": admin.user.email})
    assert [m.role for m in Membership.objects.filter(user=admin.user)] == ["administrator"]


def test_a_sensitive_role_goes_through_two_administrators(client, admin, karim):
    from django.test import Client

    client.post(f"/compte/equipe/{karim.user.public_id}/", {"role": "rights_lead"})
    proposal = RoleProposal.objects.get()
    decide = f"/compte/equipe/changements/{proposal.pk}/"
    assert Membership.objects.filter(user=karim.user).count() == 1
    assert "Retirer ma demande" in client.get("/compte/equipe/").content.decode()
    assert client.post(decide, {"decision": "confirmed"}).status_code == 403
    second = Client()
    signed_in(second, Role.ADMINISTRATOR, admin.structure)
    assert "Confirmer" in second.get("/compte/equipe/").content.decode()
    assert second.post(decide, {"decision": "confirmed"}).url == "/compte/equipe/"
    assert set(Membership.objects.filter(user=karim.user).values_list("role", flat=True)) == {
        "social_worker",
        "rights_lead",
    }
    assert Membership.objects.filter(user=karim.user, role="rights_lead").count() == 1


def test_another_structure_s_request_does_not_exist(client, admin, karim):
    from django.test import Client

    client.post(f"/compte/equipe/{karim.user.public_id}/", {"role": "rights_lead"})
    stranger = Client()
    signed_in(stranger, Role.ADMINISTRATOR)
    decide = f"/compte/equipe/changements/{RoleProposal.objects.get().pk}/"
    assert stranger.post(decide, {"decision": "confirmed"}).status_code == 404


def queries_of_the_list(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as seen:
        client.get("/compte/equipe/")
    return len(seen)


def test_the_list_asks_as_much_for_three_as_for_one(client, admin, django_assert_max_num_queries):
    client.get("/compte/equipe/")
    one = queries_of_the_list(client, django_assert_max_num_queries)
    for _ in range(2):
        colleague = make_member(structure=admin.structure)
        client.post(f"/compte/equipe/{colleague.user.public_id}/", {"role": "rights_lead"})
    client.get("/compte/equipe/")
    assert queries_of_the_list(client, django_assert_max_num_queries) == one
