"""A written round: until the last second, one voice a seat, its quorum by college, its results as decisions."""

import mailbox
import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, client_of, make_member, make_user
from maillage.audit.models import Entry
from maillage.files.storage import keep
from maillage.governance.actions import decisions, gatherings, voices
from maillage.governance.actions import rounds as actions
from maillage.governance.actions.convocations import give_address
from maillage.governance.enums import Rank
from maillage.governance.models import (
    Ballot,
    Decision,
    ItemDocument,
    OccupantAddress,
    Presence,
    Recusal,
    Round,
    RoundExtension,
    RoundReply,
    Voice,
)
from maillage.governance.papers import record_of_decisions
from maillage.governance.queries import rounds as queries
from maillage.governance.round_replies import understood
from maillage.governance.tasks import send_one_ballot
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
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def no_tries():
    cache.clear()


class World:
    """Two seats of professionals, the first with a substitute, one of persons concerned; two points, a round of three days."""

    def __init__(self):
        with become("maintenance"):
            self.secretary = make_member(Role.ANIMATOR)
            account = make_user(email="titulaire@exemple.test")
        self.actor = actor_of(self.secretary)
        self.committee = make_committee(self.secretary.structure)
        make_duty(self.committee, self.secretary.user)
        self.titular = make_seat(self.committee, user=account, name="Nadia Roux")
        self.substitute = seat_person(self.titular.seat, rank=Rank.SUBSTITUTE, name="Paul Noé")
        self.second = make_seat(self.committee, name="Jean Bel")
        self.concerned = make_seat(self.committee, college=1, name="Awa Diop")
        with become("maintenance"):
            OccupantAddress.objects.create(occupant=self.concerned, email="awa@exemple.test")
        self.meeting = make_gathering(self.committee, timezone.now() + timedelta(days=30))
        self.first = make_item(self.meeting, "Louer une salle")
        self.other = make_item(self.meeting, "Recruter", position=2)

    def open(self, closes_at=None, items=None):
        texts = {one.pk: f"Texte\u00a0: {one.title}" for one in items or (self.first, self.other)}
        told = {"kind": "decide", "closes_at": closes_at or timezone.now() + timedelta(days=3), "site": SITE}
        with acting(self.actor):
            self.round = actions.open_round(by=self.actor, gathering=self.meeting, texts=texts, **told)
        return self.round

    def ballot(self, occupant):
        with become("maintenance"):
            return Ballot.objects.get(round=self.round, occupant=occupant)

    def url(self, occupant):
        return reverse("governance:ballot", args=[queries.token_of(self.ballot(occupant))])

    def point(self, item):
        with become("maintenance"):
            return self.round.points.get(item=item)

    def vote(self, occupant, first, other="for"):
        typed = {
            f"vote_{self.point(self.first).pk}": first,
            f"vote_{self.point(self.other).pk}": other,
        }
        return Client().post(self.url(occupant), typed).status_code

    def over(self):
        with become("maintenance"):
            Round.objects.filter(pk=self.round.pk).update(closes_at=timezone.now())
        with acting(self.actor):
            return actions.close_round(by=self.actor, row=self.round)

    def page(self, who=None):
        url = reverse("governance:round", args=[self.round.public_id])
        return client_of(who or self.secretary).get(url).content.decode().replace("\u00a0", " ")

    def say(self, occupant, text, sender="awa@exemple.test", message="<1@exemple.test>"):
        """A mail that answers the one received."""
        said = EmailMessage()
        said["From"], said["Message-ID"] = f"Awa <{sender}>", message
        said["Subject"] = f"Re: Consultation écrite (réf. {self.ballot(occupant).key.hex})"
        said.set_content(text + "\n\nLe 3 déc. 2026 à 10:00, Maillage a écrit :\n> 1 : contre\n")
        return said


@pytest.fixture
def world():
    return World()


def test_each_who_has_an_address_is_asked_by_mail(world):
    world.open()
    with become("maintenance"):
        jobs = list(ProcrastinateJob.objects.filter(task_name=actions.SEND))
    assert len(jobs) == 4
    for job in jobs:
        send_one_ballot(**job.args)
    bodies = {one.to[0]: one.body for one in mail.outbox}
    assert set(bodies) == {"titulaire@exemple.test", "awa@exemple.test"}
    assert "2. Recruter\n   Texte soumis au vote\u00a0: Texte\u00a0: Recruter" in bodies["awa@exemple.test"]
    link = re.search(rf"{SITE}(bulletins/\S+)", bodies["awa@exemple.test"])
    assert "Awa Diop" in Client().get(f"/{link[1]}").content.decode()


def test_results_become_decisions_with_their_tallies_one_voice_a_seat(world):
    world.open()
    assert world.vote(world.substitute, "against") == 302
    assert world.vote(world.titular, "against", "abstain") == 302
    assert world.vote(world.titular, "for", "abstain") == 302
    assert world.vote(world.second, "for", "for") == 302
    assert world.vote(world.concerned, "for", "against") == 302
    adopted, refused = world.over()
    assert (adopted.adopted, refused.adopted) == (True, False)
    with become("maintenance"):
        told = [(t.present, t.in_favour, t.against, t.abstained) for t in adopted.tallies.all()]
        other = [(t.present, t.in_favour, t.against, t.abstained) for t in refused.tallies.all()]
        paper = record_of_decisions(
            world.meeting, list(world.meeting.items.all()), [], [], timezone.localdate()
        )
    assert ["Votée", "par consultation écrite"] in paper["blocks"][2]["facts"]
    assert told == [(2, 2, 0, 0), (1, 1, 0, 0)]
    assert other == [(2, 1, 0, 1), (1, 0, 1, 0)]
    assert "Adoptée" in world.page()


def test_without_the_quorum_of_a_college_nothing_is_decided(world):
    world.open()
    world.vote(world.titular, "for")
    world.vote(world.second, "for")
    assert world.over() == []
    assert "Trop peu de sièges ont répondu" in world.page()
    with become("maintenance"):
        assert not Decision.objects.exists()
        Round.objects.update(closed_at=None)
    close = reverse("governance:close_round", args=[world.round.public_id])
    said = client_of(world.secretary).post(close, follow=True).content.decode()
    assert ("rien n’est décidé" in said, "0\u00a0décision" in said) == (True, False)


def test_it_is_open_until_the_end_of_the_minute_that_was_said(world, monkeypatch):
    last = datetime(2030, 7, 3, 23, 59, tzinfo=PARIS)
    with become("maintenance"):
        world.meeting.starts_at, world.meeting.ends_at = last + timedelta(days=9), last + timedelta(days=10)
        world.meeting.save()
    client = client_of(world.secretary)
    typed = {"day": "03/07/2030", "hour": "23 h 59", "kind": "decide", f"voted_{world.first.pk}": "on"}
    typed[f"text_{world.first.pk}"] = "Louer"
    assert client.post(_open(world), typed).status_code == 302
    with become("maintenance"):
        world.round = Round.objects.get()
    for now, runs in ((last + timedelta(seconds=59), True), (last + timedelta(seconds=60), False)):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        assert world.round.runs is runs


def _open(world):
    return reverse("governance:open_round", args=[world.meeting.public_id])


def test_postgresql_itself_counts_the_time(world):
    """The hour is read when a vote arrives: nothing has to run for a round to end."""
    world.open()
    with become("maintenance"):
        past = timezone.now() - timedelta(hours=1)
        Round.objects.filter(pk=world.round.pk).update(closes_at=past)
    assert world.vote(world.titular, "for") == 404
    with become("maintenance"):
        assert not Voice.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"hour": "25 h"}, "Cette heure n’existe pas"),
        ({"day": "01/01/2020"}, "plus tard que maintenant"),
        ({"day": "01/01/2060"}, "avant la séance"),
        ({"voted": False}, "Cochez au moins un point"),
        ({"text": ""}, "Écrivez le texte"),
    ],
)
def test_what_is_typed_wrong_is_said_and_kept(world, changed, words):
    soon = timezone.localdate() + timedelta(days=3)
    told = {"day": f"{soon:%d/%m/%Y}", "hour": "23 h 59", "voted": "on", "text": "Garder ceci", **changed}
    typed = {
        "day": told["day"],
        "hour": told["hour"],
        "kind": "decide",
        f"text_{world.first.pk}": told["text"],
    }
    typed |= {f"voted_{world.first.pk}": "on"} if told["voted"] else {}
    answer = client_of(world.secretary).post(_open(world), typed)
    page = answer.content.decode()
    assert (answer.status_code, words in page) == (422, True)
    assert told["text"] in page
    with become("maintenance"):
        assert not Round.objects.exists()


def test_nobody_reads_what_others_voted_before_the_end(world):
    world.open()
    world.vote(world.second, "against", "against")
    assert "checked" not in Client().get(world.url(world.titular)).content.decode()
    assert Client().get(world.url(world.second)).content.decode().count("checked") == 2
    note = reverse("governance:note_voices", args=[world.round.public_id, world.ballot(world.second).pk])
    assert "checked" not in client_of(world.secretary).get(note).content.decode()
    assert "contre" not in world.page().lower().replace("rencontre", "")
    with become("maintenance"):
        member = make_member(Role.SOCIAL_WORKER, user=world.titular.user)
    with acting(actor_of(member)):
        assert (Voice.objects.count(), Ballot.objects.count()) == (0, 1)
    assert "Professionnels : 1 sur 2 sièges pourvus" in world.page()


def test_whoever_stepped_aside_neither_reads_nor_votes_the_point(world):
    world.open()
    with become("maintenance"):
        Recusal.objects.create(item=world.first, gathering=world.meeting, occupant=world.second, user_id=None)
    shown = Client().get(world.url(world.second)).content.decode()
    assert ("Louer une salle" in shown, "Recruter" in shown) == (False, True)
    world.vote(world.second, "against")
    with become("maintenance"):
        assert [one.point.item for one in Voice.objects.all()] == [world.other]


def test_the_link_of_a_ballot_gives_the_papers_of_its_points_alone(world, settings, tmp_path):
    settings.MAILLAGE_FILES = tmp_path
    world.open(items=[world.first])
    key = keep(b"plan", owner=world.committee.public_id)
    told = {
        "title": "Plan",
        "key": key,
        "name": "plan.txt",
        "media_type": "text/plain; charset=utf-8",
        "size": 4,
    }
    with become("maintenance"):
        mine, other = (ItemDocument.objects.create(item=one, **told) for one in (world.first, world.other))
    links = [f"{world.url(world.concerned)}documents/{one.public_id}/" for one in (mine, other)]
    assert [Client().get(link).status_code for link in links] == [200, 404]
    page = Client().get(world.url(world.concerned)).content.decode()
    assert (str(mine.public_id) in page, str(other.public_id) in page) == (True, False)


def test_it_is_extended_with_a_reason_that_everybody_reads(world):
    world.open()
    later = timezone.localtime(world.round.last_minute) + timedelta(days=2)
    url = reverse("governance:extend_round", args=[world.round.public_id])
    typed = {"day": f"{later:%d/%m/%Y}", "hour": "18 h", "reason": "Documents arrivés tard"}
    assert client_of(world.secretary).post(url, typed).status_code == 302
    assert "Documents arrivés tard" in world.page()
    earlier = {**typed, "day": f"{timezone.localdate():%d/%m/%Y}"}
    assert "vient après l’ancienne" in client_of(world.secretary).post(url, earlier).content.decode()
    with become("maintenance"):
        assert RoundExtension.objects.count() == 1
        assert Entry.objects.filter(verb="round_extended").count() == 1
        assert ProcrastinateJob.objects.filter(task_name=actions.SEND).count() == 8


def test_the_page_of_the_meeting_begins_with_what_is_asked_and_folds_what_is_not(world):
    world.open()
    url = reverse("governance:gathering", args=[world.meeting.public_id])
    kept = client_of(world.secretary).get(url).content.decode()
    assert kept.index("Consultation écrite en cours") < kept.index("Ordre du jour")
    for one in (world.first, world.other):
        correct = reverse("governance:correct_item", args=[world.meeting.public_id, one.public_id])
        assert kept.rindex("<details>", 0, kept.index(correct)) > kept.index(one.title)
    with become("maintenance"):
        member = make_member(Role.SOCIAL_WORKER, user=world.titular.user)
        now = timezone.now()
        Round.objects.update(closes_at=now, closed_at=now)
        world.first.details = "Un long détail. " * 40
        world.first.save()
    shown = client_of(member).get(url).content.decode()
    assert ("Modifier ce point" in shown, "Relevé de décisions" in shown) == (False, True)
    assert shown.index("Consultations écrites") > shown.index("Ordre du jour")
    assert "<summary>Le détail" in shown


def leaving(after=0):
    """Where the mails of the jobs queued since go."""
    mail.outbox.clear()
    with become("maintenance"):
        jobs = list(ProcrastinateJob.objects.filter(task_name=actions.SEND, id__gt=after))
    for job in jobs:
        send_one_ballot(**job.args)
    return [one.to[0] for one in mail.outbox], max((job.id for job in jobs), default=after)


def test_an_extension_is_told_to_those_who_may_still_vote(world):
    """Neither to who voted on all they may, nor to who stepped aside from all."""
    with become("maintenance"):
        for one, name in ((world.second, "jean"), (world.substitute, "paul")):
            OccupantAddress.objects.create(occupant=one, email=f"{name}@exemple.test")
    world.open()
    _, last = leaving()
    with become("maintenance"):
        for item in (world.first, world.other):
            Recusal.objects.create(item=item, gathering=world.meeting, occupant=world.second, user_id=None)
        Recusal.objects.create(
            item=world.first, gathering=world.meeting, occupant=world.concerned, user_id=None
        )
    assert world.vote(world.concerned, "for") == 302
    world.vote(world.substitute, "for")
    with acting(world.actor):
        told = {"until": world.round.closes_at + timedelta(days=2), "reason": "x", "site": SITE}
        actions.extend_round(by=world.actor, row=world.round, **told)
    assert leaving(last)[0] == ["titulaire@exemple.test"]


def test_a_ballot_leaves_again_at_a_corrected_address(world):
    world.open()
    _, last = leaving()
    former = world.url(world.concerned)
    with acting(world.actor):
        told = {"occupant": world.concerned, "email": "awa.diop@exemple.test", "site": SITE}
        give_address(by=world.actor, **told)
        give_address(by=world.actor, **told)
    assert leaving(last)[0] == ["awa.diop@exemple.test"]
    assert world.url(world.concerned).strip("/") in mail.outbox[0].body
    assert Client().get(former).status_code == 404


def test_it_is_closed_once_over_and_once(world):
    world.open()
    client, url = client_of(world.secretary), reverse("governance:close_round", args=[world.round.public_id])
    assert "pas finie" in client.post(url, follow=True).content.decode()
    for one in (world.titular, world.second, world.concerned):
        world.vote(one, "for")
    assert len(world.over()) == 2
    with acting(world.actor), pytest.raises(Forbidden, match="finie"):
        actions.close_round(by=world.actor, row=world.round)


def test_a_meeting_is_closed_after_its_rounds_and_cancelled_with_them(world):
    world.open()
    with become("maintenance"):
        Presence.objects.create(gathering=world.meeting, occupant=world.second, name="x", minutes=60)
    with acting(world.actor), pytest.raises(Forbidden, match="notez-le d’abord"):
        world.meeting.starts_at = timezone.now()
        world.meeting.save()
        decisions.close_gathering(by=world.actor, gathering=world.meeting)
    with acting(world.actor):
        gatherings.cancel_gathering(by=world.actor, gathering=world.meeting, reason="grève")
    assert world.vote(world.titular, "for") == 404
    assert "Abandonnée" in world.page()


def test_a_point_in_a_round_stays_and_is_in_one_round_at_a_time(world):
    world.open()
    with acting(world.actor), pytest.raises(Forbidden, match="consultation écrite"):
        gatherings.remove_item(by=world.actor, item=world.first)
    with pytest.raises(Forbidden, match="déjà dans une consultation"):
        world.open()


def test_the_secretariat_notes_a_vote_and_a_member_notes_none(world):
    world.open()
    ballot, point = world.ballot(world.second), world.point(world.first)
    url = reverse("governance:note_voices", args=[world.round.public_id, ballot.pk])
    assert client_of(world.secretary).post(url, {f"vote_{point.pk}": "against"}).status_code == 302
    with become("maintenance"):
        assert [(one.vote, one.said_by) for one in Voice.objects.all()] == [("against", "secretariat")]
        member = make_member(Role.SOCIAL_WORKER, user=world.titular.user)
    assert client_of(member).post(url, {f"vote_{point.pk}": "for"}).status_code == 403
    assert "Noter son vote" not in world.page(member)


# Mails


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 : pour\n2 : contre", {1: "for", 2: "against"}),
        ("Bonjour,\n\n1. Pour.\nPoint 2 - abstention\n\nCordialement,\nAwa Diop", {1: "for", 2: "abstain"}),
        ("pour", {0: "for"}),
        ("1 : je m’abstiens", {1: "abstain"}),
        ("1 : pour\n-- \nAwa, 06 12 34", {1: "for"}),
        ("1 : pour, sauf si le prix monte", {}),
        ("1 : pour\nSous réserve du prix.", {}),
        ("1 : pour\n1 : contre", {}),
        ("pour\n2 : contre", {}),
        ("Je suis plutôt pour", {}),
        ("Bonjour, je voterai demain", {}),
        ("", {}),
    ],
)
def test_a_mail_is_understood_or_left_to_somebody(text, said):
    assert understood(text) == said


def put(folder, *messages):
    box = mailbox.mbox(folder / "boite")
    for one in messages:
        box.add(mailbox.mboxMessage(bytes(one)))
    box.close()
    told = StringIO()
    call_command("read_round_replies", mbox=str(folder / "boite"), stdout=told)
    return [int(line.split()[0]) for line in told.getvalue().splitlines()]


def test_replies_are_read_from_a_mailbox_once(world, tmp_path):
    world.open()
    elsewhere = EmailMessage()
    elsewhere["From"], elsewhere["Subject"] = "x@exemple.test", "Tout autre chose"
    elsewhere.set_content("1 : pour")
    said = world.say(world.concerned, "1 : pour\n2 : contre")
    assert put(tmp_path, said, elsewhere) == [1, 0, 0, 1]
    with become("maintenance"):
        votes = {one.point.number: (one.vote, one.said_by) for one in Voice.objects.all()}
    assert votes == {1: ("for", "mail"), 2: ("against", "mail")}
    told = StringIO()
    call_command("read_round_replies", mbox=str(tmp_path / "boite"), stdout=told)
    assert "1 déjà lues" in told.getvalue()


def test_what_is_not_understood_or_not_from_their_address_waits_for_somebody(world, tmp_path):
    world.open()
    doubtful = world.say(world.concerned, "1 : pour, si le prix baisse")
    forged = world.say(world.concerned, "1 : pour", sender="autre@exemple.test", message="<2@exemple.test>")
    absent = world.say(world.concerned, "7 : pour", message="<3@exemple.test>")
    assert put(tmp_path, doubtful, forged, absent) == [0, 3, 0, 0]
    with become("maintenance"):
        assert not Voice.objects.exists()
    assert "E-mails à lire" in world.page()
    url = reverse("governance:note_voices", args=[world.round.public_id, world.ballot(world.concerned).pk])
    client = client_of(world.secretary)
    assert "si le prix baisse" in client.get(url).content.decode()
    client.post(url, {f"vote_{world.point(world.first).pk}": "for"})
    assert "E-mails à lire" not in world.page()
    with become("maintenance"):
        assert set(RoundReply.objects.values_list("state", flat=True)) == {"read"}


def test_a_mail_that_comes_too_late_counts_for_nothing_and_is_shown(world, tmp_path):
    world.open()
    with become("maintenance"):
        past = timezone.now() - timedelta(hours=1)
        Round.objects.filter(pk=world.round.pk).update(closes_at=past)
    assert put(tmp_path, world.say(world.concerned, "1 : pour")) == [0, 1, 0, 0]


def test_a_mailbox_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="n’existe pas"):
        call_command("read_round_replies", mbox=str(tmp_path / "rien"))


@pytest.mark.parametrize("more", [1, 3])
def test_the_page_takes_the_same_number_of_queries(world, more, django_assert_max_num_queries):
    for _ in range(more):
        make_seat(world.committee)
        make_item(world.meeting, "Point", position=3)
    world.open()
    client, url = client_of(world.secretary), reverse("governance:round", args=[world.round.public_id])
    with django_assert_max_num_queries(40):
        client.get(url)


def test_nobody_changes_the_vote_that_a_member_cast(world):
    world.open()
    world.vote(world.titular, "for")
    ballot, point = world.ballot(world.titular), world.point(world.first)
    with acting(world.actor), pytest.raises(Forbidden, match="a voté elle-même"):
        voices.note_voices(by=world.actor, ballot=ballot, votes={point.pk: "against"})
    with acting(world.actor):
        assert Voice.objects.filter(pk__in=ballot.voices.all(), point=point).update(vote="against") == 0
    with become("maintenance"):
        assert Voice.objects.get(ballot=ballot, point=point).vote == "for"


def test_a_link_ends_with_the_seat(world):
    world.open()
    assert Client().get(world.url(world.second)).status_code == 200
    with become("maintenance"):
        yesterday = timezone.localdate() - timedelta(days=1)
        type(world.second).objects.filter(pk=world.second.pk).update(ends_on=yesterday)
    assert Client().get(world.url(world.second)).status_code == 404


def test_a_reader_of_keys_casts_no_vote(world):
    """The secretary reads the table of ballots; a vote by link is its holder's."""
    world.open()
    key, point = world.ballot(world.second).key, world.point(world.first).pk
    with acting(world.actor), connection.cursor() as cursor:
        cursor.execute("SELECT maillage_definer.ballot_voice(%s, %s::bigint, 'for', 'link')", [key, point])
        assert cursor.fetchone() == (False,)


def test_a_condition_is_no_greeting():
    assert understood("pour\nMerci, mais seulement si le budget suit") == {}
    assert understood("pour\nMerci à tous,") == {0: "for"}


def test_a_mail_that_postgresql_cannot_hold_keeps_no_other_back(world, tmp_path):
    world.open()
    key = world.ballot(world.concerned).key.hex
    box = mailbox.mbox(tmp_path / "boite")
    box.add(f"From: x@exemple.test\nMessage-ID: <a\0b>\nSubject: ref. {key}\n\npo\0ur\n".encode())
    box.add(f"From: awa@exemple.test\nMessage-ID: <c>\nSubject: ref. {key}\n\n1 : pour\n".encode())
    box.close()
    said = StringIO()
    call_command("read_round_replies", mbox=str(tmp_path / "boite"), stdout=said)
    assert "1 comptées" in said.getvalue()
