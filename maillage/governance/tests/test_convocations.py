"""Members are called by mail, once for what a mail tells; they answer by a link that dies with the meeting."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, client_of, make_member, make_user, signed_in
from maillage.audit.models import Entry
from maillage.governance.actions import convocations as actions
from maillage.governance.actions.convocation_mails import SEND
from maillage.governance.enums import Rank
from maillage.governance.models import Convocation, Gathering, OccupantAddress, Recusal
from maillage.governance.queries import convocations as queries
from maillage.governance.tasks import send_one_convocation
from maillage.governance.tests.factories import (
    make_committee,
    make_duty,
    make_gathering,
    make_item,
    make_seat,
    seat_person,
)
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
SITE = "https://maillage.test/"


@pytest.fixture(autouse=True)
def no_tries():
    cache.clear()


class World:
    """A committee whose secretary calls an account, its substitute without one, a member by address, one by nothing."""

    def __init__(self):
        with become("maintenance"):
            self.secretary = make_member(Role.ANIMATOR)
            self.account = make_user(email="titulaire@exemple.test")
        self.actor = actor_of(self.secretary)
        self.committee = make_committee(self.secretary.structure)
        make_duty(self.committee, self.secretary.user)
        self.titular = make_seat(self.committee, user=self.account, name="Nadia Roux")
        self.substitute = seat_person(self.titular.seat, rank=Rank.SUBSTITUTE, name="Paul Noé")
        self.concerned = make_seat(self.committee, college=1, name="Awa Diop", expert=True)
        self.unreachable = make_seat(self.committee, name="Sans Adresse")
        with become("maintenance"):
            for one, email in ((self.substitute, "paul@exemple.test"), (self.concerned, "awa@exemple.test")):
                OccupantAddress.objects.create(occupant=one, email=email)
        self.meeting = make_gathering(self.committee, timezone.now() + timedelta(days=9), title="Plénière")
        self.item = make_item(self.meeting, "Louer une salle")
        self.done = 0

    def convene(self):
        with acting(self.actor):
            return actions.convene(by=self.actor, gathering=self.meeting, site=SITE)

    def sent(self):
        """The mails of the jobs queued since the last time."""
        mail.outbox.clear()
        with become("maintenance"):
            jobs = list(ProcrastinateJob.objects.filter(task_name=SEND, id__gt=self.done).order_by("id"))
        for job in jobs:
            send_one_convocation(**job.args)
            self.done = job.id
        return {one.to[0]: one for one in mail.outbox}

    def row(self, occupant):
        with become("maintenance"):
            return Convocation.objects.get(gathering=self.meeting, occupant=occupant)

    def link(self, occupant):
        return reverse("governance:convocation", args=[queries.token_of(self.row(occupant))])

    def page(self):
        url = reverse("governance:gathering", args=[self.meeting.public_id])
        return client_of(self.secretary).get(url).content.decode().replace("\u00a0", " ")


@pytest.fixture
def world():
    return World()


def test_each_who_has_an_address_receives_date_place_agenda_calendar_and_link(world):
    assert world.convene() == 3
    sent = world.sent()
    assert set(sent) == {"titulaire@exemple.test", "paul@exemple.test", "awa@exemple.test"}
    body = sent["awa@exemple.test"].body
    assert "1. Louer une salle (pour débat)" in body
    assert "Lieu\u00a0: Tours" in body
    link = re.search(rf"{SITE}(convocations/\S+)", body)
    assert "Awa Diop" in Client().get(f"/{link[1]}").content.decode()
    ((name, content, kind),) = sent["awa@exemple.test"].attachments
    assert (name, kind, "BEGIN:VEVENT" in content) == ("seance.ics", "text/calendar", True)
    assert "À prévenir autrement, faute d’adresse : Sans Adresse" in world.page()


def test_whoever_has_no_address_is_called_too_and_their_answer_noted(world):
    """No mail leaves for them, none is counted; another date asks for another answer, without a mail either."""
    assert world.convene() == 3
    row = world.row(world.unreachable)
    assert (row.sent_at, row.number) == (None, 0)
    client = client_of(world.secretary)
    note = reverse("governance:note_coming", args=[world.meeting.public_id, row.pk])
    assert note in world.page()
    assert client.post(note, {"answer": "present"}).status_code == 302
    assert "vient · sans adresse" in world.page()
    assert world.convene() == 0
    with become("maintenance"):
        later = {
            "starts_at": timezone.now() + timedelta(days=10),
            "ends_at": timezone.now() + timedelta(days=11),
        }
        Gathering.objects.filter(pk=world.meeting.pk).update(**later)
    assert world.convene() == 3
    assert world.row(world.unreachable).answer == ""
    with acting(world.actor):
        told = {"occupant": world.unreachable, "email": "sans@exemple.test", "site": SITE}
        actions.give_address(by=world.actor, **told)
    world.sent()
    assert world.convene() == 1
    assert "Vous êtes invité" in world.sent()["sans@exemple.test"].subject


def test_a_substitute_is_proposed_only_where_there_is_one(world):
    world.convene()
    client = client_of(world.secretary)
    for one, proposed in ((world.titular, True), (world.unreachable, False), (world.substitute, False)):
        url = reverse("governance:note_coming", args=[world.meeting.public_id, world.row(one).pk])
        assert ("Son suppléant vient" in client.get(url).content.decode()) is proposed
    with acting(world.actor), pytest.raises(Forbidden, match="pas de suppléant"):
        row = Convocation.objects.select_related("gathering__committee", "occupant").get(
            occupant=world.unreachable
        )
        actions.note_coming(by=world.actor, convocation=row, answer="substitute")


def test_a_double_click_sends_once(world):
    assert (world.convene(), world.convene()) == (3, 0)
    assert len(world.sent()) == 3
    client = client_of(world.secretary)
    client.post(reverse("governance:convene", args=[world.meeting.public_id]))
    assert world.sent() == {}


def test_a_point_under_embargo_or_from_which_one_stepped_aside_is_not_told(world):
    make_item(world.meeting, "Secret", position=2, embargo_until=timezone.now() + timedelta(hours=1))
    left = make_item(world.meeting, "Subvention", position=3)
    with become("maintenance"):
        Recusal.objects.create(
            item=left, gathering=world.meeting, occupant=world.titular, user_id=world.account.pk
        )
    world.convene()
    sent = {to: one.body for to, one in world.sent().items()}
    assert [to for to, body in sent.items() if "Secret" in body] == []
    assert sorted(to for to, body in sent.items() if "Subvention" in body) == [
        "awa@exemple.test",
        "paul@exemple.test",
    ]
    shown = {one: Client().get(world.link(one)).content.decode() for one in (world.titular, world.concerned)}
    assert ("Subvention" in shown[world.titular], "Subvention" in shown[world.concerned]) == (False, True)
    assert [one for one, page in shown.items() if "Secret" in page] == []


def test_a_secretary_who_stepped_aside_sends_the_point_without_reading_it(world):
    with become("maintenance"):
        own = make_seat(world.committee, user=world.secretary.user)
        left = make_item(world.meeting, "Subvention", position=2)
        Recusal.objects.create(
            item=left, gathering=world.meeting, occupant=own, user_id=world.secretary.user_id
        )
    world.convene()
    sent = world.sent()
    assert "Subvention" in sent["awa@exemple.test"].body
    assert "Subvention" not in sent[world.secretary.user.email].body
    told = str([world.row(one).told for one in (world.concerned, own)])
    assert ("Subvention" in told, "Subvention" in world.page()) == (False, False)


def test_what_changed_is_sent_again_to_those_it_concerns(world):
    world.convene()
    world.sent()
    make_item(world.meeting, "Recruter", position=2)
    assert "la séance a changé depuis leur e-mail" in world.page()
    assert world.convene() == 3
    body = world.sent()["awa@exemple.test"].body
    assert "- Nouveau point\u00a0: Recruter." in body
    assert "Louer une salle" in body
    assert world.convene() == 0


def test_another_date_is_told_at_once_and_asks_for_another_answer(world):
    world.convene()
    world.sent()
    Client().post(world.link(world.concerned), {"answer": "present"})
    start = timezone.localtime(world.meeting.starts_at) + timedelta(days=1)
    typed = {
        "title": "Plénière",
        "day": f"{start:%d/%m/%Y}",
        "begins": "9 h",
        "ends": "12 h",
        "place": "Blois",
    }
    client = client_of(world.secretary)
    url = reverse("governance:correct_gathering", args=[world.meeting.public_id])
    client.post(url, {**typed, "link": "", "version": "1"})
    body = world.sent()["awa@exemple.test"].body
    assert "Le lieu\u00a0: Blois (au lieu de Tours)." in body
    assert "- La date\u00a0: " in body
    assert world.row(world.concerned).answer == ""


def test_those_who_were_called_are_told_that_it_is_cancelled_once(world):
    client = client_of(world.secretary)
    world.convene()
    client.post(reverse("governance:cancel_gathering", args=[world.meeting.public_id]), {"reason": "grève"})
    sent = world.sent()
    assert len(mail.outbox) == len(sent) == 3
    one = sent["paul@exemple.test"]
    assert "n’a pas lieu" in one.body
    assert "grève" in one.body
    assert "STATUS:CANCELLED" in one.attachments[0][1]
    assert "n’a pas lieu" in Client().get(world.link(world.substitute)).content.decode()


def test_an_answer_is_given_without_an_account_changed_and_journaled(world):
    world.convene()
    client, url = Client(), world.link(world.titular)
    assert "Mon suppléant vient" in client.get(url).content.decode()
    assert client.post(url, {"answer": "present"}).status_code == 302
    assert client.post(url, {"answer": "substitute"}).status_code == 302
    assert world.row(world.titular).answer == "substitute"
    assert client.post(url, {"answer": "maybe"}).status_code == 422
    assert "Mon suppléant" not in client.get(world.link(world.substitute)).content.decode()
    with become("maintenance"):
        lines = Entry.objects.filter(verb="coming_answered").values_list("actor_label", flat=True)
        assert list(lines) == ["Nadia Roux, par un lien"] * 2


def test_a_link_dies_with_the_meeting_and_a_false_one_opens_nothing(world):
    world.convene()
    url = world.link(world.titular)
    assert Client().get(url[:-3] + "x/").status_code == 404
    with become("maintenance"):
        past = timezone.now() - timedelta(hours=3)
        Gathering.objects.filter(pk=world.meeting.pk).update(
            starts_at=past, ends_at=past + timedelta(hours=2)
        )
    assert Client().get(url).status_code == 404
    assert Client().post(url, {"answer": "present"}).status_code == 404
    assert world.row(world.titular).answer == ""


def test_wrong_links_are_counted():
    url = reverse("governance:convocation", args=["faux"])
    statuses = [Client().get(url).status_code for _ in range(11)]
    assert (statuses[0], statuses[-1]) == (404, 429)


def test_answers_tell_whether_the_quorum_will_hold_and_fill_the_presences(world):
    world.convene()
    assert "Quorum pas encore atteint" in world.page()
    Client().post(world.link(world.titular), {"answer": "substitute"})
    Client().post(world.link(world.concerned), {"answer": "present"})
    shown = world.page()
    assert "Quorum pas encore atteint" not in shown
    assert "Personnes concernées : 1 sur 1 siège pourvu" in shown
    client = client_of(world.secretary)
    sheet = client.get(reverse("governance:presences", args=[world.meeting.public_id])).content.decode()
    ticked = {pk for pk in _seated(world) if f'id="id_there_{pk}" checked' in sheet}
    assert ticked == {world.substitute.pk, world.concerned.pk}


def _seated(world):
    return {one.pk for one in (world.titular, world.substitute, world.concerned, world.unreachable)}


def test_an_answer_on_the_telephone_is_noted(world):
    world.convene()
    row = world.row(world.concerned)
    url = reverse("governance:note_coming", args=[world.meeting.public_id, row.pk])
    assert client_of(world.secretary).post(url, {"answer": "absent"}).status_code == 302
    assert world.row(world.concerned).answer == "absent"


def test_a_member_with_an_account_answers_from_the_page(world, client):
    world.convene()
    with become("maintenance"):
        member = make_member(Role.SOCIAL_WORKER, user=world.account)
        signed_in(client, member=member)
    page = client.get(reverse("governance:gathering", args=[world.meeting.public_id])).content.decode()
    assert "Dire si je viens" in page
    assert "Awa Diop" not in page


def test_without_any_address_all_are_called_by_telephone_and_never_by_a_member(world):
    with become("maintenance"):
        OccupantAddress.objects.all().delete()
        world.account.is_active = False
        world.account.save()
        make_duty(world.committee, world.account)
    client, url = client_of(world.secretary), reverse("governance:convene", args=[world.meeting.public_id])
    assert "Convoquer sans e-mail" in client.get(url).content.decode()
    answer = client.post(url, follow=True).content.decode()
    assert "Aucun e-mail à envoyer. Notez ce que répondent ceux qui n’ont pas d’adresse." in answer
    assert "0 réponse sur 4 membres" in world.page()
    assert (world.sent(), url in world.page()) == ({}, False)
    with become("maintenance"):
        member = make_member(Role.SOCIAL_WORKER, user=world.account)
    with acting(actor_of(member)) as by, pytest.raises(Forbidden):
        actions.convene(by=by, gathering=world.meeting, site=SITE)


def test_an_address_is_given_kept_to_the_secretariat_and_forgotten(world):
    client = client_of(world.secretary)
    url = reverse("governance:occupant_address", args=[world.committee.public_id, world.unreachable.pk])
    assert client.post(url, {"email": "pas une adresse"}).status_code == 422
    client.post(url, {"email": "sans@exemple.test"})
    assert world.convene() == 4
    with become("maintenance"):
        stranger = actor_of(make_member(Role.SOCIAL_WORKER))
    with acting(stranger):
        assert (OccupantAddress.objects.count(), Convocation.objects.count()) == (0, 0)
    client.post(url, {"email": ""})
    with become("maintenance"):
        assert not OccupantAddress.objects.filter(occupant=world.unreachable).exists()


@pytest.mark.parametrize("more", [1, 3])
def test_the_page_of_the_secretariat_takes_the_same_number_of_queries(
    world, more, django_assert_max_num_queries
):
    with become("maintenance"):
        for number in range(more):
            one = make_seat(world.committee)
            OccupantAddress.objects.create(occupant=one, email=f"m{number}@exemple.test")
            make_item(world.meeting, "Point")
    world.convene()
    client, url = client_of(world.secretary), reverse("governance:gathering", args=[world.meeting.public_id])
    with django_assert_max_num_queries(44):
        client.get(url)


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_call_at_once_and_each_member_gets_one_mail():
    world = World()

    def convene(_):
        try:
            return world.convene()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as clerks:
        sent = list(clerks.map(convene, range(2)))
    assert sorted(sent) == [0, 3]
    with become("maintenance"):
        assert ProcrastinateJob.objects.filter(task_name=SEND).count() == 3


def test_a_corrected_address_receives_the_mail_and_the_former_link_opens_nothing(world):
    world.convene()
    world.sent()
    former = world.link(world.concerned)
    with acting(world.actor):
        actions.give_address(
            by=world.actor, occupant=world.concerned, email="awa.diop@exemple.test", site=SITE
        )
    assert Client().get(former).status_code == 404
    assert world.convene() == 1
    assert set(world.sent()) == {"awa.diop@exemple.test"}
    assert Client().get(world.link(world.concerned)).status_code == 200
