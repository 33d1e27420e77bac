"""A scheme where nobody has an account: a link by mail, a name, exactly what was agreed to, an answer."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.accounts.tests.factories import client_of, make_structure
from maillage.audit.models import Entry
from maillage.files.uploads import Upload
from maillage.people.models import Attachment, ProtectedAddress
from maillage.permissions.context import acting
from maillage.referrals.actions import joining, sending
from maillage.referrals.models import Event, MissingPiece, SchemeRequest
from maillage.referrals.queries.by_link import token_of
from maillage.referrals.tasks import send_request_link
from maillage.referrals.tests.factories import agreed, parts_of
from maillage.schemes.tests.factories import make_scheme
from maillage.support.actions.documents import add_document
from maillage.support.models import Act, Document
from tests.plugin import become

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
WHO = "Paule Marin, secrétaire"
SITE = "https://maillage.example/"


@pytest.fixture(autouse=True)
def no_tries():
    cache.clear()


@pytest.fixture
def scheme(town):
    with become("maintenance"):
        return make_scheme(make_structure("Restos de Chinon"), "fund_arrears", email="accueil@restos.example")


@pytest.fixture
def asked(town, scheme):
    request = agreed(town, scheme, [one for one in scheme.sections if one != "charges"])
    with acting(town.worker):
        return sending.send(by=town.worker, request=request, version=request.version, site=SITE)


def url(name, asked, *args):
    return reverse(f"referrals:{name}", args=[token_of(asked.link), *args])


def entered(asked):
    client = Client()
    assert client.post(url("request_door", asked), {"who": WHO}).status_code == 302
    return client


def reread(asked):
    with become("maintenance"):
        return SchemeRequest.objects.get(pk=asked.pk)


def jobs(name):
    with become("maintenance"):
        return [one.args for one in ProcrastinateJob.objects.filter(task_name=f"maillage.referrals.{name}")]


def test_a_mail_leaves_with_a_link_and_no_name(town, asked, scheme):
    (args,) = jobs("send_request_link")
    send_request_link(**args)
    (sent,) = mail.outbox
    assert sent.to == ["accueil@restos.example"]
    assert sent.body.split(SITE.rstrip("/"))[1].startswith(url("request_door", asked)[:30])
    for secret in ("Samira", "BENALI", "Benali", str(town.samira.pk)):
        assert secret not in sent.subject + sent.body


def test_where_somebody_signs_in_no_link_leaves(town):
    with become("maintenance"):
        type(town.fund).objects.filter(pk=town.fund.pk).update(email="fonds@departement.example")
    town.fund.refresh_from_db()
    request = agreed(town)
    with acting(town.worker):
        sending.send(by=town.worker, request=request, version=request.version, site=SITE)
    assert jobs("send_request_link") == []


def test_nothing_is_shown_before_somebody_says_who_they_are(town, asked):
    first = Client().get(url("request_door", asked))
    assert first.status_code == 200
    assert town.samira.full_name not in first.content.decode()
    for name, args in (("link_pdf", ()), ("link_letter", ("accuse",)), ("link_answer", ("decision",))):
        assert town.samira.full_name.encode() not in Client().get(url(name, asked, *args)).content
    with become("maintenance"):
        assert not Entry.objects.filter(verb="read_request", actor_user_id=None).exists()


def test_exactly_the_parts_agreed_to_are_read_and_the_person_knows(town, asked, scheme):
    page = entered(asked).get(url("request_door", asked)).content.decode()
    assert town.samira.full_name in page
    written, unwritten = parts_of(page)
    assert "identity" in written
    assert sorted(written + unwritten) == sorted(set(scheme.sections) - {"charges"})
    with become("maintenance"):
        line = Entry.objects.get(verb="read_request", actor_user_id=None)
        assert line.object_id == str(town.samira.pk)
        assert line.actor_label == f"{WHO}, {scheme.structure.name}, par un lien"


def test_it_is_acknowledged_completed_and_decided_by_the_link(town, asked):
    client, today = entered(asked), f"{TODAY():%d/%m/%Y}"
    later = f"{TODAY() + timedelta(days=9):%d/%m/%Y}"
    steps = [
        ("reception", {"on": today}, "received"),
        (
            "pieces",
            {"on": today, "complete_by": later, "what_1": "Le bail", "provider_1": "person"},
            "incomplete",
        ),
        ("complet", {"on": today}, "complete"),
        (
            "decision",
            {"on": today, "outcome": "refused", "reason": "budget", "next_step": "Le CCAS."},
            "refused",
        ),
    ]
    for step, told, state in steps:
        version = reread(asked).version
        if step == "decision":
            wrong = client.post(
                url("link_answer", asked, step), {"version": version, **told, "next_step": ""}
            )
            assert wrong.status_code == 422
        answer = client.post(url("link_answer", asked, step), {"version": version, **told})
        assert answer.status_code == 302, answer.content.decode()
        assert reread(asked).state == state
        if step == "reception":
            assert client.get(url("link_letter", asked, "accuse"))["Content-Type"] == "application/pdf"
    now = reread(asked)
    assert (now.due_on > TODAY(), now.decided_by) == (True, "Restos de Chinon")
    assert now.contest_by > TODAY() + timedelta(days=50)
    with acting(town.person):
        assert SchemeRequest.objects.get(pk=asked.pk).next_step == "Le CCAS."
        assert MissingPiece.objects.get().given_on == TODAY()
        lines = list(Event.objects.filter(by_label__endswith="par un lien").values_list("kind", flat=True))
        assert sorted(lines) == ["complete", "decided", "incomplete", "received"]
        assert Act.objects.filter(what="Réponse d’un dispositif").count() == 1
    assert len(jobs("tell_answered")) == 4
    assert {str(one["request"]) for one in jobs("tell_answered")} == {str(asked.pk)}
    assert client.get(url("link_letter", asked, "decision"))["Content-Type"] == "application/pdf"


def test_a_version_that_is_not_the_one_read_decides_nothing(asked):
    client, told = entered(asked), {"on": f"{TODAY():%d/%m/%Y}", "outcome": "accepted"}
    for version in ("0", "99", "x", ""):
        answer = client.post(url("link_answer", asked, "decision"), {"version": version, **told})
        assert answer.status_code == 422
    assert reread(asked).state == "sent"


def dies(asked, **columns):
    client = entered(asked)
    with become("maintenance"):
        SchemeRequest.objects.filter(pk=asked.pk).update(**columns)
    answers = [client.get(url("request_door", asked)), client.get(url("link_pdf", asked))]
    told = {"version": asked.version, "on": f"{TODAY():%d/%m/%Y}", "outcome": "accepted"}
    answers.append(client.post(url("link_answer", asked, "decision"), told))
    return {one.status_code for one in answers} == {404}


def test_the_link_dies_after_its_last_day(asked):
    assert dies(asked, link_until=TODAY() - timedelta(days=1))


def test_the_link_dies_a_month_after_the_decision(asked):
    decided = {"state": "accepted", "outcome": "accepted"}
    client = entered(asked)
    with become("maintenance"):
        rows = SchemeRequest.objects.filter(pk=asked.pk)
        rows.update(decided_on=TODAY() - timedelta(days=30), **decided)
    assert client.get(url("request_door", asked)).status_code == 200
    assert dies(asked, decided_on=TODAY() - timedelta(days=31))


def test_the_link_dies_when_nobody_follows_the_person_any_more(asked):
    client = entered(asked)
    with become("maintenance"):
        Attachment.objects.update(ended_at=timezone.now())
    assert client.get(url("request_door", asked)).status_code == 404


def test_the_link_and_its_files_die_with_the_agreement(town, asked):
    with acting(town.worker):
        paper = Document(person=town.samira, title="Quittance", kind="other", level="team")
        add_document(by=town.worker, document=paper, upload=Upload("q.txt", b"Loyer."))
        row = joining.join(by=town.worker, request=asked, document=paper, way="oral", witness="x")
    client = entered(asked)
    answer = client.get(url("link_file", asked, row.pk))
    assert (answer.content, answer["X-Content-Type-Options"]) == (b"Loyer.", "nosniff")
    with acting(town.person):
        joining.take_back(by=town.person, joined=row)
    assert client.get(url("link_file", asked, row.pk)).status_code == 404
    with acting(town.person):
        sending.withdraw(by=town.person, request=asked, version=asked.version)
    assert client.get(url("request_door", asked)).status_code == 404
    assert client.get(url("link_pdf", asked)).status_code == 404
    assert client.get(url("link_file", asked, row.pk)).status_code == 404


@pytest.mark.parametrize("token", ["x", "é", "a:b:c", "9" * 300])
def test_a_token_that_is_not(token):
    answer = Client().get(reverse("referrals:request_door", args=[token]))
    assert answer.status_code == 404


def test_who_tries_links_at_random_is_soon_refused():
    client = Client()
    where = reverse("referrals:request_door", args=["x"])
    assert 429 in {client.get(where).status_code for _ in range(40)}


def test_a_protected_address_is_behind_no_link(town, scheme):
    with become("maintenance"):
        told = {"person": town.samira, "motive": "danger"}
        ProtectedAddress.objects.create(address="7 impasse des Mésanges", **told)
    request = agreed(town, scheme)
    with acting(town.worker):
        request = sending.send(by=town.worker, request=request, version=request.version, site=SITE)
    page = entered(request).get(url("request_door", request)).content.decode()
    assert "Mésanges" not in page


def test_an_account_opens_no_more_than_the_link(town, asked):
    """Signed in elsewhere or not, the same page, the same journal."""
    client = client_of(town.members["officer"])
    assert client.post(url("request_door", asked), {"who": WHO}).status_code == 302
    assert client.get(url("request_door", asked)).status_code == 200
    assert client.get(reverse("referrals:received", args=[asked.pk])).status_code == 404
