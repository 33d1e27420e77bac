"""The pages: the whole way of a request by hand, constant queries, what is sent wrong."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.tests.factories import client_of
from maillage.audit.models import Entry
from maillage.people.models import Channel, ProtectedAddress
from maillage.people.tests.factories import enter_space
from maillage.permissions.context import acting
from maillage.referrals.models import Referral, ReferralSection, SchemeRequest, SentSection
from maillage.referrals.tests.factories import agreed, begun, request_of, sent
from maillage.schemes.tests.factories import make_scheme
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(town):
    return client_of(town.members["worker"])


@pytest.fixture
def officer(town):
    return client_of(town.members["officer"])


@pytest.fixture
def person(town):
    client = Client()
    with become("maintenance"):
        enter_space(client, town.samira)
    return client


def url(name, *args):
    return reverse(f"referrals:{name}", args=args)


def test_from_the_folder_to_the_answer(town, worker, person, officer):
    page = worker.get(url("begin", town.samira.pk)).content.decode()
    assert town.fund.name in page
    sent_to = [str(town.fund.public_id), str(town.transitional.public_id)]
    answer = worker.post(url("begin", town.samira.pk), {"schemes": sent_to})
    with acting(town.worker):
        referral = Referral.objects.get()
        request = SchemeRequest.objects.get(scheme=town.fund)
    assert answer["Location"] == url("referral", referral.pk)
    assert "déjà connu" in worker.get(answer["Location"]).content.decode()

    part = url("section", referral.pk, "request")
    assert worker.post(part, {"version": 1, "what": "Garder son logement"}).status_code == 302
    assert worker.post(url("show", referral.pk)).status_code == 302
    page = person.get(url("own_request", request.pk)).content.decode()
    assert "Garder son logement" in page
    own = url("own_say", referral.pk, "request")
    assert person.post(own, {"version": 2, "words": "Je veux rester près de l’école"}).status_code == 302
    with acting(town.person):
        version = SchemeRequest.objects.get(pk=request.pk).version
    kept_back = [one for one in town.fund.sections if one != "charges"]
    told = {"version": version, "parts": kept_back}
    assert person.post(url("own_request", request.pk), told).status_code == 302

    assert worker.post(url("send", request.pk), {"version": version + 1}).status_code == 302
    page = officer.get(url("received", request.pk)).content.decode()
    assert town.samira.full_name in page
    assert "Je veux rester près de l’école" in page
    assert "Charges du foyer" not in page
    assert town.samira.full_name not in officer.get(url("inbox")).content.decode()
    version += 2
    today, later = (f"{timezone.localdate() + timedelta(days=n):%d/%m/%Y}" for n in (0, 15))
    for step, told in (
        ("reception", {"on": today}),
        ("pieces", {"on": today, "complete_by": later, "what_1": "Le bail", "provider_1": "person"}),
    ):
        answer = officer.post(url("answer", request.pk, step), {"version": version, **told})
        assert answer.status_code == 302, answer.content.decode()
        version += 1
    page = person.get(url("own_request", request.pk)).content.decode()
    assert "Le bail" in page
    told = {"version": version, "on": today, "outcome": "refused", "reason": "budget"}
    refused = officer.post(url("answer", request.pk, "decision"), told)
    assert refused.status_code == 422
    assert "Dites ce qui est proposé" in refused.content.decode()
    told |= {"next_step": "Le CCAS reçoit le mardi."}
    assert officer.post(url("answer", request.pk, "decision"), told).status_code == 302
    page = person.get(url("own_request", request.pk)).content.decode()
    assert "Le CCAS reçoit le mardi." in page
    assert "contester jusqu’au" in page


def test_what_the_officer_reads_is_written_on_the_person(town, officer):
    request = sent(town)
    officer.get(url("received", request.pk))
    with become("maintenance"):
        assert Entry.objects.filter(verb="read_request", object_id=str(town.samira.pk)).count() == 1


def test_nothing_is_left_to_read_after_the_withdrawal(town, officer, person):
    request = sent(town)
    assert person.post(url("own_withdraw", request.pk), {"version": request.version}).status_code == 302
    page = officer.get(url("received", request.pk)).content.decode()
    assert "n’est plus lisible" in page
    assert town.samira.full_name not in page


def test_two_who_write_are_shown_both_texts(town, worker):
    referral = begun(town)
    part = url("section", referral.pk, "request")
    worker.post(part, {"version": 1, "what": "Le premier"})
    answer = worker.post(part, {"version": 1, "what": "Le second"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Le premier" in page
    assert "Le second" in page
    assert worker.post(part, {"version": 2, "what": "Le second"}).status_code == 302


def test_what_is_typed_is_kept_while_it_is_typed(town, worker):
    referral = begun(town)
    keep = url("keep_section", referral.pk, "request")
    answer = worker.post(keep, {"version": 1, "what": "À demi écrit"}, headers={"HX-Request": "true"})
    assert 'value="2"' in answer.content.decode()
    with acting(town.worker):
        assert ReferralSection.objects.get(referral=referral, code="request").values == {
            "what": "À demi écrit"
        }


def test_a_protected_address_is_in_no_part(town, worker):
    with become("maintenance"):
        ProtectedAddress.objects.create(person=town.samira, address="7 impasse des Mésanges", motive="danger")
        Channel.objects.create(person=town.samira, kind="phone", value="0600000001", discreet=True)
    sent(town)
    with acting(town.worker):
        written = " ".join(str(one.filled) for one in SentSection.objects.all())
    assert "Mésanges" not in written
    assert "Ne pas laisser de message" in written


@pytest.mark.parametrize("name", ["referrals_of", "referral", "request", "my_requests"])
def test_the_team_s_pages_cost_the_same_whatever_is_in_them(
    town, worker, name, django_assert_max_num_queries
):
    costs = []
    worker.get(url("my_requests"))
    for _ in range(2):
        request = sent(town)
        target = {"referrals_of": [town.samira.pk], "referral": [request.referral_id], "my_requests": []}
        with django_assert_max_num_queries(60) as captured:
            assert worker.get(url(name, *target.get(name, [request.pk]))).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_the_inbox_costs_the_same_with_one_and_three(town, officer, django_assert_max_num_queries):
    costs = []
    officer.get(url("inbox"))
    for _ in range(3):
        sent(town)
        with django_assert_max_num_queries(40) as captured:
            assert officer.get(url("inbox")).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[2]


@pytest.mark.parametrize("version", ["", "-1", "99", "x", "9" * 30])
def test_a_wrong_version_sends_nothing(town, worker, version):
    request = agreed(town)
    assert worker.post(url("send", request.pk), {"version": version}).status_code == 302
    with acting(town.worker):
        assert request_of(town, request.referral).sent_at is None


def test_a_scheme_closed_since_is_refused_with_a_sentence(town, worker):
    with become("maintenance"):
        other = make_scheme(town.there, "food_aid", ends_on="2021-01-01")
    answer = worker.post(url("begin", town.samira.pk), {"schemes": [str(other.public_id)]})
    assert answer.status_code == 422
    assert "n’est plus ouvert" in answer.content.decode()


@pytest.mark.parametrize("sent_wrong", [["x"], ["", "é"], ["9" * 40], []])
def test_schemes_that_are_not(town, worker, sent_wrong):
    assert worker.post(url("begin", town.samira.pk), {"schemes": sent_wrong}).status_code == 422
