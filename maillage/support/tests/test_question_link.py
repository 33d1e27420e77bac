"""A referent without an account: a signed link, their name, the question; their answer lands in the folder."""

from datetime import timedelta

import pytest
from django.core import mail, signing
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, signed_in
from maillage.audit.models import Entry
from maillage.people import ledger
from maillage.people.models import Attachment
from maillage.people.tests.factories import attach, enter_space, make_family
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.support.actions import answers
from maillage.support.models import Act, DirectQuestion, QuestionAnswer
from maillage.support.queries import questions as queries
from maillage.support.tasks import tell_asker
from maillage.support.tests.factories import make_answer, make_question
from tests.plugin import become

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WHO = "Paule Marin, conseillère"


@pytest.fixture(autouse=True)
def no_tries():
    cache.clear()


@pytest.fixture
def worker():
    with become("maintenance"):
        return make_member(Role.SOCIAL_WORKER)


@pytest.fixture
def person(worker):
    with become("maintenance"):
        return make_family(worker)[1]


@pytest.fixture
def asked(worker, person):
    with become("maintenance"):
        return make_question(person, worker, question="Quetzalcoatl ?")


def url_of(asked):
    return reverse("support:question_door", args=[queries.token_of(asked)])


def declared(client, asked, who=WHO):
    assert client.post(url_of(asked), {"who": who}).status_code == 302
    return client.get(url_of(asked))


def answer(client, asked, **typed):
    told = {"kind": "complete", "words": "Il manque une signature.", "who": WHO, "contact": "", **typed}
    return client.post(url_of(asked), told)


def reread(asked):
    with become("maintenance"):
        return DirectQuestion.objects.get(pk=asked.pk)


def test_nothing_is_shown_before_somebody_says_who_they_are(client, asked, person):
    first = client.get(url_of(asked))
    assert (first.status_code, b"Quetzalcoatl" in first.content) == (200, False)
    with become("maintenance"):
        assert not Entry.objects.filter(verb="read_question").exists()
    shown = declared(client, asked)
    text = shown.content.decode()
    assert "Quetzalcoatl ?" in text
    assert "Initiales" in text
    assert "Accord de la personne" in text
    for hidden in ("Samira", "Benali", "BENALI", str(person.pk)):
        assert hidden not in text
    with become("maintenance"):
        (line,) = Entry.objects.filter(verb="read_question")
        assert (line.object_id, line.actor_user_id) == (str(person.pk), None)
        assert line.actor_label == f"{WHO}, {asked.asked_of}, par un lien"


def test_the_person_sees_who_read_it(client, asked, person):
    declared(client, asked)
    with acting(Actor(person_id=person.pk, label="Samira")):
        (one,) = ledger.openings(person)
    assert one.who == f"{WHO}, {asked.asked_of}, par un lien"
    assert one.motive == "question posée en son nom"


def test_the_answer_lands_sealed_in_the_folder_and_the_link_dies(client, asked, worker, person):
    declared(client, asked)
    assert answer(client, asked, contact="02 47 00 00 91").url == reverse("support:question_answered")
    row = reread(asked)
    assert (row.state, row.ended_on) == ("answered", TODAY)
    with become("maintenance"):
        (kept,) = QuestionAnswer.objects.all()
        assert (kept.words, kept.contact, kept.said_by) == ("Il manque une signature.", "02 47 00 00 91", WHO)
        assert (kept.level, kept.structure_id, kept.author_id) == ("team", worker.structure_id, None)
        with connection.cursor() as cursor:
            cursor.execute("SELECT words FROM support_questionanswer")
            assert b"signature" not in bytes(cursor.fetchone()[0])
        (line,) = Act.objects.all()
        assert (line.what, line.by_label) == ("Réponse reçue d’un organisme", asked.service)
        (job,) = ProcrastinateJob.objects.filter(task_name="maillage.support.tell_asker")
        assert Entry.objects.filter(verb="question_answered", object_id=str(person.pk)).count() == 1
    assert job.args == {"user": worker.user_id}
    gone = client.get(url_of(asked))
    assert (gone.status_code, b"Quetzalcoatl" in gone.content) == (404, False)
    assert answer(client, asked).status_code == 404
    colleague = Client()
    with become("maintenance"):
        signed_in(colleague, member=worker)
    page = colleague.get(reverse("support:question", args=[person.pk, asked.pk])).content.decode()
    assert "Il manque une signature." in page


def test_who_asked_is_told_without_a_word_of_it(worker):
    tell_asker(user=worker.user_id)
    (sent,) = mail.outbox
    assert sent.to == [worker.user.email]
    assert "Ouvrez Maillage" in sent.body


def test_a_first_word_moves_the_date_once_and_the_link_stays(client, asked):
    declared(client, asked)
    assert answer(client, asked, kind="waiting", words="Nous cherchons.").status_code == 302
    row = reread(asked)
    assert (row.state, row.due_on) == ("waiting", asked.last_due_on)
    kinds = [value for value, _ in client.get(url_of(asked)).context["form"].fields["kind"].choices]
    assert kinds == ["complete", "missing", "elsewhere"]
    assert answer(client, asked, kind="waiting").status_code == 422
    assert answer(client, asked, kind="elsewhere", words="Voyez la MSA.").status_code == 302
    assert reread(asked).state == "answered"


def test_an_answer_without_the_session_of_the_reading_still_arrives(asked):
    """The session of a long answer may be over: what was typed is not lost."""
    assert answer(Client(), asked).status_code == 302


def test_what_is_mistyped_stays_typed(client, asked):
    declared(client, asked)
    for typed, field in (({"kind": ""}, "kind"), ({"words": ""}, "words"), ({"who": ""}, "who"),
                         ({"words": "x" * 5001}, "words"), ({"contact": "x" * 161}, "contact")):  # fmt: skip
        refused = answer(client, asked, **typed)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])
    assert answer(client, asked, kind="", words="Ma réponse").context["form"]["words"].value() == "Ma réponse"
    nobody = answer(Client(), asked, who="", words="Ma réponse")
    assert (nobody.status_code, b"Quetzalcoatl" in nobody.content) == (422, False)
    assert nobody.context["form"]["words"].value() == "Ma réponse"


@pytest.mark.parametrize(
    "change",
    [
        {"state": "closed"}, {"state": "withdrawn"}, {"state": "answered"},
        {"link_until": TODAY - timedelta(days=1)},
    ],
)  # fmt: skip
def test_a_link_that_is_over_opens_nothing_and_takes_nothing(client, asked, change):
    declared(client, asked)
    opened = queries.opened_by(asked.link)
    with become("maintenance"):
        DirectQuestion.objects.filter(pk=asked.pk).update(**change)
    assert client.get(url_of(asked)).status_code == 404
    told = {"who": WHO, "kind": "complete", "words": "x", "contact": ""}
    with pytest.raises(Forbidden):
        answers.answer_by_link(link=asked.link, opened=opened, **told)
    with become("maintenance"):
        assert not QuestionAnswer.objects.exists()


def test_nobody_follows_her_there_any_more_and_the_link_dies(client, asked):
    with become("maintenance"):
        Attachment.objects.update(ended_at=timezone.now())
    assert client.get(url_of(asked)).status_code == 404


def test_a_link_signed_otherwise_or_too_old_opens_nothing(client, asked, monkeypatch):
    other = make_token(asked, salt="other")
    for token in ("x", other, queries.token_of(asked)[:-1], str(asked.link)):
        assert client.get(reverse("support:question_door", args=[token])).status_code == 404
    token = queries.token_of(asked)
    monkeypatch.setattr(queries, "LONGEST", timedelta(seconds=-1))
    assert client.get(reverse("support:question_door", args=[token])).status_code == 404


def make_token(asked, salt):
    return signing.dumps(str(asked.link), salt=salt)


def test_ten_wrong_links_close_the_door_for_a_while(client, asked):
    for _ in range(10):
        assert client.get(reverse("support:question_door", args=["x"])).status_code == 404
    assert client.get(url_of(asked)).status_code == 429


def test_a_professional_who_is_signed_in_answers_as_the_referent(asked):
    """Their session says who they are elsewhere: here, only what they declare."""
    client = Client()
    with become("maintenance"):
        signed_in(client, Role.SOCIAL_WORKER)
    declared(client, asked)
    assert answer(client, asked).status_code == 302
    with become("maintenance"):
        lines = Entry.objects.filter(verb__in=["read_question", "question_answered"])
        assert {one.actor_user_id for one in lines} == {None}


def test_noted_from_the_telephone_it_ends_as_well(asked, worker, person):
    client = Client()
    with become("maintenance"):
        signed_in(client, member=worker)
    url = reverse("support:note_answer", args=[person.pk, asked.pk])
    told = {"kind": "complete", "words": "Complet.", "who": "Paule, CAF", "contact": ""}
    assert client.post(url, told).status_code == 302
    assert (reread(asked).state, queries.opened_by(asked.link)) == ("answered", None)
    again = client.post(url, told)
    assert (again.status_code, "déjà notée" in again.content.decode()) == (422, True)
    with become("maintenance"):
        assert QuestionAnswer.objects.get().author_id == worker.user_id


def own_client(person):
    client = Client()
    with become("maintenance"):
        enter_space(client, person)
    return client


def test_the_person_reads_what_was_asked_and_stops_it(asked, person):
    client = own_client(person)
    page = client.get(reverse("support:own_questions")).content.decode()
    for told in ("Quetzalcoatl ?", asked.asked_of, "Vous avez dit oui à Claire", "Initiales"):
        assert told in page
    url = reverse("support:own_end_question", args=[asked.pk])
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    assert (reread(asked).state, queries.opened_by(asked.link)) == ("withdrawn", None)
    assert client.post(url).status_code == 404


def test_withheld_by_law_or_asked_by_law_the_person_does_not_stop_it(worker, person):
    with become("maintenance"):
        hidden = make_question(person, worker, withheld_id="child_protection", question="Quetzalcoatl ?")
        law = make_question(person, worker, basis_id="care_team", way="law", agreed_on=None)
    client = own_client(person)
    page = client.get(reverse("support:own_questions")).content.decode()
    assert "Quetzalcoatl" not in page
    assert "1\u00a0question ou réponse n’est pas montrée" in page
    for one in (hidden, law):
        assert client.post(reverse("support:own_end_question", args=[one.pk])).status_code == 404
        assert reread(one).state == "asked"
    with acting(Actor(person_id=person.pk, label="Samira")), connection.cursor() as cursor:
        for one in (hidden, law):
            cursor.execute("SELECT maillage_definer.withdraw_own_question(%s)", [one.pk])
            assert cursor.fetchone() == (False,)


def test_who_asked_keeps_an_answer_from_her_by_law_and_she_is_told(asked, worker, person):
    with become("maintenance"):
        said = make_answer(asked, words="Signalement en cours.")
        mate = make_member(structure=worker.structure)
        attach(mate, person)
    space, clients = own_client(person), {one: Client() for one in (worker, mate)}
    with become("maintenance"):
        for member, client in clients.items():
            signed_in(client, member=member)
    url = reverse("support:withhold_answer", args=[person.pk, asked.pk, said.pk])
    own = reverse("support:own_questions")
    assert "Signalement" in space.get(own).content.decode()
    assert clients[mate].post(url, {"basis": "child_protection"}).status_code == 403
    assert clients[worker].post(url, {"basis": "danger"}).status_code == 422
    assert clients[worker].post(url, {"basis": "child_protection"}).status_code == 302
    page = space.get(own).content.decode()
    assert ("Signalement" in page, "L226-2-2" in page) == (False, True)
    assert clients[worker].post(url, {"basis": ""}).status_code == 302
    assert "Signalement" in space.get(own).content.decode()


def test_a_colleague_out_of_the_team_reads_nothing(asked, worker, person):
    with become("maintenance"):
        mate = make_member(structure=worker.structure)
        attach(mate, person)
        other = make_member(structure=worker.structure)
    for member, number in ((mate, 1), (other, 0)):
        with acting(actor_of(member)) as actor:
            assert len(queries.questions(actor, person)) == number
