"""An address that follows without an account: asked, confirmed, told once a day what is public, erased."""

import re
from datetime import date, timedelta
from smtplib import SMTPException
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from maillage.governance.actions import subscriptions as actions
from maillage.governance.models import Minutes, Output, Subscription
from maillage.governance.queries.publications import Window, published
from maillage.governance.queries.subscriptions import END
from maillage.governance.tests.factories import make_committee, make_gathering
from maillage.governance.tests.mandate_factories import make_mandate, make_text
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting
from maillage.web.signed_keys import signed
from tests.plugin import become

pytestmark = pytest.mark.django_db
PAGE, WHO = "/abonnement/", "curieux@example.org"
YESTERDAY = timezone.now() - timedelta(days=1)
APPROVED = {"shared_at": YESTERDAY, "approved_at": YESTERDAY, "digest": "0" * 64}
LINK = re.compile(r"http://testserver(/abonnement/\S+)")


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def run_jobs():
    """What was queued to be mailed, as the worker does it."""
    with become("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT args->>'key' FROM procrastinate_jobs WHERE task_name = %s", [actions.ASK])
        keys = [key for (key,) in cursor.fetchall()]
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [actions.ASK])
    for key in keys:
        actions.ask_to_confirm(key)


def last_link():
    return LINK.search(mail.outbox[-1].body)[1]


def subscribed(client, query="", told_until=None):
    """Confirmed, and last told the day before yesterday."""
    client.post(PAGE + query, {"email": WHO})
    run_jobs()
    client.post(last_link(), {"confirmer": "oui"})
    with become("maintenance"):
        Subscription.objects.update(told_until=told_until or date.today() - timedelta(days=2))
    mail.outbox.clear()


def count():
    with become("maintenance"):
        return Subscription.objects.count()


def test_from_asking_to_the_end(client):
    make_text(make_committee(), "Avis sur les guichets", published_at=YESTERDAY)
    answer = client.post(PAGE, {"email": "Curieux@Example.org"}, follow=True)
    assert "Regardez votre boîte" in words(answer)
    assert actions.send_digests() == 0
    run_jobs()
    assert [one.to for one in mail.outbox] == [[WHO]]
    confirm = last_link()
    assert "Confirmer" in words(client.get(confirm))
    with become("maintenance"):
        assert Subscription.objects.get().confirmed_at is None
    client.post(confirm, {"confirmer": "oui"})
    assert actions.send_digests() == 0
    with become("maintenance"):
        Subscription.objects.update(told_until=date.today() - timedelta(days=2))
    assert actions.send_digests() == 1
    assert "Avis sur les guichets (avis, le" in mail.outbox[-1].body
    assert mail.outbox[-1].subject == "Du nouveau : Avis sur les guichets"
    end = last_link()
    assert "Me désabonner" in words(client.get(end))
    assert count() == 1
    client.post(end, {"fin": "oui"})
    assert count() == 0
    assert client.get(end).status_code == 404


def test_at_most_one_mail_a_day_and_none_for_nothing(client):
    subscribed(client)
    assert actions.send_digests() == 0
    for title in ("Premier", "Second"):
        make_text(make_committee(), title, published_at=YESTERDAY)
    with become("maintenance"):
        Subscription.objects.update(tried_on=None, told_until=date.today() - timedelta(days=2))
    assert (actions.send_digests(), actions.send_digests()) == (1, 0)
    assert mail.outbox[0].subject == "Du nouveau : 2 publications"


def test_what_is_of_today_waits_for_tomorrow(client):
    make_text(make_committee(), "Du jour")
    subscribed(client)
    assert actions.send_digests() == 0


def test_a_mail_that_fails_is_tried_again_the_next_day(client, settings):
    make_text(make_committee(), published_at=YESTERDAY)
    subscribed(client)
    settings.MAILLAGE_SENDERS = {"email": f"{__name__}.Broken"}
    assert actions.send_digests() == 0
    with become("maintenance"):
        row = Subscription.objects.get()
        assert (row.told_until, row.tried_on) == (date.today() - timedelta(days=2), date.today())
        Subscription.objects.update(tried_on=None)
    settings.MAILLAGE_SENDERS = {"email": "maillage.web.senders.MailSender"}
    assert actions.send_digests() == 1


class Broken:
    def send(self, message):
        raise SMTPException("no server")


def test_an_address_is_asked_once_an_hour_and_nobody_learns_that_it_follows(client):
    first = words(client.post(PAGE, {"email": WHO}, follow=True))
    run_jobs()
    again = words(client.post(PAGE, {"email": WHO}, follow=True))
    run_jobs()
    client.post(last_link(), {"confirmer": "oui"})
    known = words(client.post(PAGE, {"email": WHO}, follow=True))
    run_jobs()
    told = [re.search("Regardez votre boîte.*?plus\\.", page)[0] for page in (first, again, known)]
    assert (len(set(told)), len(mail.outbox), count()) == (1, 1, 1)


def test_tries_are_limited(client):
    codes = [client.post(PAGE, {"email": f"a{one}@example.org"}).status_code for one in range(12)]
    assert codes == [302] * 10 + [429] * 2


@pytest.mark.parametrize(
    "email", ["", "x", "a@b", "a" * 300 + "@example.org", "a\0@example.org", "a@b.fr\nBcc: c@d.fr"]
)
def test_a_bad_address_gets_a_sentence(client, email):
    assert client.post(PAGE, {"email": email}).status_code == 422
    assert count() == 0


def test_an_address_that_does_not_answer_is_erased(client):
    client.post(PAGE, {"email": WHO})
    with become("maintenance"):
        Subscription.objects.update(asked_at=timezone.now() - timedelta(days=4))
    actions.send_digests()
    assert count() == 0


def test_wrong_links_open_nothing(client):
    links = ("x", signed(uuid4(), END), signed(uuid4(), "autre"))
    for name in ("confirm_subscription", "end_subscription"):
        found = [client.post(reverse(f"governance:{name}", args=[one])).status_code for one in links]
        assert found == [404] * 3


def test_a_link_to_end_confirms_nothing(client):
    client.post(PAGE, {"email": WHO})
    with become("maintenance"):
        key = Subscription.objects.get().key
    link = reverse("governance:confirm_subscription", args=[signed(key, END)])
    assert client.post(link, {"confirmer": "oui"}).status_code == 404


def test_only_what_everybody_sees_is_followed(client):
    hidden = make_committee(publicity="members")
    inner = make_mandate(group=hidden)
    for query in (f"?instance={hidden.public_id}", f"?mandat={inner.public_id}", "?instance=x", "?mandat='"):
        assert client.get(PAGE + query).status_code == 404
    with acting(ANONYMOUS):
        actions.subscribe(email=WHO, site="http://x", committee=hidden)
        actions.subscribe(email=WHO, site="http://x", mandate=inner)
    assert count() == 0


def test_a_committee_is_followed_alone(client):
    followed, other = make_committee(), make_committee()
    make_text(followed, "Le leur", published_at=YESTERDAY)
    make_text(other, "D’ailleurs", published_at=YESTERDAY)
    subscribed(client, f"?instance={followed.public_id}")
    assert actions.send_digests() == 1
    assert "Le leur" in mail.outbox[0].body
    assert "D’ailleurs" not in mail.outbox[0].body


def minutes(committee, title, **told):
    with become("maintenance"):
        gathering = make_gathering(committee, title=title)
        Minutes.objects.create(gathering=gathering, text="Dit", **told)


def deliver(mandate):
    with become("maintenance"):
        text = make_text(mandate.committee, "Rapport rendu", published_at=timezone.now() - timedelta(days=90))
        Output.objects.filter(mandate=mandate).update(text=text, delivered_on=YESTERDAY.date(), covers=[])


def test_nothing_that_is_not_public_ever_leaves():
    public, hidden = make_committee(), make_committee(publicity="members")
    minutes(public, "Approuvé", **APPROVED)
    minutes(public, "Soumis", shared_at=YESTERDAY)
    minutes(hidden, "Caché", **APPROVED)
    make_text(public, "Brouillon", published_at=None)
    open_one, inner = (
        make_mandate(public, public, title="Ouvert"),
        make_mandate(public, hidden, title="Interne"),
    )
    deliver(open_one)
    deliver(inner)
    today = date.today()
    with acting(ANONYMOUS):
        found = published(Window(today - timedelta(days=3), today))
        own = published(Window(today - timedelta(days=3), today, mandate_id=open_one.pk))
    assert sorted(one.title for one in found) == [f"{public.name}, Approuvé", "Ouvert, Rapport"]
    assert [one.title for one in own] == ["Ouvert, Rapport"]


def test_a_mandate_is_followed_from_its_page(client):
    mandate, other = make_mandate(title="Mobilité"), make_mandate(title="Autre")
    assert f"/abonnement/?mandat={mandate.public_id}" in words(client.get(mandate.get_absolute_url()))
    subscribed(client, f"?mandat={mandate.public_id}")
    deliver(other)
    assert actions.send_digests() == 0
    deliver(mandate)
    with become("maintenance"):
        Subscription.objects.update(tried_on=None, told_until=date.today() - timedelta(days=2))
    assert actions.send_digests() == 1
    assert "le mandat «\u00a0Mobilité\u00a0»" in mail.outbox[0].body
    assert "Mobilité, Rapport (livrable d’un mandat" in mail.outbox[0].body


def test_a_committee_that_closes_is_told_no_more(client):
    committee = make_committee()
    minutes(committee, "Approuvé", **APPROVED)
    subscribed(client, f"?instance={committee.public_id}")
    with become("maintenance"):
        type(committee).objects.filter(pk=committee.pk).update(publicity="members")
    assert actions.send_digests() == 0
