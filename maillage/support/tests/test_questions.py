"""Ask a body's referent: the least data, what allows it, the dates; judged, asked again, ended."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.accounts.tests.factories import actor_of, make_member, signed_in
from maillage.audit.models import Entry
from maillage.clocks.working_days import add_working_days
from maillage.people.models import Consent
from maillage.people.tests.factories import attach, give, make_person
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.support.actions import questions as actions
from maillage.support.actions.questions import Given, given_facts
from maillage.support.models import Act, DirectQuestion
from maillage.support.queries.questions import link_of, opened_by
from maillage.support.queries.work import my_day
from maillage.support.tasks import send_question
from maillage.support.tests.factories import make_answer, make_question, make_referent
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def person(worker):
    with become("maintenance"):
        someone = make_person(birth_date=date(1992, 4, 30))
        attach(worker, someone)
        return someone


@pytest.fixture
def caf(worker):
    with become("maintenance"):
        return make_referent(service="Accueil des partenaires")


def typed_for(referent, /, **typed):
    told = {
        "referent": str(referent.pk),
        "subject": "Prime d’activité",
        "question": "Le dossier est-il complet ?",
        "reference": "7654321",
        "why": "",
        "authority": "oral",
        "agreed_on": f"{TODAY:%d/%m/%Y}",
        "audience": "team",
        "escalate_to": "",
        "withheld": "",
    }
    return {**told, **typed}


def send(client, person, referent, /, **typed):
    return client.post(reverse("support:ask_question", args=[person.pk]), typed_for(referent, **typed))


def only_question():
    with become("maintenance"):
        return DirectQuestion.objects.get()


def test_it_is_asked_with_the_least_data_and_due_in_three_working_days(client, worker, person, caf):
    assert send(client, person, caf).status_code == 302
    asked = only_question()
    assert (asked.due_on, asked.last_due_on) == (add_working_days(TODAY, 3), add_working_days(TODAY, 15))
    assert asked.told == {
        "facts": [["Numéro de dossier", "7654321"], ["Initiales", "S. B."], ["Année de naissance", "1992"]],
        "why": "",
    }
    assert asked.right.startswith("Accord de la personne, de vive voix, entendu par")
    with become("maintenance"):
        (line,) = Act.objects.all()
        assert (line.kind, line.what) == ("question", "Question posée\u00a0: CAF, Accueil des partenaires")
        assert Entry.objects.filter(verb="question", object_id=str(person.pk)).count() == 1
        assert mail.outbox == []
        (job,) = ProcrastinateJob.objects.filter(task_name="maillage.support.send_question")
    assert str(asked.link) not in str(job.args)


def test_the_mail_holds_a_link_and_nothing_of_her(client, worker, person, caf):
    send(client, person, caf, subject="Quetzalcoatl", question="Quetzalcoatl ?")
    asked = only_question()
    with acting(actor_of(worker)) as actor:
        told = actor.to_json()
    send_question(question=str(asked.pk), actor=told)
    (sent,) = mail.outbox
    assert sent.to == ["partenaires@caf.example"]
    for secret in ("Quetzalcoatl", "Samira", "BENALI", "Benali", "S. B.", "7654321", "1992", str(person.pk)):
        assert secret not in sent.subject + sent.body
    token = sent.body.split("/question/")[1].split("/")[0]
    assert link_of(token) == asked.link
    assert opened_by(asked.link).question.question == "Quetzalcoatl ?"


def test_more_than_the_least_is_ticked_with_its_reason(client, worker, person, caf):
    refused = send(client, person, caf, more=["name", "birth_date"])
    assert refused.status_code == 422
    assert "Dites pourquoi" in str(refused.context["form"].errors["why"])
    assert send(client, person, caf, more=["name", "birth_date"], why="Deux homonymes").status_code == 302
    assert only_question().told == {
        "facts": [
            ["Numéro de dossier", "7654321"], ["Nom", "Samira BENALI"], ["Date de naissance", "30/04/1992"],
        ],
        "why": "Deux homonymes",
    }  # fmt: skip


def test_nobody_is_asked_about_without_being_told_apart():
    with become("maintenance"):
        unknown = make_person("", "", called="Monsieur Paul")
    with pytest.raises(Forbidden, match="numéro"):
        given_facts(unknown, Given())
    with pytest.raises(Forbidden, match="identité"):
        given_facts(unknown, Given("12", ("name",)))
    assert given_facts(unknown, Given("12")) == [("Numéro de dossier", "12")]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"referent": ""}, "referent", "Choisissez à qui"),
        ({"referent": "x"}, "referent", "choix valide"),
        ({"subject": ""}, "subject", "nécessaire"),
        ({"question": ""}, "question", "Écrivez votre question"),
        ({"question": "x" * 2001}, "question", "trop long"),
        ({"authority": ""}, "authority", "sans accord ni texte"),
        ({"authority": "law:danger"}, "authority", "choix valide"),
        ({"authority": "consent:x"}, "authority", "choix valide"),
        ({"agreed_on": ""}, "agreed_on", "a donné son accord"),
        ({"agreed_on": "31/02/2026"}, "agreed_on", "n’existe pas"),
        ({"agreed_on": "01/01/2199"}, "agreed_on", "jusqu’au"),
        ({"audience": "personal"}, "audience", "choix valide"),
        ({"escalate_to": "999999"}, "escalate_to", "choix valide"),
        ({"more": ["nir"]}, "more", "choix valide"),
    ],
)
def test_what_is_mistyped_gets_a_sentence_and_stays_typed(
    client, worker, person, caf, typed, field, sentence
):
    answer = send(client, person, caf, **typed)
    form = answer.context["form"]
    assert answer.status_code == 422
    assert sentence in str(form.errors[field])
    told = typed_for(caf, **typed)
    assert {name: form[name].value() for name in told} == told
    with become("maintenance"):
        assert not DirectQuestion.objects.exists()


def asked_by(worker, person, referent, **told):
    given = {"way": "oral", "agreed_on": TODAY, "level": "team", "subject": "x", "question": "x", **told}
    return DirectQuestion(person=person, referent=referent, **given)


def ask(worker, asked):
    with acting(actor_of(worker)) as by:
        return actions.ask(by=by, asked=asked, given=Given("12"), site="https://x.example/")


def test_without_an_agreement_or_a_text_it_is_refused(worker, person, caf):
    with become("maintenance"):
        other = give(person, make_member())
    later = TODAY + timedelta(days=1)
    for told in (
        {"way": "", "agreed_on": None}, {"agreed_on": None}, {"agreed_on": later}, {"way": "self"}, {"way": "law"},
        {"consent": other}, {"basis_id": "danger"},
    ):  # fmt: skip
        with pytest.raises(Forbidden, match="Rien n’autorise encore cette question"):
            ask(worker, asked_by(worker, person, caf, **told))
    assert ask(worker, asked_by(worker, person, caf, basis_id="care_team")).way == "law"


def test_a_line_of_her_ledger_for_that_body_allows_it_until_it_is_withdrawn(client, worker, person):
    with become("maintenance"):
        partner = make_member()
        line = give(person, partner)
        referent = make_referent(structure_id=partner.structure_id)
    assert send(client, person, referent, authority=f"consent:{line.pk}", agreed_on="").status_code == 302
    asked = only_question()
    assert (asked.consent_id, asked.way) == (line.pk, "self")
    assert opened_by(asked.link)
    with become("maintenance"):
        Consent.objects.filter(pk=line.pk).update(withdrawn_at=timezone.now(), withdrawn_way="oral")
    assert opened_by(asked.link) is None
    page = client.get(reverse("support:question", args=[person.pk, asked.pk])).content.decode()
    assert "Accord terminé" in page
    with acting(actor_of(worker)) as actor:
        assert not my_day(actor, asked.due_on).questions
    again = client.post(reverse("support:send_question_again", args=[person.pk, asked.pk]), follow=True)
    assert "n’attend plus de réponse" in again.content.decode()
    with pytest.raises(Forbidden, match="Rien n’autorise"):
        with become("maintenance"):
            line = Consent.objects.get(pk=line.pk)
        ask(worker, asked_by(worker, person, referent, consent=line))


def test_who_only_reads_asks_nothing(worker, person, caf):
    client = Client()
    with become("maintenance"):
        partner = make_member()
        give(person, partner, "health")
        signed_in(client, member=partner)
    assert send(client, person, caf).status_code == 403
    with become("maintenance"):
        assert not DirectQuestion.objects.exists()


def test_what_it_is_about_may_come_with_the_address(client, worker, person, caf):
    url = reverse("support:ask_question", args=[person.pk])
    form = client.get(url, {"subject": "RSA", "question": "Où en est-on ?"}).context["form"]
    assert (form["subject"].value(), form["question"].value()) == ("RSA", "Où en est-on ?")
    assert send(client, person, caf, subject="RSA").status_code == 302


def test_a_referent_without_an_address_is_not_offered(client, worker, person):
    with become("maintenance"):
        silent = make_referent(email="")
    assert send(client, person, silent).status_code == 422
    with pytest.raises(Forbidden, match="appelez-le"):
        ask(worker, asked_by(worker, person, silent))


def test_ended_its_link_opens_nothing_more(client, worker, person):
    with become("maintenance"):
        questions = [make_question(person, worker) for _ in range(2)]
    for asked, state in zip(questions, ("closed", "withdrawn"), strict=True):
        assert opened_by(asked.link)
        url = reverse("support:end_question", args=[person.pk, asked.pk])
        assert client.post(url, {"state": state}).status_code == 302
        assert opened_by(asked.link) is None
        again = client.post(url, {"state": "closed"})
        assert (again.status_code, "n’attend plus" in again.content.decode()) == (422, True)
    with become("maintenance"):
        assert {one.state for one in DirectQuestion.objects.all()} == {"closed", "withdrawn"}
        assert Act.objects.count() == 2


def test_another_link_takes_the_place_of_the_former(client, worker, person):
    with become("maintenance"):
        asked = make_question(person, worker)
    url = reverse("support:send_question_again", args=[person.pk, asked.pk])
    assert client.post(url).status_code == 302
    assert opened_by(asked.link) is None
    assert opened_by(only_question().link)
    with become("maintenance"):
        DirectQuestion.objects.update(link_until=TODAY - timedelta(days=1))
    assert "trop ancienne" in client.post(url, follow=True).content.decode()


def test_who_asked_says_in_one_click_whether_it_was_useful(client, worker, person):
    with become("maintenance"):
        asked = make_question(person, worker, state="answered", ended_on=TODAY)
        waiting = make_question(person, worker)
        mate = make_member(structure=worker.structure)
        attach(mate, person)
    url = reverse("support:judge_answer", args=[person.pk, asked.pk])
    assert client.post(url, {"usefulness": "partly", "words": "Il manque le montant."}).status_code == 302
    assert client.post(url, {"usefulness": "x"}).status_code == 422
    refused = client.post(
        reverse("support:judge_answer", args=[person.pk, waiting.pk]), {"usefulness": "useful"}
    )
    assert refused.status_code == 422
    with acting(actor_of(mate)) as by, pytest.raises(Forbidden, match="Seule la personne qui a posé"):
        actions.judge(by=by, asked=asked, usefulness="useless")
    with become("maintenance"):
        row = DirectQuestion.objects.get(pk=asked.pk)
        assert (row.usefulness, row.usefulness_words) == ("partly", "Il manque le montant.")


def test_answered_it_is_asked_again_once_and_the_former_answer_stays(client, worker, person, caf):
    with become("maintenance"):
        former = make_question(person, worker, referent=caf, state="answered", ended_on=TODAY)
        make_answer(former)
    url = reverse("support:ask_again", args=[person.pk, former.pk])
    page = client.get(url)
    assert (page.context["form"]["subject"].value(), "Oui." in page.content.decode()) == ("AAH", True)
    assert client.post(url, typed_for(caf, question="Et le montant ?")).status_code == 302
    again = client.post(url, typed_for(caf))
    assert (again.status_code, "déjà été reposée" in again.content.decode()) == (422, True)
    with become("maintenance"):
        second = DirectQuestion.objects.get(follows=former)
        assert (second.state, second.due_on) == ("asked", add_working_days(TODAY, 3))
        assert second.link != former.link
        assert former.given_answers.count() == 1
        with pytest.raises(IntegrityError), transaction.atomic():
            make_question(person, worker, follows=former)


def test_before_its_answer_it_is_not_asked_again(worker, person, caf):
    with become("maintenance"):
        former = make_question(person, worker, referent=caf)
    with pytest.raises(Forbidden, match="reçu sa réponse"):
        ask(worker, asked_by(worker, person, caf, follows=former))


def test_the_lists_take_as_many_queries_for_one_as_for_three(client, worker, person):
    pages = [reverse("support:questions", args=[person.pk]), "/", reverse("support:referents")]

    def more(number):
        for _ in range(number):
            make_answer(make_question(person, worker, level="circle", part="health"))

    with become("maintenance"):
        more(1)
    few = [count_queries(client, url) for url in pages]
    with become("maintenance"):
        more(2)
    assert [count_queries(client, url) for url in pages] == few


def test_my_day_has_what_i_asked_and_what_i_am_told_of(worker, person):
    soon, later = TODAY + timedelta(days=7), TODAY + timedelta(days=8)
    with become("maintenance"):
        mate = make_member(structure=worker.structure)
        attach(mate, person)
        due = [make_question(person, worker, due_on=day) for day in (TODAY - timedelta(days=1), soon)]
        make_question(person, worker, due_on=later)
        make_question(person, worker, state="closed", ended_on=TODAY)
        unread = make_question(person, worker, state="answered", ended_on=TODAY, due_on=later)
        make_question(person, worker, state="answered", ended_on=TODAY, usefulness="useful")
        told = {"escalate_to_id": worker.user_id, "escalated_at": timezone.now()}
        escalated = make_question(person, mate, due_on=TODAY - timedelta(days=5), **told)
        make_question(person, mate)
    with acting(actor_of(worker)) as actor:
        found = [one.pk for one in my_day(actor, TODAY).questions]
    assert found == [escalated.pk, due[0].pk, due[1].pk, unread.pk]
