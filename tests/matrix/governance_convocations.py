"""Convocations, papers of points, minutes as files: in a committee that its members alone read; the worker keeps its work."""

from datetime import timedelta

from django.utils import timezone

from maillage.files.storage import keep
from maillage.governance.models import Ballot, Convocation, ItemDocument, Minutes, Round, RoundPoint
from maillage.governance.queries.convocations import token_of
from maillage.governance.queries.rounds import token_of as ballot_token
from maillage.governance.tests.factories import (
    make_committee,
    make_duty,
    make_gathering,
    make_item,
    make_seat,
)
from tests.matrix.row import Row

ALL, NO_FORM = "OOOOOOOOOOOO", "MMMMMMMMMMMM"
KEEPER, INSIDE = "LNNNNNONNNNL", "LNNNNNONNNNL"
SENDS = "LNNNNNRNNNNL"
ONLY_READ, ONLY_POST = "LMMMMMMMMMML", "LMMMMMMMMMML"
OPEN_READ, OF_INSIDE = "NNNNNNONNNNN", "MMMMMMMMMMMM"

EXPECTED: dict[str, Row] = {
    "governance:convene": Row(KEEPER, SENDS, ("convoked_meeting",)),
    "governance:note_coming": Row(KEEPER, KEEPER, ("convoked_meeting", "convocation_number")),
    "governance:occupant_address": Row(KEEPER, KEEPER, ("convoking", "convoked_number")),
    "governance:convocation": Row(ALL, ALL, ("convocation_token",)),
    "governance:convocation_paper": Row(ALL, NO_FORM, ("convocation_token", "convoked_paper")),
    "governance:add_item_document": Row(KEEPER, KEEPER, ("convoked_meeting", "convoked_point")),
    "governance:item_document": Row(INSIDE, ONLY_READ, ("convoked_paper",)),
    "governance:remove_item_document": Row(ONLY_POST, SENDS, ("convoked_paper",)),
    "governance:keep_minutes_draft": Row(ONLY_POST, SENDS, ("convoked_meeting",)),
    "governance:discard_minutes_draft": Row(ONLY_POST, SENDS, ("convoked_meeting",)),
    "governance:minutes_pdf": Row(OPEN_READ, OF_INSIDE, ("convoked_meeting",)),
    "governance:minutes_docx": Row(OPEN_READ, OF_INSIDE, ("convoked_meeting",)),
    "governance:minutes_odt": Row(OPEN_READ, OF_INSIDE, ("convoked_meeting",)),
    "governance:record_docx": Row(OPEN_READ, OF_INSIDE, ("convoked_meeting",)),
    "governance:record_odt": Row(OPEN_READ, OF_INSIDE, ("convoked_meeting",)),
    "governance:open_round": Row(KEEPER, KEEPER, ("convoked_meeting",)),
    "governance:round": Row(INSIDE, ONLY_READ, ("written_round",)),
    "governance:extend_round": Row(KEEPER, KEEPER, ("written_round",)),
    "governance:close_round": Row(ONLY_POST, SENDS, ("written_round",)),
    "governance:note_voices": Row(KEEPER, KEEPER, ("written_round", "ballot_number")),
    "governance:ask_point": Row(KEEPER, KEEPER, ("asking_council",)),
    "governance:drop_point": Row(KEEPER, KEEPER, ("convoked_meeting", "convoked_point")),
    "governance:ballot": Row(ALL, ALL, ("ballot_token",)),
    "governance:ballot_paper": Row(ALL, NO_FORM, ("ballot_token", "convoked_paper")),
}


def lay_out(world) -> None:
    """What the rows above point at, under `become("maintenance")`."""
    world.convoking = make_committee(publicity="members")
    make_duty(world.convoking, world.members["worker"].user)
    occupant = make_seat(world.convoking)
    told = {"kind": "persons", "parent": world.convoking, "publicity": "members"}
    world.asking_council = make_committee(**told)
    make_duty(world.asking_council, world.members["worker"].user)
    world.convoked_number = occupant.pk
    world.convoked_meeting = make_gathering(world.convoking, timezone.now() + timedelta(days=5))
    world.convoked_point = make_item(world.convoked_meeting, "Salle")
    row = Convocation.objects.create(gathering=world.convoked_meeting, occupant=occupant)
    world.convocation_number, world.convocation_token = row.pk, token_of(row)
    told = {"name": "salle.txt", "media_type": "text/plain; charset=utf-8", "size": 4}
    key = keep(b"plan", owner=world.convoking.public_id)
    world.convoked_paper = ItemDocument.objects.create(
        item=world.convoked_point, title="Plan", key=key, **told
    )
    Minutes.objects.create(gathering=world.convoked_meeting, text="Dit")
    soon = timezone.now() + timedelta(days=2)
    world.written_round = Round.objects.create(
        gathering=world.convoked_meeting, kind="decide", closes_at=soon, size=1
    )
    RoundPoint.objects.create(round=world.written_round, item=world.convoked_point, number=1, text="Louer")
    ballot = Ballot.objects.create(round=world.written_round, occupant=occupant)
    world.ballot_number, world.ballot_token = ballot.pk, ballot_token(ballot)
