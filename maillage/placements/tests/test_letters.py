"""Mails of a session: each leaves once, to who is concerned, and says nothing but where to read; personal links of students."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone

from maillage.accounts.tests.factories import client_of
from maillage.directory.fold import fold
from maillage.directory.models import Structure
from maillage.jobs.tests.queue import run_queue
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.placements import tasks
from maillage.placements.actions import letters, rounds, students
from maillage.placements.models import Candidate, Letter, Placement, Session, WishList
from maillage.placements.queries.door import coming_token, student_token, token_of
from maillage.placements.tests.factories import (
    Region,
    fresh,
    make_candidate,
    make_host,
    make_list,
    make_seat,
    move,
)
from maillage.placements.tests.test_pages import at, clients, words
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
SITE = "https://maillage.exemple"


def a_region(phase="wishes", **told):
    """Two hosts asked, one with an address; Bao has one too."""
    region = Region(phase, site=SITE, **told)
    with become("maintenance"):
        Structure.objects.filter(pk=region.host.structure.pk).update(email="accueil@exemple.test")
        Structure.objects.filter(pk=region.other_host.structure.pk).update(email="")
        Candidate.objects.filter(pk=region.unsigned.pk).update(email="bao@exemple.test")
    region.asked = make_host(region.session, region.host.structure, last=2)
    region.silent = make_host(region.session, region.other_host.structure)
    return region


def later(days):
    """Everything that was written down was, that many days ago."""
    with become("maintenance"):
        Letter.objects.update(due_at=F("due_at") - timedelta(days=days))


def dated(region, **told):
    with become("maintenance"):
        Session.objects.filter(pk=region.session.pk).update(**told)
    region.session = fresh(region.session)


def path_in(body):
    return re.search(rf"{SITE}(/\S+)", body)[1]


def test_a_host_is_asked_once_reminded_once_and_answers_by_its_link():
    region = a_region("seats", seats_until=timezone.now() + timedelta(days=10), opens_at=timezone.now() + timedelta(days=8), closes_at=timezone.now() + timedelta(days=20), results_at=timezone.now() + timedelta(days=30))  # fmt: skip
    ((to, subject, body),) = region.mails()
    assert to == "accueil@exemple.test"
    assert subject.startswith("Combien de stagiaires")
    assert "Comme l’an dernier" in words(Client().get(path_in(body)))
    assert region.mails() == []
    later(3)
    assert region.mails() == []
    dated(region, seats_until=timezone.now() + timedelta(days=2))
    assert [subject.split(" :")[0] for _, subject, _ in region.mails()] == ["Rappel"]
    assert region.mails() == []


def test_who_answered_is_not_reminded():
    region = a_region("seats")
    assert len(region.mails()) == 1
    later(3)
    Client().post(at("answer", token_of(region.asked.key)), {"answer": "renewed"})
    assert region.mails() == []


def test_who_answers_while_the_mail_waits_gets_none():
    region = a_region("seats")
    letters.leave_due()
    with become("maintenance"):
        pk = Letter.objects.get().pk
    Client().post(at("answer", token_of(region.asked.key)), {"answer": "renewed"})
    mail.outbox.clear()
    tasks.send_one_letter(letter=pk)
    assert mail.outbox == []


@pytest.mark.parametrize(
    "told", [{"site": ""}, {"published_at": None, "commitment": ""}, {"taken_over": True}]
)
def test_nothing_leaves_for_a_session_that_is_not_told_here(told):
    region = a_region()
    with become("maintenance"):
        Session.objects.filter(pk=region.session.pk).update(**told)
    assert region.mails() == []


def test_publishing_says_where_links_lead():
    region = Region("seats", published=False)
    make_host(region.session, region.host.structure)
    (officer,) = clients(region, "officer")
    officer.post(at("publish", region.session.public_id))
    assert fresh(region.session).site == "http://testserver"


def test_students_are_told_when_wishes_open_then_reminded_without_a_list():
    """With an account, the address of their page; without, their own link."""
    region = a_region()
    sent = {to: body for to, subject, body in region.mails() if "vœux de stage" in subject}
    assert set(sent) == {region.awa.user.email, region.chloe.user.email, "bao@exemple.test"}
    assert at("candidate", region.candidate.public_id) in sent[region.awa.user.email]
    assert "Vos vœux" in words(Client().get(path_in(sent["bao@exemple.test"])))
    assert region.mails() == []
    later(3)
    make_list(region.candidate, region.seat)
    told = {to for to, subject, _ in region.mails() if "vœux de stage" in subject}
    assert told == {region.chloe.user.email, "bao@exemple.test"}
    assert region.mails() == []


def test_results_are_told_once_without_a_word_of_them():
    region = a_region()
    make_list(region.candidate, region.seat)
    make_list(region.unsigned, region.far_seat)
    move(region.session, "closed")
    region.run()
    assert region.mails() == []
    region.session = move(region.session, "results")
    sent = region.mails()
    assert [to for to, *_ in sent] == sorted(["accueil@exemple.test", region.awa.user.email, region.chloe.user.email, "bao@exemple.test"])  # fmt: skip
    for _, subject, body in sent:
        for secret in ("Awa", "Bao", "Polyvalence", "Insertion", "place de votre", "obten"):
            assert secret not in subject + body
    bodies = {to: body for to, _, body in sent}
    assert "C’est votre place" in words(Client().get(path_in(bodies["bao@exemple.test"])))
    host = words(Client().get(path_in(bodies["accueil@exemple.test"])))
    assert "Awa Diallo" in host
    assert "Bao" not in host
    assert region.mails() == []


def test_a_second_round_tells_those_it_concerns_and_a_decision_its_student():
    region = a_region()
    make_list(region.candidate, region.seat)
    make_list(region.unsigned, region.seat, others=True)
    with become("maintenance"):
        Candidate.objects.filter(pk=region.unsigned.pk).update(year=1)
    move(region.session, "closed")
    region.run()
    region.session = move(region.session, "results")
    region.mails()
    region.run(2)
    sent = region.mails()
    assert "bao@exemple.test" in {to for to, *_ in sent}
    assert region.awa.user.email not in {to for to, *_ in sent}
    other = make_seat(region.session, region.host.structure)
    with acting(region.actor("officer")) as by:
        made = rounds.propose(by=by, candidate=region.candidate, seat=other, reason="Plus près de chez elle.")
    with acting(region.actor("second")) as by:
        rounds.decide(by=by, arbitration=fresh(made), outcome="confirmed")
    told = {to: subject for to, subject, _ in region.mails()}
    assert told[region.awa.user.email].startswith("Une décision à lire")
    assert told["accueil@exemple.test"].startswith("Qui vient en stage")
    assert region.mails() == []


def test_what_left_and_who_is_told_otherwise_are_read_on_the_pages():
    region = a_region("seats")
    officer, school = clients(region, "officer", "school_officer")
    with become("maintenance"):
        Letter.objects.create(session=region.session, kind="link", candidate=region.candidate)
    waiting = words(officer.get(region.session.get_absolute_url()))
    assert "<small>1 attend encore de partir</small>" in waiting
    region.mails()
    read = words(officer.get(at("hosts", region.session.public_id)))
    assert "1 structure n’a pas d’adresse e-mail" in read
    assert "Combien de places, aux structures<br><small>1 parti, le" in read
    assert read.count('<h2 id="mails">') == 1
    assert "1 parti" in words(officer.get(region.session.get_absolute_url()))
    make_candidate(region.school, name="Sans Adresse")
    region.session = move(region.session, "wishes")
    region.mails()
    read = words(school.get(at("school", region.session.public_id)))
    assert "1 étudiant n’a ni compte ni adresse e-mail" in read
    assert "Les vœux sont ouverts<br><small>2 partis, le" in read


def test_a_student_ranks_by_their_link_without_an_account():
    region = a_region()
    link, visitor = at("linked_candidate", student_token(region.unsigned.key)), Client()
    assert "Polyvalence" in words(visitor.get(link))
    assert visitor.post(f"{link}changer/", {"ajouter": region.seat.pk}).url == link
    visitor.post(f"{link}changer/", {"ajouter": region.far_seat.pk})
    visitor.post(f"{link}changer/", {"monter": region.far_seat.pk})
    assert visitor.post(f"{link}choix/", {"others": "on"}).url == link
    with become("maintenance"):
        rows = Structure.objects.filter(pk=region.host.structure.pk)
        rows.update(folded_name=fold(region.host.structure.name))
    sent = {"structure": region.host.structure.name, "kind": "far"}
    assert visitor.post(f"{link}impossible/", sent).url == link
    with become("maintenance"):
        row = WishList.objects.get(candidate=region.unsigned)
        bar = row.impossibilities.get()
    assert (row.seats, row.others) == ([region.far_seat.pk], True)
    assert visitor.post(f"{link}impossible/{bar.pk}/").url == link
    assert visitor.post(f"{link}changer/", {"ajouter": "999999"}).status_code == 404
    read = words(visitor.get(link))
    assert "Votre liste, 1 vœu" in read
    assert "peut lire et écrire cette liste, faute de compte" in read
    assert "peut lire ma liste" not in words(visitor.get(f"{link}choix/"))
    assert "Awa" not in read
    assert "/stages/places/" not in visitor.get(link).content.decode()


def test_a_link_opens_nothing_once_taken_back_withdrawn_over_or_given_an_account():
    region = a_region()
    one, other = region.unsigned, make_candidate(region.school, name="Lina", email="lina@exemple.test")
    region.mails()
    opens = lambda row: Client().get(at("linked_candidate", student_token(row.key))).status_code  # noqa: E731
    assert [opens(one), opens(other), opens(region.candidate)] == [200, 200, 404]
    (school,) = clients(region, "school_officer")
    assert "L’ancien lien n’ouvrira plus" in words(school.get(at("link_again", one.public_id)))
    school.post(at("link_again", one.public_id))
    assert [opens(one), opens(fresh(one)), opens(other)] == [404, 200, 200]
    ((to, _, body),) = region.mails()
    assert to == "bao@exemple.test"
    assert Client().get(path_in(body)).status_code == 200
    with acting(region.actor("school_officer")) as by:
        students.withdraw(by=by, candidate=fresh(one))
    assert opens(fresh(one)) == 404
    dated(region, starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1))
    assert opens(other) == 404
    dated(region, starts_on=date(2027, 2, 1), ends_on=date(2027, 4, 1))
    with become("maintenance"):
        Candidate.objects.filter(pk=other.pk).update(user=region.stranger.user)
    assert opens(other) == 404


def test_only_its_school_takes_a_link_back():
    region = a_region()
    other, stranger, officer = clients(region, "other_officer", "stranger", "officer")
    for client in (other, stranger, officer):
        assert client.post(at("link_again", region.unsigned.public_id)).status_code == 404
    with acting(region.actor("school_officer")) as by, pytest.raises(Forbidden):
        letters.link_again(by=by, candidate=region.candidate)
    assert fresh(region.unsigned).key == region.unsigned.key


def test_pages_cost_the_same_whatever_left():
    region = a_region()
    school = client_of(region.school_officer)
    page = at("school", region.session.public_id)
    school.get(page)
    few = count_queries(school, page)
    for _ in range(10):
        make_candidate(region.school, email="x@exemple.test")
    region.mails()
    assert count_queries(school, page) == few


def test_who_comes_is_read_behind_the_link_until_placements_end():
    region = a_region()
    make_list(region.candidate, region.seat)
    move(region.session, "closed")
    region.run()
    link = at("coming", coming_token(region.asked.key))
    assert "Awa" not in words(Client().get(link))
    region.session = move(region.session, "results")
    assert "Awa Diallo" in words(Client().get(link))
    assert "Awa" not in words(Client().get(at("answer", token_of(region.asked.key))))
    assert Client().get(at("coming", token_of(region.asked.key))).status_code == 404
    dated(region, starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1))
    assert "Awa" not in words(Client().get(link))
    dated(region, starts_on=date(2027, 2, 1), ends_on=date(2027, 4, 1))
    with become("maintenance"):
        Placement.objects.update(ended_at=timezone.now(), ended_why="withdrew")
    assert "Awa" not in words(Client().get(link))


def test_the_real_queue_sends_each_mail_once(transactional_db):
    with transaction.atomic():
        a_region()
    mail.outbox.clear()
    for _ in range(2):
        letters.leave_due()
    run_queue()
    assert len(mail.outbox) == 4
    with transaction.atomic(), become("maintenance"):
        assert Letter.objects.filter(sent_at__isnull=False).count() == 4
