"""From a right talked about to money in hand: every step, the clock, races, and who may."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.people import actions as people
from maillage.people.tests.factories import attach, make_family, make_person
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.rights.actions import claims, outcomes
from maillage.rights.enums import ClaimState, Outcome
from maillage.rights.models import Claim, Overpayment
from maillage.rights.queries import claims as queries
from maillage.rights.queries.held import held_claims
from maillage.rights.tests.factories import TODAY
from maillage.support.models import Act
from tests.plugin import become

pytestmark = pytest.mark.django_db


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def worker():
    return make_member(Role.SOCIAL_WORKER)


@pytest.fixture
def mother(worker):
    with become("maintenance"):
        _, person, _ = make_family(worker)
    return person


@pytest.fixture
def by(worker):
    return actor_of(worker)


def proposed(by, person, benefit="rsa", on=None) -> Claim:
    with acting(by):
        return claims.propose(by=by, person=person, benefit=benefit, on=on or ago(200))


def filed(by, person, benefit="rsa", received_on=None) -> Claim:
    claim = proposed(by, person, benefit)
    with acting(by):
        claim = claims.decide(by=by, claim=claim, version=1, wants=True, on=ago(190))
        claim = claims.file_claim(by=by, claim=claim, version=2, channel="paper", body="CAF", on=ago(180))
        return claims.note_receipt(by=by, claim=claim, version=3, on=received_on or ago(178), reference="123")


def test_the_papers_to_gather_come_with_the_proposal(by, mother):
    claim = proposed(by, mother)
    with acting(by):
        papers = [one.what for one in queries.pieces_of(by, claim)]
    assert papers[0] == "pièce d’identité ou titre de séjour"
    assert len(papers) > 3


def test_a_right_is_followed_once_at_a_time(by, mother):
    proposed(by, mother)
    with pytest.raises(Forbidden, match="déjà suivie"):
        proposed(by, mother)


def test_refused_by_the_person_it_can_be_talked_about_again(by, mother):
    claim = proposed(by, mother)
    with acting(by):
        claims.decide(
            by=by,
            claim=claim,
            version=1,
            wants=False,
            on=ago(100),
            reason="fear",
            words="J’ai peur des contrôles",
        )
        kept = Claim.objects.visible_to(by).get()
        assert (kept.state, kept.reason, kept.words) == ("declined", "fear", "J’ai peur des contrôles")
        claims.decide(by=by, claim=kept, version=2, wants=True, on=ago(90))
        assert Claim.objects.visible_to(by).get().state == ClaimState.PREPARING


def test_the_refusal_of_a_right_is_not_on_the_timeline(by, mother):
    claim = proposed(by, mother)
    with acting(by):
        claims.decide(by=by, claim=claim, version=1, wants=False, on=ago(100), reason="fear")
        told = list(Act.objects.visible_to(by).values_list("what", flat=True))
    assert told == ["Droit à une prestation abordé avec la personne"]


def test_the_answer_is_due_two_months_after_the_receipt(by, mother):
    claim = filed(by, mother, received_on=ago(178))
    day = ago(178)
    expected = date(day.year + (day.month + 2 > 12), (day.month + 1) % 12 + 1, 1)
    assert (claim.answer_due_on.year, claim.answer_due_on.month) == (expected.year, expected.month)
    assert claim.silence == "refused"


def test_two_at_once_the_second_is_told(by, mother):
    claim = proposed(by, mother)
    with acting(by):
        claims.decide(by=by, claim=claim, version=1, wants=True, on=ago(150))
        with pytest.raises(Forbidden, match="vient de modifier"):
            claims.decide(by=by, claim=claim, version=1, wants=False, on=ago(150))


def test_a_step_is_only_taken_from_where_it_begins(by, mother):
    claim = proposed(by, mother)
    with acting(by), pytest.raises(Forbidden, match="n’en est plus là"):
        claims.file_claim(by=by, claim=claim, version=1, channel="paper", body="CAF", on=TODAY)


def test_the_whole_way_by_silence_and_appeal_to_money(by, mother):
    claim = filed(by, mother)
    with acting(by):
        claim = claims.note_incomplete(
            by=by, claim=claim, version=4, on=ago(170), complete_by=ago(150), papers=["avis d’impôt 2025"]
        )
        before = claim.answer_due_on
        claim = claims.complete(by=by, claim=claim, version=5, on=ago(160))
        assert claim.paused_days == 10
        assert claim.answer_due_on == before - timedelta(days=10)
        claim = outcomes.note_silence(by=by, claim=claim, version=6)
        assert (claim.state, claim.answered_on) == ("refused", claim.answer_due_on)
        outcomes.appeal(by=by, claim=claim, version=7, on=ago(90), grounds="Mes ressources sont nulles.")
        claim = outcomes.answer_appeal(
            by=by,
            claim=claim,
            version=8,
            outcome=Outcome.WON,
            on=ago(40),
            amount=Decimal("590"),
            due_from=ago(178),
        )
        assert (claim.state, claim.amount) == ("granted", Decimal("590"))
        claim = outcomes.note_payment(
            by=by, claim=claim, version=9, on=ago(20), amount=None, arrears=Decimal("2950")
        )
        assert (claim.state, claim.paid_on, claim.amount) == ("paid", ago(20), Decimal("590"))
        told = list(Act.objects.visible_to(by).order_by("recorded_at").values_list("what", flat=True))
    assert told == [
        "Droit à une prestation abordé avec la personne",
        "Demande décidée avec la personne",
        "Demande déposée",
        "Demande reçue par l’organisme",
        "Pièces demandées par l’organisme",
        "Pièces fournies",
        "Refus par le silence de l’organisme",
        "Recours préalable",
        "Recours accepté, en tout ou en partie",
        "Premier versement",
    ]


def test_silence_means_nothing_before_the_delay_is_over(by, mother):
    claim = filed(by, mother, received_on=ago(10))
    with acting(by), pytest.raises(Forbidden, match="délai de réponse n’est pas écoulé"):
        outcomes.note_silence(by=by, claim=claim, version=4)


def test_the_silence_of_the_health_fund_is_an_agreement(by, mother):
    claim = filed(by, mother, "css_free")
    with acting(by):
        claim = outcomes.note_silence(by=by, claim=claim, version=4)
    assert (claim.state, claim.implicit) == ("granted", True)


def test_the_clock_of_an_agreement_waits_for_the_complete_file(by, mother):
    claim = filed(by, mother, "css_free")
    with acting(by):
        claim = claims.note_incomplete(
            by=by, claim=claim, version=4, on=ago(170), complete_by=ago(140), papers=["avis d’impôt"]
        )
        assert claim.answer_due_on is None
        claim = claims.complete(by=by, claim=claim, version=5, on=ago(150))
        assert claim.answer_due_on > ago(95)


def test_lost_before_the_body_the_court_is_next_then_nothing_here(by, mother):
    claim = filed(by, mother)
    with acting(by):
        claim = outcomes.refuse(by=by, claim=claim, version=4, on=ago(150), refusal="Ressources trop élevées")
        first = outcomes.appeal(by=by, claim=claim, version=5, on=ago(140))
        assert first.authority == "président du conseil départemental"
        claim = outcomes.answer_appeal(by=by, claim=claim, version=6, outcome=Outcome.LOST, on=ago(100))
        second = outcomes.appeal(by=by, claim=claim, version=7, on=ago(90))
        assert (second.stage, second.authority) == ("court", "tribunal administratif")
        claim = outcomes.answer_appeal(by=by, claim=claim, version=8, outcome=Outcome.LOST, on=ago(10))
        with pytest.raises(Forbidden, match="avocat"):
            outcomes.appeal(by=by, claim=claim, version=9, on=TODAY)


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (
            lambda by, c: claims.note_receipt(by=by, claim=c, version=4, on=ago(185)),
            "avant le jour où elle a été déposée",
        ),
        (
            lambda by, c: claims.note_incomplete(
                by=by, claim=c, version=4, on=ago(20), complete_by=ago(30), papers=["x"]
            ),
            "date limite précède",
        ),
        (
            lambda by, c: outcomes.refuse(by=by, claim=c, version=4, on=ago(300), refusal="x"),
            "précède le dépôt",
        ),
    ],
)
def test_dates_that_cannot_be_are_refused(by, mother, step, sentence):
    claim = filed(by, mother)
    with acting(by), pytest.raises(Forbidden, match=sentence):
        step(by, claim)


def test_an_overpayment_is_contested_within_two_months(by, mother):
    with acting(by):
        made = outcomes.note_overpayment(
            by=by,
            person=mother,
            overpayment=Overpayment(benefit="rsa", amount=Decimal("812"), notified_on=date(2026, 3, 2)),
        )
        assert made.contest_by == date(2026, 5, 4)  # the 2nd is a Saturday
        outcomes.settle_overpayment(
            by=by,
            overpayment=made,
            contested_on=date(2026, 4, 1),
            settled_on=None,
            settlement="30\u00a0€ par mois",
        )
        assert queries.overpayments_of(by, mother)[0].settlement == "30\u00a0€ par mois"


class TestThePerson:
    def test_decides_what_was_proposed_to_her(self, by, mother):
        claim = proposed(by, mother)
        her = Actor(person_id=mother.pk, label="Samira Benali")
        with acting(her):
            claims.decide(by=her, claim=claim, version=1, wants=False, on=TODAY, words="Pas maintenant")
        with acting(by):
            kept = Claim.objects.visible_to(by).get()
            assert (kept.state, kept.decided_alone, kept.words) == ("declined", True, "Pas maintenant")

    def test_does_not_decide_what_is_filed(self, by, mother):
        claim = filed(by, mother)
        her = Actor(person_id=mother.pk, label="Samira Benali")
        with acting(her), pytest.raises(Forbidden):
            claims.decide(by=her, claim=claim, version=4, wants=False, on=TODAY)

    def test_changes_nothing_but_her_answer(self, by, mother):
        """Under row security alone, as if the application forgot its rules."""
        claim = proposed(by, mother)
        her = Actor(person_id=mother.pk, label="Samira Benali")
        for change in ({"amount": 5000}, {"state": "granted"}, {"state": "preparing", "amount": 1}):
            with pytest.raises(Exception, match=r"row-level security|nothing else"), acting(her):
                Claim.objects.filter(pk=claim.pk).update(decided_alone=True, **change)


def test_a_colleague_who_does_not_follow_her_is_refused(by, worker, mother):
    colleague = make_member(Role.SOCIAL_WORKER, worker.structure)
    claim = proposed(by, mother)
    other = actor_of(colleague)
    with acting(other):
        assert not Claim.objects.visible_to(other).exists()
        with pytest.raises(Forbidden):
            claims.decide(by=other, claim=claim, version=1, wants=True, on=TODAY)


def test_another_structure_of_her_team_does_not_see_it(by, mother):
    elsewhere = make_member(Role.SOCIAL_WORKER)
    with become("maintenance"):
        attach(elsewhere, mother)
    proposed(by, mother)
    other = actor_of(elsewhere)
    with acting(other):
        assert not Claim.objects.visible_to(other).exists()
        assert not Claim.objects.exists()


def test_two_files_made_one_keep_one_claim_of_each_benefit(by, worker, mother):
    """And all the papers of both: the double is closed, nothing is lost."""
    with become("maintenance"):
        twin = make_person("Samira", "Benaly")
        attach(worker, twin)
    kept = proposed(by, mother)
    double = proposed(by, twin)
    other = proposed(by, twin, "ppa")
    with acting(by):
        versions = (mother.version, twin.version)
        people.merge(by=by, kept=mother, absorbed=twin, versions=versions, chosen={})
        found = {
            one.pk: (one.state, one.ending) for one in Claim.objects.visible_to(by).filter(person=mother)
        }
    assert found == {kept.pk: ("proposed", ""), double.pk: ("closed", "double"), other.pk: ("proposed", "")}


def test_of_two_claims_the_one_further_on_stays(by, worker, mother):
    with become("maintenance"):
        twin = make_person("Samira", "Benaly")
        attach(worker, twin)
    double = proposed(by, mother)
    kept = filed(by, twin)
    with acting(by):
        people.merge(by=by, kept=mother, absorbed=twin, versions=(mother.version, twin.version), chosen={})
        found = {
            one.pk: (one.state, one.ending) for one in Claim.objects.visible_to(by).filter(person=mother)
        }
    assert found == {kept.pk: ("filed", ""), double.pk: ("closed", "double")}


def test_a_body_that_answers_after_its_silence_is_heard(by, mother):
    claim = filed(by, mother)
    with acting(by):
        claim = outcomes.note_silence(by=by, claim=claim, version=4)
        last_day = claim.act_by
        claim = outcomes.refuse(by=by, claim=claim, version=5, on=ago(20), refusal="Ressources trop élevées")
        assert (claim.state, claim.implicit) == ("refused", False)
        assert claim.act_by > last_day
        claim = outcomes.grant(
            by=by, claim=claim, version=6, on=ago(5), amount=Decimal(500), due_from=ago(178)
        )
        assert (claim.state, claim.act_by) == ("granted", None)


def test_what_was_noted_wrong_of_the_filing_is_corrected_and_counted_anew(by, mother):
    claim = filed(by, mother, received_on=ago(10))
    with acting(by):
        before = claim.answer_due_on
        claim = claims.correct(
            by=by, claim=claim, version=4, filed_on=ago(30), received_on=ago(28), body="MSA", reference="77"
        )
    assert (claim.body, claim.reference) == ("MSA", "77")
    assert claim.answer_due_on < before


def test_won_in_part_before_the_body_the_court_is_next(by, mother):
    claim = filed(by, mother)
    with acting(by):
        claim = outcomes.refuse(by=by, claim=claim, version=4, on=ago(150), refusal="x")
        outcomes.appeal(by=by, claim=claim, version=5, on=ago(140))
        claim = outcomes.answer_appeal(by=by, claim=claim, version=6, outcome=Outcome.WON, on=ago(100))
        assert outcomes.appeal(by=by, claim=claim, version=7, on=ago(90)).stage == "court"


def test_what_is_held_of_a_person_tells_their_claims(by, mother):
    claim = filed(by, mother)
    with acting(by):
        outcomes.refuse(by=by, claim=claim, version=4, on=ago(150), refusal="Ressources trop élevées")
        section = held_claims(by, mother)
    assert ("Prestation", "Revenu de solidarité active") in section.items[0].facts
    assert [text.words for text in section.items[0].texts] == ["Ressources trop élevées"]
