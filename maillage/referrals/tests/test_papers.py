"""Paper: what it holds, in what order; the re-entry in the same order; letters with what the law wants on them."""

import re
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.tests.factories import client_of
from maillage.audit.models import Entry
from maillage.people.models import Channel, ProtectedAddress
from maillage.people.tests.factories import enter_space
from maillage.permissions.context import acting
from maillage.referrals import case_letters_paper, document_paper, letters_paper
from maillage.referrals.actions import answering, drafting, sending
from maillage.referrals.actions.answering import Piece
from maillage.referrals.document import FIELDS
from maillage.referrals.forms.reentry import ReentryForm
from maillage.referrals.models import MissingPiece, ReferralSection, SchemeRequest
from maillage.referrals.queries import referrals as queries
from maillage.referrals.tests.factories import agreed, begun, parts_of, request_of, sent
from maillage.schemes.enums import SchemeKind, Section
from maillage.schemes.rules.catalogue import read_pack
from maillage.schemes.tests.factories import make_scheme
from maillage.web.wording import day
from tests.plugin import become

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
SECRET = "7 impasse des Mésanges"


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


def headings(data):
    return [one["heading"] for one in data["blocks"] if "heading" in one]


def told(data):
    """All that a paper says, as text."""
    return repr(data)


def pages(answer):
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert "/MarkInfo" in pdf.Root
        assert str(pdf.Root.Lang).startswith("fr")
        return len(pdf.pages)


def labels(codes):
    return [str(Section(code).label).capitalize() for code in codes]


@pytest.mark.parametrize("kind", SchemeKind.values)
def test_each_scheme_receives_on_paper_the_parts_it_needs_and_no_other(town, officer, kind):
    with become("maintenance"):
        scheme = make_scheme(town.there, kind)
    request = sent(town, scheme)
    with acting(town.officer):
        parts = queries.sent_sections(town.officer, request)
        data = document_paper.received(request, parts)
    needed = read_pack()["kinds"][kind]["sections"]
    assert [one for one in headings(data) if one != "Questions de ce dispositif"] == labels(
        [one for one in Section.values if one in needed]
    )
    page = officer.get(url("received", request.pk)).content.decode()
    written, unwritten = parts_of(page)
    assert "identity" in written
    assert sorted(written + unwritten) == sorted(needed)
    assert pages(officer.get(url("received_pdf", request.pk))) >= 1


def test_a_part_that_is_kept_back_is_on_no_paper(town, officer, worker):
    request = sent(town, parts=[one for one in town.fund.sections if one != "charges"])
    for client, name in ((officer, "received_pdf"), (worker, "request_pdf")):
        assert pages(client.get(url(name, request.pk))) >= 1
    with acting(town.officer):
        data = document_paper.received(request, queries.sent_sections(town.officer, request))
    assert "Les charges et les dettes" not in headings(data)


def test_nothing_is_printed_after_the_withdrawal(town, officer, person):
    request = sent(town)
    person.post(url("own_withdraw", request.pk), {"version": request.version})
    assert officer.get(url("received_pdf", request.pk)).status_code == 404


def test_the_blank_paper_has_every_field_in_the_order_of_the_document(town, worker):
    data = document_paper.blank([town.fund, town.transitional])
    wanted = [one for one in Section.values if one in {*town.fund.sections, *town.transitional.sections}]
    assert headings(data)[: len(wanted)] == labels(wanted)
    asked = [one["blank"]["label"] for one in data["blocks"] if "blank" in one]
    fields = [field.label for code in wanted for field in (*FIELDS[code], None) if field]
    assert [one for one in asked if one in fields] == fields
    keys = [str(town.fund.public_id), str(town.transitional.public_id)]
    assert pages(worker.get(url("blank_paper"), {"schemes": keys})) >= 2
    assert worker.get(url("blank_paper")).status_code == 200


@pytest.mark.parametrize("keys", [[""], ["x"], ["é" * 200], ["9" * 50, "\x00"]])
def test_a_blank_paper_for_schemes_that_are_not(worker, keys):
    answer = worker.get(url("blank_paper"), {"schemes": keys})
    assert answer.status_code == 422


def test_the_filled_paper_is_for_the_team_and_the_person(town, worker, person):
    referral = begun(town, town.fund, town.transitional)
    assert pages(worker.get(url("filled_paper", referral.pk))) >= 2
    assert pages(person.get(url("own_paper", referral.pk))) >= 2
    stranger = Client()
    assert stranger.get(url("filled_paper", referral.pk)).status_code == 302
    with become("maintenance"):
        assert Entry.objects.filter(verb="print_referral", object_id=str(town.samira.pk)).count() == 2


def test_the_screen_is_in_the_order_of_the_paper(town, worker):
    referral = begun(town, town.fund, town.transitional)
    with acting(town.worker):
        parts, requests = (
            queries.sections_of(town.worker, referral),
            queries.requests_of(town.worker, referral),
        )
        on_paper = headings(document_paper.filled(referral, parts, requests))
        form = ReentryForm(sections=parts, requests=requests)
    on_screen = [title for title, _ in form.laid_out()]
    assert on_screen[: len(on_paper) - 1] == on_paper[:-1]
    assert len(on_screen) == len(on_paper) - 1 + len(requests)
    page = worker.get(url("reentry", referral.pk)).content.decode()
    places = [page.index(f"<legend>{one.replace(chr(39), '&#x27;')}</legend>") for one in on_screen]
    assert places == sorted(places)


def typed(page, **more):
    """What the screen sends back when nothing is changed, and what is."""
    form = page.context["form"]
    data = {}
    for name in form.fields:
        value = form[name].value()
        data[name] = value if value is not None else ""
    return data | more


def test_the_paper_comes_back_whole_with_its_agreement(town, worker):
    referral = begun(town, town.fund, town.transitional)
    fund = request_of(town, referral)
    page = worker.get(url("reentry", referral.pk))
    kept = [one for one in town.fund.sections if one != "charges"]
    more = {
        "request-what": "Rester chez soi", "request-own_words": "Je paie mon loyer",
        f"{fund.pk}-creditor": "Val Touraine", f"{fund.pk}-parts": kept,
    }  # fmt: skip
    answer = worker.post(url("reentry", referral.pk), typed(page, **more))
    assert answer.status_code == 302, answer.content.decode()
    with acting(town.worker):
        part = ReferralSection.objects.get(referral=referral, code="request")
        assert (part.values, part.own_words) == ({"what": "Rester chez soi"}, "Je paie mon loyer")
        fund = SchemeRequest.objects.get(pk=fund.pk)
        assert (fund.answered, fund.way, fund.agreed) == ({"creditor": "Val Touraine"}, "paper", kept)
        assert fund.witness == str(town.members["worker"].user)
        other = SchemeRequest.objects.get(referral=referral, scheme=town.transitional)
        assert (other.agreed, other.agreed_at) == ([], None)
        untouched = ReferralSection.objects.get(referral=referral, code="identity")
        assert (untouched.version, untouched.known) == (1, sorted(untouched.values))
        sending.send(by=town.worker, request=fund, version=fund.version)


def test_typed_over_somebody_else_nothing_is_lost(town, worker):
    referral = begun(town)
    page = worker.get(url("reentry", referral.pk))
    with acting(town.mate):
        part = ReferralSection.objects.get(referral=referral, code="request")
        drafting.write_section(by=town.mate, section=part, version=1, values={"what": "Le premier"})
    more = {"request-what": "Le second", "contact-language": "arabe"}
    answer = worker.post(url("reentry", referral.pk), typed(page, **more))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Le premier" in text
    assert "Le second" in text
    with acting(town.worker):
        assert "language" not in ReferralSection.objects.get(referral=referral, code="contact").values
    again = worker.post(url("reentry", referral.pk), typed(answer))
    assert again.status_code == 302, again.content.decode()
    with acting(town.worker):
        assert ReferralSection.objects.get(referral=referral, code="request").values == {"what": "Le second"}


@pytest.mark.parametrize(
    "wrong", [{"identity-birth_date": "le 45"}, {"request-what": "x" * 2001}, {"identity-name": "\x00"}]
)
def test_what_cannot_be_read_is_said_and_kept(town, worker, wrong):
    referral = begun(town)
    page = worker.get(url("reentry", referral.pk))
    answer = worker.post(url("reentry", referral.pk), typed(page, **wrong, **{"request-before": "1/12/2030"}))
    assert answer.status_code == 422
    assert "1/12/2030" in answer.content.decode()


def test_a_screen_without_its_versions_writes_nothing(town, worker):
    referral = begun(town)
    assert worker.post(url("reentry", referral.pk), {"request-what": "x"}).status_code == 422


def received(town, scheme=None, pieces=()):
    request = sent(town, scheme)
    by = town.officer if scheme is None else town.shelter
    with acting(by):
        request = answering.acknowledge(by=by, request=request, version=request.version, on=TODAY())
        if pieces:
            told = {"on": TODAY(), "complete_by": TODAY() + timedelta(days=15), "pieces": pieces}
            request = answering.ask_missing(by=by, request=request, version=request.version, **told)
    return request


def test_an_acknowledgement_says_all_that_the_law_wants(town):
    with become("maintenance"):
        type(town.there).objects.filter(pk=town.there.pk).update(
            address="3 rue du Lac", postcode="37000", phone="+33247000000"
        )
    request = received(town, pieces=[Piece("Le bail", "person", "Une photo suffit.")])
    with acting(town.worker):
        request = SchemeRequest.objects.select_related("scheme__structure", "worker").get(pk=request.pk)
        missing = list(MissingPiece.objects.filter(request=request))
        text = told(letters_paper.acknowledgement(request, missing, "Samira BENALI", TODAY()))
    for mandatory in (
        day(TODAY()), day(request.due_on), "vaut refus", "Fonds de solidarité", "3 rue du Lac", "02 47 00 00 00",
        "Le bail", day(request.complete_by), "tribunal administratif", "R112-5",
    ):  # fmt: skip
        assert re.sub(r"\s", " ", mandatory.lower()) in re.sub(r"\\xa0|\s", " ", text.lower()), mandatory


def test_an_acknowledgement_where_silence_means_nothing_says_so(town):
    request = received(town, town.transitional)
    with acting(town.worker):
        text = told(letters_paper.acknowledgement(request, [], "", TODAY()))
    assert "le silence ne vaut ni accord ni refus" in text


def test_letters_are_printed_by_each_as_they_may_know_it(town, worker, officer, person):
    request = received(town)
    for client, name in ((worker, "letter"), (officer, "received_letter"), (person, "own_letter")):
        assert pages(client.get(url(name, request.pk, "accuse"))) == 1
        for wrong in ("decision", "autre"):
            assert client.get(url(name, request.pk, wrong)).status_code == 404


def test_a_refusal_says_its_reason_the_last_days_and_what_comes_next(town, worker):
    request = received(town)
    with acting(town.officer):
        request = answering.decide(
            by=town.officer, request=request, version=request.version, on=TODAY(), outcome="refused",
            reason="budget", next_step="Le CCAS reçoit le mardi.", words="Les crédits reviennent en janvier.",
        )  # fmt: skip
    with acting(town.worker):
        request = queries.requests(town.worker).get(pk=request.pk)
        letter = letters_paper.decision(request, "Samira BENALI", TODAY())
        text = told(letter)
        gathering = SimpleNamespace(committee=SimpleNamespace(name="Commission unique"))
        by_commission = case_letters_paper.letter(gathering, request, {}, {}, TODAY())
    assert by_commission["blocks"] == letter["blocks"]
    for wanted in (
        "refusée", "les crédits sont épuisés", "Les crédits reviennent", "Le CCAS reçoit le mardi.",
        repr(day(request.contest_by))[1:-1], "code de justice administrative", str(request.worker),
    ):  # fmt: skip
        assert wanted in text, wanted
    assert pages(worker.get(url("letter", request.pk, "decision"))) == 1
    assert worker.get(url("letter", request.pk, "accuse")).status_code == 404


def test_a_protected_address_is_on_no_paper(town, worker, officer, person):
    with become("maintenance"):
        ProtectedAddress.objects.create(person=town.samira, address=SECRET, motive="danger")
        Channel.objects.create(person=town.samira, kind="phone", value="0600000001", discreet=True)
    request = received(town)
    with acting(town.worker):
        request = queries.requests(town.worker).get(pk=request.pk)
        parts = queries.sections_of(town.worker, request.referral)
        papers = [
            document_paper.filled(request.referral, parts, [request]),
            document_paper.received(request, queries.sent_sections(town.worker, request)),
            letters_paper.acknowledgement(request, [], "Samira", TODAY()),
        ]
    assert not any("Mésanges" in told(one) for one in papers)


def test_a_draft_is_not_printed_as_received(town, worker):
    request = agreed(town)
    assert worker.get(url("request_pdf", request.pk)).status_code == 404


def test_without_who_asks_nothing_leaves_and_it_is_said(town, worker, person):
    request = request_of(town, begun(town))
    told = {"version": request.version, "parts": ["contact", "request"]}
    answer = person.post(url("own_request", request.pk), told)
    assert answer.status_code == 422
    assert drafting.IDENTITY_FIRST in answer.content.decode()
    page = worker.get(url("reentry", request.referral_id))
    more = {f"{request.pk}-parts": ["contact"], "request-what": "Rester"}
    answer = worker.post(url("reentry", request.referral_id), typed(page, **more))
    assert answer.status_code == 422
    assert drafting.IDENTITY_FIRST in answer.content.decode()
    with acting(town.worker):
        assert ReferralSection.objects.get(referral=request.referral_id, code="request").values == {}
