"""Expenses and letters: the worker is an expert of a committee that their structure runs; the animator keeps its work."""

from maillage.governance.models import Receipt
from maillage.governance.tests.expense_factories import (
    make_advance,
    make_claim,
    make_letter,
    make_presence,
    morning,
)
from maillage.governance.tests.factories import make_committee, make_duty, make_gathering, make_seat
from tests.matrix.row import Row

ALL, READ_ONLY = "OOOOOOOOOOOOOO", "LMMMMMMMMMMLLM"
SIGNED = "LOOOOOOOOOOLLO"
# Its administrator settles too; nobody settles their own, and who is neither doesn't know that it exists.
OWN_OR_SETTLED = "LNNONNONNNNLLO"
SETTLED = "LNNONNFNNNNLLO"
SETTLERS = "LNNONNNNNNNLLO"
DECIDES = "LFFOFFFFFFFLLO"
KEEPS = "LFFFFFFFFFFLLO"
ENTERS = "LNNNNNONNNNLLO"
SITS = "LNNNNNONNNNLLN"
# The file itself is nowhere: whoever may read it is told so.
NO_FILE = "LNNFNNFNNNNLLF"

EXPECTED: dict[str, Row] = {
    "governance:my_expenses": Row(SIGNED, READ_ONLY),
    "governance:claim_expenses": Row(ENTERS, ENTERS, ("participation_presence_number",)),
    "governance:claim_form_pdf": Row(ENTERS, READ_ONLY, ("participation_presence_number",)),
    "governance:expense_claim": Row(OWN_OR_SETTLED, READ_ONLY, ("participation_claim",)),
    "governance:claim_pdf": Row(OWN_OR_SETTLED, READ_ONLY, ("participation_claim",)),
    "governance:send_claim": Row(READ_ONLY, "LNNRNNRNNNNLLR", ("participation_claim",)),
    "governance:add_receipt": Row(OWN_OR_SETTLED, OWN_OR_SETTLED, ("participation_claim",)),
    "governance:receipt": Row(NO_FILE, READ_ONLY, ("participation_claim", "participation_receipt_number")),
    "governance:answer_claim": Row(SETTLED, SETTLED, ("participation_claim",)),
    "governance:pay_claim": Row(SETTLED, SETTLED, ("participation_accepted",)),
    "governance:gathering_expenses": Row(KEEPS, READ_ONLY, ("participation_meeting",)),
    "governance:ask_advance": Row(SITS, SITS, ("participation_coming",)),
    "governance:answer_advance": Row(SETTLED, SETTLED, ("participation_advance_number",)),
    "governance:committee_expenses": Row(SETTLERS, READ_ONLY, ("participation_committee",)),
    "governance:expenses_csv": Row(SETTLERS, READ_ONLY, ("participation_committee",)),
    "governance:rates": Row(ALL, "FFFOFFFFFFFFFO", ("participation_committee",)),
    "governance:participation": Row("LNNNNNONNNNLLO", READ_ONLY, ("participation_committee",)),
    "governance:participation_csv": Row("LNNNNNONNNNLLO", READ_ONLY, ("participation_committee",)),
    "governance:letters": Row(DECIDES, READ_ONLY, ("participation_committee",)),
    "governance:write_letter": Row(DECIDES, DECIDES, ("participation_committee",)),
    "governance:letter": Row(OWN_OR_SETTLED, READ_ONLY, ("participation_letter",)),
    "governance:letter_pdf": Row(OWN_OR_SETTLED, READ_ONLY, ("participation_letter",)),
    "governance:sign_letter": Row(OWN_OR_SETTLED, OWN_OR_SETTLED, ("participation_letter",)),
    "governance:end_letter": Row(SETTLED, SETTLED, ("participation_letter",)),
    "governance:attestation": Row("LFFFFFOFFFFLLO", READ_ONLY, ("participation_occupant_number",)),
}


def lay_out(world) -> None:
    worker, animator = (world.members[name].user for name in ("worker", "animator"))
    committee = world.participation_committee = make_committee(world.here)
    make_duty(committee, animator)
    seat = make_seat(committee, college=1, user=worker, expert=True)
    world.participation_occupant_number = seat.pk
    world.participation_letter = make_letter(seat)
    presence = make_presence(seat)
    world.participation_presence_number = presence.pk
    world.participation_meeting = presence.gathering
    claim = world.participation_claim = make_claim(make_presence(seat, -20), days=3)
    world.participation_accepted = make_claim(make_presence(seat, -30), state="accepted", days=3)
    told = {"claim": claim, "user": worker, "name": "billet.pdf", "media_type": "application/pdf"}
    world.participation_receipt_number = Receipt.objects.create(size=1, key="a" * 40, **told).pk
    coming = world.participation_coming = make_gathering(committee, morning(9))
    world.participation_advance_number = make_advance(seat, coming)
