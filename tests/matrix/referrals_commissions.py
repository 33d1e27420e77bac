"""A commission: the animator keeps its work and signed; the request is the worker's, received by the officer's structure."""

from django.utils import timezone

from maillage.governance.tests.factories import make_committee, make_duty, make_gathering
from maillage.referrals.models import Case, SchemeRequest, Undertaking
from maillage.schemes.tests.factories import make_scheme
from tests.matrix.referrals import ONLY_READ, OWN, TEAM
from tests.matrix.row import Row

KEPT, KEPT_DONE, NOTHING_YET = "LNNNNNNNNNNLLON", "LNNNNNNNNNNLLRN", "LNNNNNNNNNNLLFN"
NO_LETTER = "LNNNNNNNNNNLLNN"
A_CASE = ("sitting", "listed_case")

EXPECTED: dict[str, Row] = {
    "referrals:sitting": Row(KEPT, ONLY_READ, ("sitting",)),
    "referrals:undertake": Row(KEPT, KEPT_DONE, ("sitting",)),
    "referrals:fill_agenda": Row(ONLY_READ, KEPT_DONE, ("sitting",)),
    "referrals:decide_cases": Row(ONLY_READ, KEPT, ("sitting",)),
    "referrals:fallback_paper": Row(KEPT, ONLY_READ, ("sitting",)),
    "referrals:cases_record": Row(KEPT, ONLY_READ, ("sitting",)),
    "referrals:case_letters": Row(NOTHING_YET, ONLY_READ, ("sitting",)),
    "referrals:case_letter": Row(NO_LETTER, ONLY_READ, A_CASE),
    "referrals:take_off_case": Row(KEPT, KEPT, A_CASE),
    "referrals:step_aside_case": Row(KEPT, KEPT_DONE, A_CASE),
    "referrals:put_aside_case": Row(KEPT, KEPT, A_CASE),
    "referrals:hearing": Row(TEAM, TEAM, ("asked_commission",)),
    "referrals:own_hearing": Row(OWN, OWN, ("asked_commission",)),
}


def lay_out(world) -> None:
    worker, officer, animator = (world.members[name] for name in ("worker", "officer", "animator"))
    committee = make_committee(animator.structure, kind="cases", publicity="members")
    make_duty(committee, animator.user)
    world.sitting = make_gathering(committee)
    scheme = make_scheme(officer.structure, "transitional", committee=committee)
    told = {"person": world.person, "structure": worker.structure}
    now = timezone.now()
    sent = {"state": "received", "agreed": ["identity"], "way": "oral", "agreed_at": now, "sent_at": now}
    asked = {"referral": world.single_document, "worker": worker.user, "scheme": scheme}
    world.asked_commission = SchemeRequest.objects.create(**sent, **asked, **told)
    put = {"put_on_at": now, "put_on_by": animator.user, "rank": 1}
    world.listed_case = Case.objects.create(
        request=world.asked_commission, gathering=world.sitting, **put, **told
    )
    Undertaking.objects.create(gathering=world.sitting, user=animator.user, wording=timezone.localdate())
