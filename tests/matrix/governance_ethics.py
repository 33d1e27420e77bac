"""Ethics: the worker asked a space that the animator answers for, and noted a signal where the animator keeps the work;
the administrator deposited a draft text, under embargo, that the animator answers."""

from maillage.governance.enums import DutyKind
from maillage.governance.tests.draft_factories import make_draft
from maillage.governance.tests.ethics_factories import make_referral, make_signal
from maillage.governance.tests.factories import make_committee, make_duty
from tests.matrix.row import Row

ALL, READ_ONLY = "OOOOOOOOOOOO", "MMMMMMMMMMMM"
SIGNED, ONLY_READ = "LOOOOOOOOOOL", "LMMMMMMMMMMLLM"
WORKERS = "LFFOOOOOOOOLLO"
CHAIN, ANSWERERS, AUTHOR = "LNNNNNONNNNLLO", "LNNNNNFNNNNLLO", "LNNNNNONNNNLLF"
INSIDE, POSTED = "LFFFFFOFFFFLLO", "LNNNNNRNNNNLLR"
LEADERS = "LFFOFOFFFFFLLO"
LISTED, REQUESTER, KEEPER = "LNNONNNNNNNLLO", "LNNONNNNNNNLLF", "LNNFNNNNNNNLLO"

EXPECTED: dict[str, Row] = {
    "governance:ethics": Row(SIGNED, ONLY_READ),
    "governance:sharing": Row(ALL, READ_ONLY),
    "governance:sharing_pdf": Row("RRRRRRRRRRRR", READ_ONLY),
    "governance:refer": Row(WORKERS, WORKERS, ("ethics_space",)),
    "governance:referrals": Row(SIGNED, ONLY_READ),
    "governance:referral": Row(CHAIN, ONLY_READ, ("ethics_question",)),
    "governance:take_referral": Row(ANSWERERS, ANSWERERS, ("ethics_question",)),
    "governance:ask_referral": Row(ANSWERERS, ANSWERERS, ("ethics_question",)),
    "governance:clarify_referral": Row(AUTHOR, AUTHOR, ("ethics_question",)),
    "governance:pass_on_referral": Row(ANSWERERS, ANSWERERS, ("ethics_question",)),
    "governance:answer_referral": Row(ANSWERERS, ANSWERERS, ("ethics_question",)),
    "governance:referral_doctrine": Row(ANSWERERS, ANSWERERS, ("ethics_question",)),
    "governance:withdraw_referral": Row(ONLY_READ, POSTED, ("ethics_question",)),
    "governance:drafts": Row(SIGNED, ONLY_READ),
    "governance:deposit_draft": Row(LEADERS, LEADERS, ("ethics_council",)),
    "governance:draft": Row(LISTED, ONLY_READ, ("ethics_draft",)),
    "governance:draft_version": Row(REQUESTER, REQUESTER, ("ethics_draft",)),
    "governance:draft_reader": Row(LISTED, LISTED, ("ethics_draft",)),
    "governance:draft_impact": Row(LISTED, LISTED, ("ethics_draft",)),
    "governance:draft_ethics_opinion": Row(KEEPER, KEEPER, ("ethics_draft",)),
    "governance:draft_council_opinion": Row(KEEPER, KEEPER, ("ethics_draft_known",)),
    "governance:draft_follow_up": Row(REQUESTER, REQUESTER, ("ethics_draft",)),
    "governance:signals": Row(INSIDE, ONLY_READ, ("ethics_local",)),
    "governance:note_signal": Row(INSIDE, INSIDE, ("ethics_local",)),
    "governance:echo_signal": Row(ONLY_READ, POSTED, ("ethics_signal",)),
    "governance:signal_to_agenda": Row(ANSWERERS, ANSWERERS, ("ethics_signal",)),
    "governance:close_signal": Row(ANSWERERS, ANSWERERS, ("ethics_signal",)),
}


def lay_out(world) -> None:
    """What the rows above point at, under `become("maintenance")`."""
    worker, animator = (world.members[name].user for name in ("worker", "animator"))
    place = world.members["stranger"].structure
    world.ethics_local = make_committee(place)
    world.ethics_space = make_committee(place, kind="ethics", parent=world.ethics_local)
    for committee in (world.ethics_local, world.ethics_space):
        make_duty(committee, animator)
    make_duty(world.ethics_local, worker, DutyKind.CORRESPONDENT)
    world.ethics_question = make_referral(world.ethics_space, worker)
    world.ethics_signal = make_signal(world.ethics_local, worker)
    world.ethics_council = make_committee(place, kind="national")
    council_ethics = make_committee(place, kind="ethics", parent=world.ethics_council)
    for committee in (world.ethics_council, council_ethics):
        make_duty(committee, animator)
    requester = world.members["administrator"]
    world.ethics_draft = make_draft(world.ethics_council, council_ethics, requester, [animator])
    told = (world.ethics_council, council_ethics, requester, [animator])
    world.ethics_draft_known = make_draft(*told, lifted=True)
