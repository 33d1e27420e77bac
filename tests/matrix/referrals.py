"""Schemes and single documents. The scheme is of the officer's structure; the document is the worker's, about the person."""

from datetime import date

from django.utils import timezone

from maillage.referrals.models import (
    MissingPiece,
    Referral,
    ReferralSection,
    SchemeRequest,
    SentSection,
)
from maillage.schemes.tests.factories import make_scheme
from tests.matrix.row import Row

ALL, READ_ONLY = "OOOOOOOOOOOOOOO", "MMMMMMMMMMMMMMM"
KEEPERS, ITS_KEEPER = "LFFFFOFFFFFLLOO", "LFFFFFFFFFFLLFO"
ONLY_READ = "LMMMMMMMMMMLLMM"
OF_PERSON, MINE = "LNNNNNONNFFLLNN", "LFFFFFOOOOOLLFF"
TEAM, DONE = "LNNNNNONNNNLLNN", "LNNNNNRNNNNLLNN"
OWN, OWN_DONE = "RRRRRRRRRRRORRR", "RRRRRRRRRRRRRRR"

EXPECTED: dict[str, Row] = {
    "schemes:schemes": Row(ALL, READ_ONLY),
    "schemes:choose_kind": Row(KEEPERS, KEEPERS),
    "schemes:open": Row(KEEPERS, KEEPERS, ("food_aid",)),
    "schemes:scheme": Row(ALL, READ_ONLY, ("scheme",)),
    "schemes:correct": Row(ITS_KEEPER, ITS_KEEPER, ("scheme",)),
    "schemes:revise": Row(ITS_KEEPER, ITS_KEEPER, ("scheme",)),
    "schemes:close": Row(ITS_KEEPER, ITS_KEEPER, ("scheme",)),
    "referrals:referrals_of": Row(OF_PERSON, ONLY_READ, ("person",)),
    "referrals:begin": Row(OF_PERSON, OF_PERSON, ("person",)),
    "referrals:referral": Row(TEAM, ONLY_READ, ("document",)),
    "referrals:add_scheme": Row(TEAM, TEAM, ("document",)),
    "referrals:show": Row(ONLY_READ, DONE, ("document",)),
    "referrals:section": Row(TEAM, TEAM, ("document", "identity")),
    "referrals:keep_section": Row(ONLY_READ, TEAM, ("document", "identity")),
    "referrals:say": Row(TEAM, TEAM, ("document", "identity")),
    "referrals:my_requests": Row(MINE, ONLY_READ),
    "referrals:request": Row(TEAM, ONLY_READ, ("asked_there",)),
    "referrals:questions": Row(TEAM, TEAM, ("asked_there",)),
    "referrals:agreement": Row(TEAM, TEAM, ("asked_there",)),
    "referrals:send": Row(ONLY_READ, DONE, ("asked_there",)),
    "referrals:drop": Row(ONLY_READ, DONE, ("asked_there",)),
    "referrals:withdraw": Row(TEAM, DONE, ("asked_there",)),
    "referrals:request_step": Row(TEAM, TEAM, ("sent_there", "reception")),
    "referrals:give_piece": Row(ONLY_READ, DONE, ("sent_there", "lacking")),
    "referrals:inbox": Row(ITS_KEEPER, ONLY_READ),
    "referrals:received": Row(ITS_KEEPER, ONLY_READ, ("sent_there",)),
    "referrals:answer": Row(ITS_KEEPER, ITS_KEEPER, ("sent_there", "reception")),
    "referrals:own_referrals": Row(OWN, READ_ONLY),
    "referrals:own_document": Row(OWN, READ_ONLY, ("document",)),
    "referrals:own_say": Row(OWN, OWN, ("document", "identity")),
    "referrals:own_request": Row(OWN, OWN, ("asked_there",)),
    "referrals:own_withdraw": Row(READ_ONLY, OWN_DONE, ("asked_there",)),
    "referrals:own_piece": Row(READ_ONLY, OWN_DONE, ("sent_there", "lacking")),
}


def lay_out(world) -> None:
    """One request being written, one sent with a paper missing."""
    worker, officer = world.members["worker"], world.members["officer"]
    world.scheme = make_scheme(officer.structure, "food_aid")
    other = make_scheme(officer.structure, "health")
    told = {"person": world.person, "structure": worker.structure}
    world.document = Referral.objects.create(worker=worker.user, began_on=date(2026, 11, 1), **told)
    for code in ("identity", "contact", "household", "request"):
        ReferralSection.objects.create(referral=world.document, code=code, filled="{}", **told)
    asked = {"referral": world.document, "worker": worker.user, **told}
    world.asked_there = SchemeRequest.objects.create(scheme=world.scheme, **asked)
    now = timezone.now()
    sent = {"state": "sent", "agreed": ["identity"], "way": "oral", "agreed_at": now, "sent_at": now}
    world.sent_there = SchemeRequest.objects.create(scheme=other, **sent, **asked)
    of_sent = {"request": world.sent_there, **told}
    SentSection.objects.create(code="identity", filled="{}", sent_at=now, **of_sent)
    world.lacking = MissingPiece.objects.create(
        what="Bail", provider="person", asked_on=date(2026, 11, 2), **of_sent
    )
