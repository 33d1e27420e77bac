"""Papers, letters, appeals, joined documents of requests; and the link of a scheme where nobody has an account."""

from datetime import date

from django.utils import timezone

from maillage.accounts.tests.factories import make_structure
from maillage.files.storage import keep
from maillage.referrals.models import Appeal, JoinedDocument, SchemeRequest, SentSection
from maillage.referrals.queries.by_link import token_of
from maillage.schemes.tests.factories import make_scheme
from maillage.support.models import Document
from tests.matrix.row import Row

ALL, READ_ONLY = "OOOOOOOOOOOOOOO", "MMMMMMMMMMMMMMM"
SIGNED_IN, ITS_KEEPER = "LOOOOOOOOOOLLOO", "LFFFFFFFFFFLLFO"
ONLY_READ, TEAM, DONE = "LMMMMMMMMMMLLMM", "LNNNNNONNNNLLNN", "LNNNNNRNNNNLLNN"
OWN, OWN_DONE = "RRRRRRRRRRRORRR", "RRRRRRRRRRRRRRR"

EXPECTED: dict[str, Row] = {
    "referrals:blank_paper": Row(SIGNED_IN, ONLY_READ),
    "referrals:filled_paper": Row(TEAM, ONLY_READ, ("single_document",)),
    "referrals:reentry": Row(TEAM, TEAM, ("single_document",)),
    "referrals:give_document": Row(TEAM, TEAM, ("sent_there", "lacking")),
    "referrals:request_pdf": Row(TEAM, ONLY_READ, ("sent_there",)),
    "referrals:letter": Row(TEAM, ONLY_READ, ("refused_there", "decision")),
    "referrals:note_silence": Row(ONLY_READ, DONE, ("sent_there",)),
    "referrals:lodge_appeal": Row(TEAM, TEAM, ("refused_there",)),
    "referrals:answer_appeal": Row(TEAM, TEAM, ("refused_there", "contested")),
    "referrals:appeal_letter": Row(TEAM, ONLY_READ, ("refused_there", "contested")),
    "referrals:join_document": Row(TEAM, TEAM, ("sent_there",)),
    "referrals:agree_to_document": Row(ONLY_READ, DONE, ("sent_there", "joined_paper")),
    "referrals:take_back_document": Row(ONLY_READ, DONE, ("sent_there", "joined_paper")),
    "referrals:received_pdf": Row(ITS_KEEPER, ONLY_READ, ("sent_there",)),
    "referrals:received_letter": Row(ITS_KEEPER, ONLY_READ, ("refused_there", "decision")),
    "referrals:received_appeal": Row(ITS_KEEPER, ITS_KEEPER, ("refused_there", "contested")),
    "referrals:received_file": Row(ITS_KEEPER, ONLY_READ, ("sent_there", "joined_paper")),
    "referrals:request_door": Row(ALL, ALL, ("scheme_token",)),
    "referrals:link_pdf": Row(ALL, READ_ONLY, ("scheme_token",)),
    "referrals:link_letter": Row(ALL, READ_ONLY, ("scheme_token", "accuse")),
    "referrals:link_file": Row(ALL, READ_ONLY, ("scheme_token", "linked_paper")),
    "referrals:link_answer": Row(ALL, ALL, ("scheme_token", "reception")),
    "referrals:own_bring": Row(OWN, OWN, ("sent_there", "lacking")),
    "referrals:own_agree": Row(READ_ONLY, OWN_DONE, ("sent_there", "joined_paper")),
    "referrals:own_note_silence": Row(READ_ONLY, OWN_DONE, ("sent_there",)),
    "referrals:own_lodge": Row(OWN, OWN, ("refused_there",)),
    "referrals:own_appeal_letter": Row(OWN, READ_ONLY, ("refused_there", "contested")),
    "referrals:own_appeal_silence": Row(READ_ONLY, OWN_DONE, ("refused_there", "contested")),
    "referrals:own_letter": Row(OWN, READ_ONLY, ("refused_there", "decision")),
    "referrals:own_paper": Row(OWN, READ_ONLY, ("single_document",)),
}


def lay_out(world) -> None:
    """After `referrals.lay_out`: one request refused and contested; a paper joined to the one that was sent."""
    officer, day, now = world.members["officer"], date(2026, 11, 3), timezone.now()
    asked = world.sent_there
    told = {"person": world.person, "structure": asked.structure}
    world.refused_there = SchemeRequest.objects.create(
        scheme=make_scheme(officer.structure, "budget"), referral=asked.referral, worker=asked.worker, state="refused",
        agreed=["identity"], way="oral", agreed_at=now, sent_at=now, received_on=day, decided_on=day, outcome="refused",
        reason="budget", **told,
    )  # fmt: skip
    world.contested = Appeal.objects.create(
        request=world.refused_there, authority="le juge", decision_on=day, lodged_on=day, shared=True, **told
    )
    file = {"key": keep(b"Loyer.", owner=world.person.pk), "name": "loyer.txt", "media_type": "text/plain"}
    paper = Document.objects.create(title="Quittance", kind="other", level="team", size=6, **file, **told)
    joined = {
        "document": paper,
        "title": "Quittance",
        "joined_on": day,
        "agreed_at": now,
        "way": "oral",
        **file,
        **told,
    }
    world.joined_paper = JoinedDocument.objects.create(request=asked, **joined)
    _without_account(world, asked, joined)


def _without_account(world, asked, joined) -> None:
    """Nobody there signs in: a link opens it."""
    scheme = make_scheme(make_structure("Association sans compte"), "mobility", email="accueil@exemple.test")
    sent = {
        "state": "sent",
        "agreed": ["identity"],
        "way": "oral",
        "agreed_at": asked.agreed_at,
        "sent_at": asked.sent_at,
    }
    told = {"person": world.person, "structure": asked.structure}
    linked = SchemeRequest.objects.create(
        scheme=scheme,
        referral=asked.referral,
        worker=asked.worker,
        link_until=date(2099, 1, 1),
        **sent,
        **told,
    )
    SentSection.objects.create(code="identity", filled="{}", sent_at=asked.sent_at, request=linked, **told)
    world.linked_paper = JoinedDocument.objects.create(request=linked, **joined)
    world.scheme_token = token_of(linked.link)
