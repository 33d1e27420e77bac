"""A public committee of the worker's structure: the animator keeps its work, the worker sits there."""

from datetime import date, timedelta

from django.utils import timezone

from maillage.governance.models import (
    AgendaItem,
    Amendment,
    College,
    Committee,
    Decision,
    Duty,
    Gathering,
    Minutes,
    Occupant,
    Seat,
)
from tests.matrix.row import Row

ALL = "OOOOOOOOOOOOOO"
READ_ONLY = "MMMMMMMMMMMMMM"
SEATING = "LFFOFFFFFFFLLO"
KEEPING = "LFFFFFFFFFFLLO"
POST_ONLY = "LMMMMMMMMMMLLM"
TOLD = "LRRRRRRRRRRLLR"
INSIDE = "LFFFFFOFFFFLLO"
"""TOLD: whoever may not is told so on the page they come back to."""

EXPECTED: dict[str, Row] = {
    "governance:committees": Row(ALL, READ_ONLY),
    "governance:found": Row(SEATING, SEATING),
    "governance:followed": Row(ALL, READ_ONLY),
    "governance:feed": Row(ALL, READ_ONLY),
    "governance:committee": Row(ALL, READ_ONLY, ("committee",)),
    "governance:correct_committee": Row(SEATING, SEATING, ("committee",)),
    "governance:college": Row(SEATING, SEATING, ("committee", "college_number")),
    "governance:give_seat": Row(SEATING, SEATING, ("committee",)),
    "governance:seat": Row(SEATING, SEATING, ("committee", "seat_number")),
    "governance:leave_seat": Row(SEATING, SEATING, ("committee", "occupant_number")),
    "governance:give_duty": Row(SEATING, SEATING, ("committee",)),
    "governance:end_duty": Row(SEATING, SEATING, ("committee", "duty_number")),
    "governance:plan_gathering": Row(KEEPING, KEEPING, ("committee",)),
    "governance:gathering": Row(ALL, READ_ONLY, ("meeting",)),
    "governance:correct_gathering": Row(KEEPING, KEEPING, ("meeting",)),
    "governance:cancel_gathering": Row(KEEPING, KEEPING, ("meeting",)),
    "governance:presences": Row(KEEPING, KEEPING, ("meeting",)),
    "governance:sheet_paper": Row(KEEPING, POST_ONLY, ("meeting",)),
    "governance:close_gathering": Row(POST_ONLY, TOLD, ("meeting",)),
    "governance:gathering_calendar": Row(ALL, READ_ONLY, ("meeting",)),
    "governance:record_paper": Row(ALL, READ_ONLY, ("meeting",)),
    "governance:add_item": Row(KEEPING, KEEPING, ("meeting",)),
    "governance:correct_item": Row(KEEPING, KEEPING, ("meeting", "point")),
    "governance:move_item": Row(POST_ONLY, TOLD, ("meeting", "point")),
    "governance:remove_item": Row(POST_ONLY, TOLD, ("meeting", "point")),
    "governance:step_aside": Row("LNNNNNONNNNLLN", "LNNNNNRNNNNLLN", ("meeting", "point")),
    "governance:decide": Row(KEEPING, KEEPING, ("meeting", "point")),
    "governance:minutes": Row("NNNNNNONNNNNNO", READ_ONLY, ("meeting",)),
    "governance:write_minutes": Row(KEEPING, KEEPING, ("meeting",)),
    "governance:share_minutes": Row(POST_ONLY, "LNNNNNRNNNNLLR", ("meeting",)),
    "governance:amend_minutes": Row(INSIDE, INSIDE, ("meeting",)),
    "governance:answer_amendment": Row(KEEPING, KEEPING, ("meeting", "amendment_number")),
    "governance:approve_minutes": Row(KEEPING, KEEPING, ("meeting",)),
    "governance:decision": Row(ALL, READ_ONLY, ("decided",)),
    "governance:end_decision": Row(KEEPING, KEEPING, ("decided",)),
}


def lay_out(world) -> None:
    since = date(2020, 1, 1)
    now = timezone.now()
    committee = Committee.objects.create(
        kind="local", name="Comité local", starts_on=since, structure=world.here
    )
    world.committee = committee
    world.college_number = College.objects.create(committee=committee, name="Membres").pk
    seat = Seat.objects.create(
        committee=committee, college_id=world.college_number, organisation="UNAF", starts_on=since
    )
    worker, animator = (world.members[name].user for name in ("worker", "animator"))
    occupant = Occupant.objects.create(seat=seat, name="Claire Morel", user=worker, starts_on=since)
    world.seat_number, world.occupant_number = seat.pk, occupant.pk
    told = {"committee": committee, "user": animator, "starts_on": since}
    world.duty_number = Duty.objects.create(kind="secretary", **told).pk
    Duty.objects.create(kind="chair", **told)
    when = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    told = {"committee": committee, "place": "Chinon", **when}
    world.meeting = Gathering.objects.create(title="Plénière", **told)
    world.point = AgendaItem.objects.create(gathering=world.meeting, title="Salle", position=1)
    held = Gathering.objects.create(title="Précédente", held_at=now, **told)
    item = AgendaItem.objects.create(gathering=held, title="Budget", position=1)
    told = {"committee": committee, "gathering": held, "decided_at": now}
    world.decided = Decision.objects.create(item=item, kind="track", text="Louer", adopted=True, **told)
    minutes = Minutes.objects.create(gathering=world.meeting, text="Dit", shared_at=now)
    world.amendment_number = Amendment.objects.create(record=minutes, user=worker, proposal="Redit").pk
