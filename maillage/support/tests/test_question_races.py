"""At once, from many connections: one answer lands, one question asks again."""

import threading

import pytest
from django.db import connections
from django.utils import timezone

from maillage.accounts.tests.factories import actor_of, make_member
from maillage.people.tests.factories import attach, make_person
from maillage.permissions import ANONYMOUS, Forbidden
from maillage.permissions.context import acting
from maillage.support.actions import answers, questions
from maillage.support.models import DirectQuestion, QuestionAnswer
from maillage.support.queries.questions import opened_by
from maillage.support.tests.factories import make_question
from tests.plugin import become

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


@pytest.fixture
def asked():
    with become("maintenance"):
        worker, someone = make_member(), make_person()
        attach(worker, someone)
        return worker, make_question(someone, worker)


def at_once(act):
    """What each of them got: "done", or the class of what stopped it."""
    barrier, found = threading.Barrier(AT_ONCE), []

    def one():
        try:
            barrier.wait(30)
            act()
            found.append("done")
        except Exception as error:
            found.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(found)


@pytest.mark.parametrize("kind", ["complete", "waiting"])
def test_of_eight_answers_one_lands(asked, kind):
    _, question = asked
    opened = opened_by(question.link)
    told = {"who": "Paule", "kind": kind, "words": "x", "contact": ""}

    def answer():
        with acting(ANONYMOUS):
            answers.answer_by_link(link=question.link, opened=opened, **told)

    assert at_once(answer) == [Forbidden.__name__] * (AT_ONCE - 1) + ["done"]
    with become("maintenance"):
        assert QuestionAnswer.objects.count() == 1


def test_of_eight_who_ask_again_one_does(asked):
    worker, former = asked
    with become("maintenance"):
        DirectQuestion.objects.update(state="answered", ended_on=timezone.localdate())

    def ask_again():
        again = DirectQuestion(
            person=former.person, referent=former.referent, subject="x", question="x", way="oral", level="team",
            agreed_on=timezone.localdate(), follows=former,
        )  # fmt: skip
        with acting(actor_of(worker)) as by:
            questions.ask(by=by, asked=again, given=questions.Given("12"), site="https://x.example/")

    assert at_once(ask_again) == [Forbidden.__name__] * (AT_ONCE - 1) + ["done"]
    with become("maintenance"):
        assert DirectQuestion.objects.filter(follows=former).count() == 1
