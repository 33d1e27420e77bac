"""What limits hosts, noted from their registers before wishes close: from then on it stays as students saw it."""

from django.db import transaction

from maillage.audit.actions import record
from maillage.permissions import Actor
from maillage.placements.actions.sessions import locked, still_open
from maillage.placements.models import Host, Session
from maillage.placements.queries.partners import rooms


@transaction.atomic
def note_rooms(*, by: Actor, session: Session) -> int:
    """How many hosts keep a register of tutors, or declared their staff."""
    row = locked(by, session)
    still_open(row)
    hosts = list(Host.objects.filter(session=row))
    found = rooms((one.structure_id for one in hosts), row.starts_on)
    known = [one for one in hosts if any(told is not None for told in found[one.structure_id])]
    for one in known:
        told = found[one.structure_id]
        one.room, one.quota = told.tutored, told.quota if told.quota is not None else one.quota
    Host.objects.bulk_update(known, ["room", "quota"])
    record(by, "placements_rooms_noted", row, hosts=len(known))
    return len(known)
