"""Pages of claims: constant queries, papers that say what is known, steps sent wrong, figures that hide small counts."""

from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO
from random import Random

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, signed_in
from maillage.audit.models import Entry
from maillage.people.models import Channel, Household, ProtectedAddress, ProtectedReader
from maillage.people.tests.factories import attach, enter_space, make_family, make_person
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.rights.models import Appeal, Claim, Entitlement, Screening
from maillage.rights.queries.opened import Scope, figures
from maillage.rights.tests.factories import TODAY, make_claim, make_overpayment
from maillage.rights.views.claims import STEPS
from tests.fuzz.nasty import CONSTANTS
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return make_member(Role.SOCIAL_WORKER)


@pytest.fixture
def mother(worker):
    with become("maintenance"):
        _, person, _ = make_family(worker)
    return person


@pytest.fixture
def client(worker):
    client = Client()
    signed_in(client, member=worker)
    return client


@pytest.fixture
def claim(worker, mother):
    with become("maintenance"):
        return make_claim(mother, worker)


def queries(client, url, django_assert_max_num_queries):
    client.get(url)
    with django_assert_max_num_queries(60) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("place", ["claims_of", "my_claims", "home", "own"])
def test_lists_run_a_constant_number_of_queries(client, worker, mother, django_assert_max_num_queries, place):
    late = {"state": "filed", "filed_on": date(2026, 1, 5), "answer_due_on": date(2026, 3, 5)}
    with become("maintenance"):
        make_claim(mother, worker, "rsa", **late)
        make_overpayment(mother, worker)
    url = {
        "claims_of": reverse("rights:claims_of", args=[mother.pk]),
        "my_claims": reverse("rights:my_claims"),
        "home": "/",
        "own": reverse("rights:own_rights"),
    }[place]
    if place == "own":
        client = Client()
        with become("maintenance"):
            enter_space(client, mother)
    one = queries(client, url, django_assert_max_num_queries)
    with become("maintenance"):
        for benefit in ("ppa", "aah"):
            make_claim(mother, worker, benefit, **late)
            make_overpayment(mother, worker, benefit=benefit)
    assert queries(client, url, django_assert_max_num_queries) == one


def text_of(answer) -> str:
    document = docx.Document(BytesIO(answer.content))
    return "\n".join(one.text for one in document.paragraphs)


def paper(client, claim, kind, form="docx"):
    return client.get(reverse("rights:paper", args=[claim.pk, kind, form]))


def test_the_sheet_says_what_is_known_and_leaves_the_rest_to_fill(client, claim, mother):
    told = text_of(paper(client, claim, "fiche"))
    assert "Nom\u00a0: Benali" in told
    assert "Date de naissance\u00a0: 30\u00a0avril 1992" in told
    assert "Adresse\u00a0: ...." in told
    assert "avis d’impôt\u00a0: à joindre" in told


def test_a_protected_address_is_on_no_paper(client, claim, worker, mother):
    with become("maintenance"):
        Channel.objects.create(person=mother, kind="post", value="3 rue des Tanneurs")
    assert "3 rue des Tanneurs" in text_of(paper(client, claim, "fiche"))
    with become("maintenance"):
        hidden = ProtectedAddress.objects.create(person=mother, address="7 rue du Secret", motive="x")
        ProtectedReader.objects.create(protected=hidden, reader=worker.user)
    told = text_of(paper(client, claim, "fiche"))
    assert "Tanneurs" not in told
    assert "Secret" not in told


def test_every_paper_comes_as_an_accessible_pdf_too(client, claim):
    with become("maintenance"):
        Claim.objects.update(
            state="refused", answered_on=TODAY - timedelta(days=3), filed_on=date(2026, 5, 4)
        )
    answer = paper(client, claim, "recours", "pdf")
    assert answer.content[:5] == b"%PDF-"
    assert b"/Lang" in answer.content or b"pdfuaid" in answer.content


def test_a_paper_that_does_not_serve_now_does_not_exist(client, claim):
    assert paper(client, claim, "recours").status_code == 404
    assert paper(client, claim, "fiche", "exe").status_code == 404


def test_printing_is_a_reading_that_the_person_finds(client, claim, mother):
    paper(client, claim, "fiche")
    with become("maintenance"):
        assert Entry.objects.filter(verb="print_claim", object_id=str(mother.pk)).exists()


SENDABLE = [one for one in CONSTANTS if one.isascii() or one.encode("utf-8", "ignore").decode() == one]
DAYS = ("05/10/2026", "31/02/2026", "01/01/0001", "31/12/9999", "")
STATES = {slug: one.states[0] for slug, one in STEPS.items()}


@pytest.mark.parametrize("slug", sorted(STEPS))
def test_no_step_breaks_on_what_is_sent(client, claim, worker, slug):
    """Whatever is typed: a page with a sentence, or a step taken; never a 500, never half a step."""
    draw = Random(slug)
    client.raise_request_exception = True
    url = reverse("rights:claim_step", args=[claim.pk, slug])
    for _ in range(25):
        with become("maintenance"):
            Appeal.objects.all().delete()
            Claim.objects.update(
                state=STATES[slug], version=1, filed_on=date(2026, 9, 5), answered_on=date(2026, 10, 2)
            )
            if STATES[slug] == "appealed":
                day = {"decision_on": TODAY, "lodge_by": TODAY, "lodged_on": TODAY}
                place = {"person": claim.person, "structure_id": claim.structure_id}
                Appeal.objects.create(claim=claim, stage="prior", authority="x", **day, **place)
        names = STEPS[slug].form.base_fields
        sent = {name: draw.choice([*SENDABLE, *DAYS, "yes", "no", "paper", "won", "12,50"]) for name in names}
        answer = client.post(url, sent | {"version": draw.choice(["1", "2", "x", ""])})
        assert answer.status_code in (302, 403, 422), (sent, answer.status_code)


def test_a_step_sent_on_a_version_that_changed_shows_where_the_claim_is(client, claim):
    url = reverse("rights:claim_step", args=[claim.pk, "decision"])
    with become("maintenance"):
        Claim.objects.update(version=4)
    answer = client.post(url, {"version": "1", "wants": "yes", "on": f"{TODAY:%d/%m/%Y}"})
    assert answer.status_code == 422
    assert "Quelqu’un vient de modifier" in unescape(answer.content.decode())
    again = client.post(url, {"version": "4", "wants": "yes", "on": f"{TODAY:%d/%m/%Y}"})
    assert again.status_code == 302


def paid(worker, number: int, amount: int | None = 100, **fields) -> None:
    for rank in range(number):
        person = make_person(f"P{rank}", "Test")
        attach(worker, person)
        day = {
            "proposed_on": TODAY - timedelta(days=60),
            "found_on": TODAY - timedelta(days=60),
            "paid_on": TODAY,
        }
        make_claim(person, worker, state="paid", amount=amount and Decimal(amount), **{**day, **fields})


class TestFigures:
    def of(self, worker, scope):
        actor = actor_of(worker)
        with acting(actor):
            return figures(scope, TODAY)

    def test_five_rights_are_told(self, worker):
        with become("maintenance"):
            paid(worker, 5)
        last = self.of(worker, Scope(here=True)).months[-1]
        assert last[1:] == ["5", "500\u00a0€", "0\u00a0€", "60 jours"]

    def test_four_are_not(self, worker):
        with become("maintenance"):
            paid(worker, 4)
        assert self.of(worker, Scope(here=True)).months[-1][1:] == [
            "moins de 5",
            "masqué",
            "masqué",
            "masqué",
        ]

    def test_the_territory_is_counted_with_other_structures(self, worker):
        elsewhere = make_member(Role.SOCIAL_WORKER)
        with become("maintenance"):
            paid(worker, 3)
            paid(elsewhere, 5)
        assert self.of(worker, Scope(here=True)).months[-1][1] == "moins de 5"
        assert self.of(worker, Scope(here=False)).months[-1][1] == "8"

    def test_the_few_of_another_structure_are_not_found_by_difference(self, worker):
        elsewhere = make_member(Role.SOCIAL_WORKER)
        with become("maintenance"):
            paid(worker, 5)
            paid(elsewhere, 1, 636)
            paid(elsewhere, 4, None)
        told = self.of(worker, Scope(here=False)).months[-1]
        assert (told[1], told[2]) == ("10", "masqué")
        with become("maintenance"):
            paid(worker, 1)
        assert self.of(elsewhere, Scope(here=False)).months[-1][1] == "11"

    def test_reasons_are_counted_in_the_same_way(self, worker):
        with become("maintenance"):
            for number, reason in ((5, "fear"), (2, "too_hard")):
                for rank in range(number):
                    person = make_person(f"{reason}{rank}", "Test")
                    attach(worker, person)
                    make_claim(person, worker, state="declined", reason=reason, decided_on=TODAY)
        assert [row[1] for row in self.of(worker, Scope(here=True)).reasons] == ["5", "moins de 5"]

    def test_nobody_outside_of_a_structure_is_told(self, worker):
        with become("maintenance"):
            paid(worker, 6)
        with acting(Actor()):
            assert figures(Scope(here=False), TODAY).is_empty


def test_a_right_found_for_her_household_is_in_her_space(worker, mother):
    with become("maintenance"):
        home = Household.objects.get()
        now = timezone.now()
        told = {
            "month": TODAY.replace(day=1),
            "versions": "1",
            "inputs": 1,
            "convention": "known",
            "computed_at": now,
        }
        Screening.objects.create(household=home, **told)
        right = {"status": "entitled", "amount": 182, "effort": 1, "change": "new", "found_at": now}
        Entitlement.objects.create(household=home, month=told["month"], benefit="ppa", **right)
        client = Client()
        enter_space(client, mother)
    page = client.get(reverse("rights:own_rights")).content.decode()
    assert "Prime d’activité" in page
    assert client.get(reverse("rights:own_sheet")).content[:5] == b"%PDF-"
