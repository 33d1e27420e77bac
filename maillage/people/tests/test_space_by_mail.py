"""Without the paper: a code by mail, for the session that asked; the same page whoever is told."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member
from maillage.people.models import Channel, SpaceAccess
from maillage.people.tasks import send_space_code
from maillage.people.tests.factories import enter_space, make_family
from tests.plugin import become

pytestmark = pytest.mark.django_db
ASK, CODE = "/mon-espace/entrer/par-mail/", "/mon-espace/entrer/par-mail/code/"
TYPED = {"email": "Samira@Exemple.test", "birth_date": "30/04/1992"}


@pytest.fixture
def samira():
    """With a space, and an address that another person shares."""
    cache.clear()
    with become("maintenance"):
        _, mother, child = make_family(make_member(Role.SOCIAL_WORKER))
        enter_space(Client(), mother)
        for one in (mother, child):
            Channel.objects.create(person=one, kind="email", value="samira@exemple.test", opens_space=True)
    return mother


def asked(**changed) -> Client:
    client = Client()
    assert client.post(ASK, {**TYPED, **changed}).url == CODE
    return client


def waiting() -> list[dict]:
    jobs = ProcrastinateJob.objects.filter(task_name="maillage.people.send_space_code", status="todo")
    return list(jobs.values_list("args", flat=True))


def sent_code() -> str:
    """The worker's part: of the last one who asked."""
    send_space_code(**waiting()[-1])
    return re.search(r"[A-Z2-9]{5}-[A-Z2-9]{5}", mail.outbox[-1].body)[0]


def no_mail_leaves() -> bool:
    """The same work is asked for, and comes to nothing."""
    send_space_code(**waiting()[-1])
    return mail.outbox == []


def test_the_code_opens_the_space_of_who_asked_once(samira):
    client, code = asked(), None
    code = sent_code()
    sent = mail.outbox[-1]
    assert sent.to == [TYPED["email"]]
    assert not any(
        word in f"{sent.subject} {sent.body} {sent.from_email}" for word in ("Maillage", "Samira", "BENALI")
    )
    other = asked(birth_date="01/01/1980")
    assert other.post(CODE, {"code": code}).status_code == 422
    assert client.post(CODE, {"code": "AAAAA-BBBBB"}).status_code == 422
    assert client.post(CODE, {"code": code.lower()}).url == reverse("people:space")
    assert "Samira BENALI" in client.get(reverse("people:space")).content.decode()
    again = asked()
    assert again.post(CODE, {"code": code}).status_code == 422


@pytest.mark.parametrize("changed", [{"email": "autre@exemple.test"}, {"birth_date": "01/05/1992"}])
def test_nobody_told_gets_the_same_page_and_no_mail(samira, changed):
    page = asked(**changed).get(CODE)
    assert "Si cette adresse et cette date" in page.content.decode()
    assert no_mail_leaves()


def test_without_an_open_space_nothing_leaves(samira):
    with become("maintenance"):
        SpaceAccess.objects.all().delete()
    asked()
    assert no_mail_leaves()


def test_neither_the_queue_nor_the_cache_holds_the_code(samira):
    asked()
    code = sent_code()
    assert code not in str(waiting())
    ticket = waiting()[0]["ticket"]
    assert code not in str(cache.get(f"space:ticket:{ticket}"))


@pytest.mark.parametrize("typed", [{}, {"email": "x", "birth_date": "31/02/1992"}, {"email": "a\x00@b.fr"}])
def test_what_is_mistyped_gets_a_sentence(samira, typed):
    answer = Client().post(ASK, {**typed, "x": "x"})
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


def test_too_many_tries_wait(samira):
    client = asked()
    codes = [client.post(CODE, {"code": "AAAAA-BBBBB"}).status_code for _ in range(11)]
    assert codes[-1] == 429
    assert Client().get(CODE).url == ASK
