"""Answered by account, by a personal link, by the open link, on paper; closed at its very second."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import client_of, make_member
from maillage.consultations.actions import answers as actions
from maillage.consultations.models import Invitation, Response
from maillage.consultations.queries.door import opened_by, token_of
from maillage.consultations.tests.factories import (
    answers_of,
    kept_flash,
    link,
    make_flash,
    make_invitation,
    questions_of,
    touraine,
)
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db


def sent(row, *values):
    """A form filled: the first question, why, how much, where, which département."""
    names = [f"q{one.pk}" for one in questions_of(row)]
    return {name: value for name, value in zip(names, values, strict=False) if value is not None}


def responses(row):
    with become("maintenance"):
        return list(Response.objects.filter(questionnaire=row).order_by("pk"))


def test_the_open_link_takes_an_answer_of_anybody():
    row = make_flash()
    page = Client().get(link(row))
    assert page.status_code == 200
    assert "Recevez-vous sans rendez-vous" in page.text
    found = Client().post(link(row), sent(row, "0", None, "4", ["0", "2"], touraine().pk), follow=True)
    assert "Votre réponse est reçue" in found.text
    assert answers_of(row) == [[0, 4, 0, 2]]
    (kept,) = responses(row)
    assert (kept.channel, kept.territory, kept.invitation_id, kept.name) == ("open", touraine(), None, "")


def test_a_hundred_departements_are_asked_at_once():
    assert count_queries(Client(), link(make_flash())) < 40


def test_a_page_sent_twice_is_one_answer():
    row = make_flash()
    told = {**sent(row, "0"), "request_key": "6f1c2c60-6d3c-4f1e-9a53-0e0f5f4f4d11"}
    for _ in range(2):
        assert Client().post(link(row), told).status_code == 302
    assert len(responses(row)) == 1


def test_what_is_missing_is_asked_and_nothing_typed_is_lost():
    row = make_flash()
    page = Client().post(link(row), sent(row, "1", "", "4"))
    assert page.status_code == 422
    assert "Répondez à cette question" in page.text
    assert page.context["form"][f"q{questions_of(row)[2].pk}"].value() == "4"
    assert responses(row) == []


def test_a_question_that_was_not_to_be_answered_does_not_count():
    row = make_flash()
    Client().post(link(row), sent(row, "0", "Écrit pour rien"))
    Client().post(link(row), sent(row, "1", "Trop de monde"))
    assert answers_of(row) == [[0], [1, "Trop de monde"]]


def test_an_anonymous_answer_is_joined_to_nobody_and_taken_once():
    row = make_flash()
    one = make_invitation(row, name="Awa")
    assert Client().post(link(one), sent(row, "0")).status_code == 302
    again = Client().post(link(one), sent(row, "1", "Autre"))
    assert again.status_code == 409
    assert "Votre réponse est reçue" in again.text
    (kept,) = responses(row)
    assert (kept.channel, kept.invitation_id, kept.name) == ("link", None, "")
    with become("maintenance"):
        one.refresh_from_db()
    assert one.answered


def test_a_signed_answer_is_corrected_until_the_close():
    row = make_flash(anonymous=False)
    one = make_invitation(row, name="Awa")
    Client().post(link(one), sent(row, "1", "Trop de monde", "2", ["1"], touraine().pk))
    page = Client().get(link(one))
    assert "Trop de monde" in page.text
    assert page.context["form"][f"q{questions_of(row)[4].pk}"].value() == touraine().pk
    Client().post(link(one), sent(row, "0", None, "4"))
    assert answers_of(row) == [[0, 4]]
    (kept,) = responses(row)
    assert (kept.invitation_id, kept.name) == (one.pk, "Awa")


def test_an_account_answers_from_its_list():
    row = make_flash()
    with become("maintenance"):
        member = make_member(Role.SOCIAL_WORKER)
    one, client = make_invitation(row, user=member.user), client_of(member)
    assert row.title in client.get("/questionnaires/").text
    assert client.post(link(one), sent(row, "0")).status_code == 302
    assert [kept.channel for kept in responses(row)] == ["account"]
    assert link(one) not in client.get("/questionnaires/").text


def at(row, delta):
    """The close, so long after the moment of this transaction as PostgreSQL tells it."""
    with become("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE consultations_questionnaire SET closes_at = now() + %s WHERE id = %s", [delta, row.pk]
        )


@pytest.mark.parametrize(("delta", "phase"), [(timedelta(microseconds=1), "open"), (timedelta(0), "closed")])
def test_postgresql_closes_at_that_very_moment(delta, phase):
    row = make_flash()
    opened = opened_by(token_of(row.open_key))
    at(row, delta)
    assert opened_by(token_of(row.open_key)).facts.phase == phase
    said = [{"question": questions_of(row)[0].pk, "choice": 0}]
    if phase == "open":
        actions.answer(opened=opened, said=said, territory=None)
    else:
        with pytest.raises(Forbidden, match="clos"):
            actions.answer(opened=opened, said=said, territory=None)
    assert len(responses(row)) == (1 if phase == "open" else 0)


def test_a_page_left_open_is_told_that_it_is_over():
    row = make_flash(open_for=timedelta(seconds=-1))
    page = Client().post(link(row), sent(row, "0"))
    assert page.status_code == 409
    assert "clos" in page.text
    assert responses(row) == []
    assert "checked" in page.text


def test_whoever_leaves_gets_no_more_mail_and_may_still_answer():
    row = make_flash()
    one = make_invitation(row)
    page = Client().post(link(one) + "plus-de-mail/", follow=True)
    assert "ne recevez plus" in page.text
    assert Client().get(link(one)).status_code == 200
    with become("maintenance"):
        assert Invitation.objects.get(pk=one.pk).left_out_at


@pytest.mark.parametrize("token", ["x", "a:b:c"])
def test_a_link_that_opens_nothing(token):
    assert Client().get(f"/repondre/{token}/").status_code == 404


def typed(told, received, **more):
    said = [{"question": questions_of(told.row)[0].pk, "choice": 1}]
    more = {"said": said, "territory": None, "name": "Léa", "received": received, **more}
    with acting(told.keeper) as by:
        actions.type_paper(by=by, questionnaire=told.row, **more)


def test_a_paper_is_typed_in_by_who_asks():
    told = kept_flash(anonymous=False)
    typed(told, timezone.localdate())
    (kept,) = responses(told.row)
    assert (kept.channel, kept.name, kept.entered_by_id) == ("paper", "Léa", told.keeper.user_id)


def test_a_paper_received_in_time_is_typed_in_a_week_after_and_no_later():
    told = kept_flash(open_for=timedelta(days=-3))
    with pytest.raises(Forbidden, match="pas pu"):
        typed(told, timezone.localdate())
    typed(told, timezone.localdate() - timedelta(days=4))
    late = kept_flash(open_for=timedelta(days=-8))
    with pytest.raises(Forbidden, match="pas pu"):
        typed(late, timezone.localdate() - timedelta(days=9))
    assert (len(responses(told.row)), len(responses(late.row))) == (1, 0)
