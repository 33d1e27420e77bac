"""Links sent to structures, cards read again without an account, errors reported and answered."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, signed_in
from maillage.directory.actions.quality import SEND
from maillage.directory.models import ErrorReport, ReviewRequest, Service, Structure
from maillage.directory.queries.cards import request_of, stale_services, to_review, token_of
from maillage.directory.tasks import remind_all_reviews, send_one_review
from maillage.directory.tests.offer import make_service, typed_service
from maillage.permissions.context import acting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territories")]
TODAY = timezone.localdate()
OLD = TODAY - timedelta(days=400)


@pytest.fixture
def animator(client):
    return signed_in(client, Role.ANIMATOR)


@pytest.fixture
def service():
    return make_service(make_structure("Épicerie du Val"), confirmed_on=OLD)


@pytest.fixture
def asked(service):
    Structure.objects.filter(pk=service.structure_id).update(email="epicerie@exemple.test")
    return ReviewRequest.objects.create(
        structure=service.structure,
        email="epicerie@exemple.test",
        sent_on=TODAY,
        until=TODAY + timedelta(days=60),
        site="http://testserver/",
    )


def deliver():
    """What a worker does of the mails asked for."""
    for job in ProcrastinateJob.objects.filter(task_name=SEND):
        send_one_review(**job.args)


def test_the_animator_writes_to_those_with_an_address_and_phones_the_others(client, animator, service):
    make_service(make_structure("Sans adresse"), confirmed_on=OLD)
    Structure.objects.filter(pk=service.structure_id).update(email="epicerie@exemple.test")
    page = client.get(reverse("directory:to_review"))
    assert [one.structure.name for one in page.context["by_mail"]] == ["Épicerie du Val"]
    assert [one.structure.name for one in page.context["by_phone"]] == ["Sans adresse"]
    for _ in range(2):
        client.post(reverse("directory:ask_review"))
    deliver()
    assert len(mail.outbox) == 1
    link = mail.outbox[0].body.split("http://testserver")[1].split()[0]
    assert Client().get(link).status_code == 200


@pytest.mark.parametrize(("days", "answered", "sent"), [(21, None, 1), (20, None, 0), (30, TODAY, 0)])
def test_a_link_that_nobody_opened_to_the_end_is_sent_again_once(asked, days, answered, sent):
    ReviewRequest.objects.update(sent_on=TODAY - timedelta(days=days), answered_on=answered)
    for _ in range(2):
        remind_all_reviews(0)
    deliver()
    assert [one.to for one in mail.outbox] == [["epicerie@exemple.test"]] * sent


def test_one_page_says_that_all_is_true(asked, service):
    visitor = Client()
    url = reverse("directory:review", args=[token_of(asked)])
    assert service.name in visitor.get(url).content.decode()
    assert visitor.post(url).status_code == 302
    service.refresh_from_db()
    assert (service.confirmed_on, service.confirmed_by) == (TODAY, "Épicerie du Val, par le lien reçu")
    asked.refresh_from_db()
    assert asked.answered_on == TODAY


def test_the_link_corrects_and_withdraws_its_own_cards_only(asked, service):
    visitor, token = Client(), token_of(asked)
    url = reverse("directory:review_correct", args=[token, service.public_id])
    assert visitor.post(url, typed_service(version=1, name="Nouveau nom")).status_code == 302
    service.refresh_from_db()
    assert service.name == "Nouveau nom"
    url = reverse("directory:review_withdraw", args=[token, service.public_id])
    assert visitor.post(url, {"why": "terminé"}).status_code == 302
    assert Service.objects.live().count() == 0
    elsewhere = make_service(make_structure("Ailleurs"))
    for name in ("review_correct", "review_withdraw"):
        assert visitor.get(reverse(f"directory:{name}", args=[token, elsewhere.public_id])).status_code == 404


def test_a_link_that_is_forged_over_or_for_a_former_address_opens_nothing(asked):
    assert request_of(token_of(asked)) == asked
    assert request_of("forgé:1:2") is None
    Structure.objects.update(email="autre@exemple.test")
    assert request_of(token_of(asked)) is None
    Structure.objects.update(email=asked.email)
    ReviewRequest.objects.update(until=TODAY - timedelta(days=1))
    assert Client().get(reverse("directory:review", args=[token_of(asked)])).status_code == 404


def test_wrong_links_are_counted():
    visitor = Client()
    codes = [visitor.get(reverse("directory:review", args=[f"x{n}"])).status_code for n in range(12)]
    assert codes == [404] * 10 + [429] * 2


@pytest.mark.parametrize(
    ("months", "days", "stale"), [(6, 400, 1), (6, 100, 0), (12, 300, 0), (3, 100, 1), (24, 700, 0)]
)
def test_what_is_past_its_day_of_review(months, days, stale):
    make_service(confirmed_on=TODAY - timedelta(days=days), review_months=months)
    actor = actor_of(make_member(Role.ANIMATOR, make_structure()))
    with acting(actor):
        assert stale_services(actor, TODAY).count() == stale
        assert len(to_review(actor, TODAY)) == stale


def test_a_keeper_sees_what_their_own_structure_must_read_again(client, service):
    signed_in(client, Role.SOCIAL_WORKER, service.structure)
    make_service(make_structure("Ailleurs"), confirmed_on=OLD)
    page = client.get(reverse("directory:to_review"))
    assert [one.name for one in page.context["page"].object_list] == [service.name]


def test_heard_on_the_phone(client, animator, service):
    client.post(reverse("directory:called", args=[service.structure.public_id]))
    service.refresh_from_db()
    assert service.confirmed_on == TODAY
    assert [one.outcome for one in service.verifications.all()] == ["called"]


def test_whoever_reports_an_error_reads_the_answer(client, service):
    visitor = Client()
    url = reverse("directory:report_service", args=[service.public_id])
    assert visitor.post(url, {"text": " "}).status_code == 422
    answer = visitor.post(url, {"text": "<script>alert(1)</script> le numéro est faux"})
    there = answer.url
    assert "À traiter" in visitor.get(there).content.decode()
    assert "<script>alert" not in visitor.get(there).content.decode()
    signed_in(client, Role.SOCIAL_WORKER, service.structure)
    report = ErrorReport.objects.get()
    assert report.text in [one.text for one, _ in client.get(reverse("directory:reports")).context["rows"]]
    told = {"state": "corrected", "answer": "Merci, c’est corrigé."}
    assert client.post(reverse("directory:answer_report", args=[report.token]), told).status_code == 302
    assert client.post(reverse("directory:answer_report", args=[report.token]), told).status_code == 403
    assert "Merci, c’est corrigé." in visitor.get(there).content.decode()
    assert client.get(reverse("directory:reports")).context["rows"] == []


def test_ten_reports_then_one_waits(service):
    visitor = Client()
    url = reverse("directory:report_service", args=[service.public_id])
    codes = [visitor.post(url, {"text": f"faux {n}"}).status_code for n in range(11)]
    assert codes == [302] * 10 + [429]


def test_another_structure_does_not_answer(client, service):
    ErrorReport.objects.create(service=service, text="faux", reported_on=TODAY)
    signed_in(client, Role.SOCIAL_WORKER, make_structure("Ailleurs"))
    url = reverse("directory:answer_report", args=[ErrorReport.objects.get().token])
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("page", ["0", "999999999999", "x", "\x00", "-1"])
def test_a_page_that_leads_nowhere_shows_the_nearest(client, animator, service, page):
    assert client.get(reverse("directory:to_review"), {"page": page}).status_code == 200


def test_the_address_is_corrected_through_the_link_and_the_link_goes_on(asked, service):
    visitor, token = Client(), token_of(asked)
    url = reverse("directory:review_correct", args=[token, service.structure.public_id])
    typed = {
        "version": 1,
        "name": "Épicerie du Val",
        "kind": service.structure.kind_id,
        "commune": "Chinon (37072)",
    }
    typed |= {"visibility": "public", "review_months": "12", "email": "nouvelle@exemple.test"}
    answer = visitor.post(url, typed)
    assert answer.status_code == 302
    assert visitor.get(answer.url).status_code == 200


def test_the_link_shows_all_that_it_confirms(asked, service):
    hidden = make_service(service.structure, name="Hébergement réservé", visibility="professionals")
    page = Client().get(reverse("directory:review", args=[token_of(asked)]))
    assert hidden.name in page.content.decode()
