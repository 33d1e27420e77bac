"""A questionnaire is written in the name of who may ask, opened once, extended with a reason, copied when answered."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.accounts.enums import Role
from maillage.accounts.models import User
from maillage.accounts.tests.factories import client_of as browser_of
from maillage.accounts.tests.factories import make_member, make_structure
from maillage.clocks.minutes import A_MINUTE
from maillage.consultations.actions import invitations
from maillage.consultations.actions import questionnaires as actions
from maillage.consultations.forms.audience import AddressesForm
from maillage.consultations.models import Invitation, Question, Questionnaire
from maillage.consultations.queries import audience
from maillage.consultations.queries.audience import Guest
from maillage.consultations.tests.factories import (
    kept_flash,
    link,
    make_invitation,
    make_question,
    make_questionnaire,
    make_response,
    questions_of,
    touraine,
)
from maillage.governance.tests.factories import make_seat
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.web.until import UntilForm
from tests.plugin import become

pytestmark = pytest.mark.django_db
SITE = "https://maillage.test/"
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def leader():
    with become("maintenance"):
        member = make_member(Role.TEAM_LEADER)
    return browser_of(member)


def in_base(model, **wanted):
    with become("maintenance"):
        return list(model.objects.filter(**wanted))


def test_an_animator_builds_opens_and_gives_a_link(leader):
    told = {"title": "Vos délais", "asker": "structure", "promise": "oui", "level": "departement"}
    page = leader.post("/questionnaires/creer/", {**told, "purpose": "Pour décider."})
    address = page.url
    (row,) = in_base(Questionnaire)
    assert (row.anonymous, row.phase, row.asker) == (True, "draft", row.structure.name)
    refused = leader.post(f"{address}ouvrir/", {"day": "31/12/2099", "hour": "23 h 59"})
    assert "au moins une question" in refused.text
    for kind, more in (
        ("single", {"choices": "Oui\nNon\n"}),
        ("scale", {"steps": "4", "low": "peu"}),
        ("matrix", {"choices": "Oui\nNon", "rows": "Ici\nLà"}),
        ("text", {}),
        ("number", {}),
        ("territory", {}),
    ):
        answer = leader.post(f"{address}questions/ajouter/{kind}/", {"title": f"Question {kind}", **more})
        assert (kind, answer.status_code) == (kind, 302)
    first = questions_of(row)[0]
    depends = {"title": "Pourquoi ?", "condition": f"{first.pk}:1"}
    assert leader.post(f"{address}questions/ajouter/text/", depends).status_code == 302
    assert "Si «\u00a0Non\u00a0» à la question 1" in leader.get(address).text
    told = {"day": "31/12/2099", "hour": "23 h 59", "open_link": "on"}
    page = leader.post(f"{address}ouvrir/", told, follow=True)
    assert "jusqu’au 31\u00a0décembre 2099 à 23\u00a0h\u00a059" in page.text
    (row,) = in_base(Questionnaire)
    assert Client().get(link(row)).status_code == 200
    assert leader.get(f"{address}papier.pdf").content.startswith(b"%PDF")
    assert leader.get(f"{address}apercu/").status_code == 200


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"choices": "Oui"}, "au moins deux choix"),
        ({"choices": "Oui\nOui"}, "sont les mêmes"),
        ({"choices": "x" * 130 + "\nNon"}, "trop long"),
        ({"choices": "\n".join(map(str, range(40)))}, "30 choix au plus"),
    ],
)
def test_choices_that_would_not_work_are_said_and_kept(leader, sent, why):
    told = kept_flash(open_for=None)
    client = Client()
    with become("maintenance"):
        user = User.objects.get(pk=told.keeper.user_id)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.post(f"{told.row.get_absolute_url()}questions/ajouter/single/", {"title": "Où ?", **sent})
    assert page.status_code == 422
    assert why in page.text
    assert page.context["form"]["choices"].value() == sent["choices"]


def test_answered_questions_no_longer_change_and_are_copied_with_what_depends_on_them():
    told = kept_flash()
    make_response(told.row, [(questions_of(told.row)[0], 0)])
    with acting(told.keeper) as by:
        for act in (actions.remove_question, actions.move_question):
            with pytest.raises(Forbidden, match="déjà arrivées"):
                act(by=by, question=questions_of(told.row)[3])
        with pytest.raises(Forbidden, match="déjà arrivées"):
            actions.add_question(by=by, questionnaire=told.row, values={"kind": "text", "title": "Et ?"})
        copy = actions.copy_questionnaire(by=by, questionnaire=told.row)
    copied = questions_of(copy)
    assert (copy.phase, len(copied)) == ("draft", 5)
    assert (copied[1].condition_id, copied[1].condition_choice) == (copied[0].pk, 1)


def test_what_another_question_depends_on_stays_before_it():
    told = kept_flash(open_for=None)
    first, second, *_ = questions_of(told.row)
    with acting(told.keeper) as by:
        with pytest.raises(Forbidden, match="dépend"):
            actions.move_question(by=by, question=second)
        with pytest.raises(Forbidden, match="dépend"):
            actions.remove_question(by=by, question=first)
        with pytest.raises(Forbidden, match="dépend"):
            actions.correct_question(by=by, question=first, values={"choices": ["Oui"]})


def test_it_is_extended_while_it_runs_and_never_after():
    told, over = kept_flash(), kept_flash(open_for=timedelta(seconds=-1))
    until = timezone.now() + timedelta(days=9)
    with acting(told.keeper) as by:
        made = actions.extend_questionnaire(
            by=by, questionnaire=told.row, until=until, reason="Peu de réponses"
        )
        with pytest.raises(Forbidden, match="après l’ancienne"):
            actions.extend_questionnaire(by=by, questionnaire=told.row, until=until, reason="x")
    assert (made.before, made.until) == (told.row.closes_at, until)
    with acting(over.keeper) as by, pytest.raises(Forbidden, match="clos"):
        actions.extend_questionnaire(by=by, questionnaire=over.row, until=until, reason="x")


CHANGES = [(2026, 3, 29), (2026, 10, 25), (2027, 3, 28), (2027, 10, 31)]
"""Days of 23 and of 25 hours."""


@settings(max_examples=20)
@given(
    st.one_of(st.dates(datetime(2026, 1, 1).date(), datetime(2035, 12, 30).date()), st.sampled_from(CHANGES))
)
def test_the_minute_said_is_whole_and_the_next_second_is_too_late(day):
    day = day if not isinstance(day, tuple) else datetime(*day).date()
    form = UntilForm({"day": f"{day:%d/%m/%Y}", "hour": "23 h 59"})
    assert form.is_valid()
    closes_at = form.until()
    last = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=PARIS)
    row = Questionnaire(opens_at=last - timedelta(days=2), closes_at=closes_at)
    assert row.phase_at(last) == "open"
    assert row.phase_at(last + timedelta(seconds=1)) == "closed"
    assert timezone.localtime(closes_at - A_MINUTE).strftime("%d %H:%M") == f"{day:%d} 23:59"
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz < %s::timestamptz", [last, closes_at])
        assert cursor.fetchone() == (True,)


# Who is asked


@pytest.fixture
def world():
    return kept_flash()


def act(told, what, **values):
    with acting(told.keeper) as by:
        return what(by=by, questionnaire=told.row, **values)


def mails(told):
    """What the jobs send, as a worker would."""
    mail.outbox.clear()
    with become("maintenance"):
        jobs = list(
            ProcrastinateJob.objects.filter(task_name=invitations.SEND).values_list("args", flat=True)
        )
    for args in jobs:
        values = {name: args[name] for name in ("invitation", "number", "site")}
        invitations.send_one(by=told.keeper, **values)
    return mail.outbox


def test_an_address_is_asked_once_and_its_mail_opens_its_page(world):
    guests = [Guest("awa@exemple.test", "Awa"), Guest("AWA@exemple.test"), Guest("leo@exemple.test")]
    assert act(world, invitations.invite, guests=guests) == 2
    assert act(world, invitations.invite, guests=guests) == 0
    assert act(world, invitations.send, site=SITE) == 2
    assert act(world, invitations.send, site=SITE) == 0
    sent = {one.to[0]: one.body for one in mails(world)}
    assert len(sent) == 2
    body = sent["awa@exemple.test"]
    found = re.search(rf"{SITE}(repondre/[^/]+/)\n", body)
    assert Client().get("/" + found[1]).status_code == 200
    assert re.search(rf"{SITE}repondre/[^/]+/plus-de-mail/", body)
    assert "heure de Paris" in body


def test_nobody_who_answered_or_left_is_reminded_and_nobody_twice_a_week(world):
    told = {"answered": {"answered": True}, "left": {"left_out_at": timezone.now()}, "silent": {}}
    for name, values in told.items():
        make_invitation(world.row, name=name, **values)
    make_invitation(world.row, name="fresh", sent_at=timezone.now())
    assert act(world, invitations.remind, site=SITE) == 1
    assert act(world, invitations.remind, site=SITE) == 0
    (one,) = in_base(Invitation, reminded_at__isnull=False)
    assert one.name == "silent"
    (sent,) = mails(world)
    assert sent.subject.startswith("Rappel")


def test_who_answers_while_the_mail_waits_is_not_written_to(world):
    make_invitation(world.row, sent=False)
    act(world, invitations.send, site=SITE)
    with become("maintenance"):
        Invitation.objects.update(answered=True)
    assert mails(world) == []


def test_nothing_is_sent_before_it_opens():
    told = kept_flash(open_for=None)
    with pytest.raises(Forbidden, match="Ouvrez"):
        act(told, invitations.send, site=SITE)


def test_wrong_lines_are_said_with_their_numbers():
    text = "awa@exemple.test ; Awa ; Chinon\n\npas une adresse\nleo@exemple.test;Léo;Nulle-Part-sur-Rien"
    form = AddressesForm({"lines": text}, level="departement")
    assert not form.is_valid()
    first, second = form.errors["lines"]
    assert first.startswith("Ligne 3\u00a0: «\u00a0pas une adresse")
    assert second.startswith("Ligne 4\u00a0: «\u00a0Nulle-Part")
    form = AddressesForm({"lines": text.splitlines()[0]}, level="departement")
    assert form.is_valid()
    assert form.guests == [Guest("awa@exemple.test", "Awa", touraine())]


def test_accounts_of_a_role_on_a_territory_and_members_of_a_committee(world):
    with become("maintenance"):
        here = make_member(Role.RIGHTS_LEAD, make_structure(commune="37261"))
        make_member(Role.RIGHTS_LEAD, make_structure(commune="75056"))
        make_member(Role.RECEPTION, make_structure(commune="37261"))
        seated = make_member(Role.SOCIAL_WORKER).user
    make_seat(world.committee, user=seated)
    make_seat(world.committee)
    found = audience.accounts_of(Role.RIGHTS_LEAD, touraine(), "departement")
    assert [(one.user_id, one.territory) for one in found] == [(here.user_id, touraine())]
    with acting(world.keeper):
        assert [one.email for one in audience.members_of(world.committee)] == [seated.email]


def test_who_leads_no_team_and_keeps_no_committee_asks_nothing():
    with become("maintenance"):
        member = make_member(Role.SOCIAL_WORKER)
    assert browser_of(member).get("/questionnaires/creer/").status_code == 403
    assert "Créer un questionnaire" not in browser_of(member).get("/questionnaires/").text


def test_one_territory_a_questionnaire(world):
    fresh = make_questionnaire(committee=world.committee, open_for=None)
    make_question(fresh, "territory", ())
    client = Client()
    with become("maintenance"):
        user = User.objects.get(pk=world.keeper.user_id)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.post(f"{fresh.get_absolute_url()}questions/ajouter/territory/", {"title": "Où ?"})
    assert page.status_code == 422
    assert "demande déjà le territoire" in page.text
    assert len(in_base(Question, questionnaire=fresh)) == 1
