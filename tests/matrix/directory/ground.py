from datetime import date, time

from maillage.directory.models import Closure, Door, Link, OutreachSession, Presence
from tests.matrix.row import Row

ALL, READ_ONLY = "OOOOOOOOOOOO", "MMMMMMMMMMMM"
KEEPERS, KEPT = "LFFFFOOOFOFLLO", "LFFFFRRRFRFLLR"
AT_WORK, POST_ONLY = "LFFOOOOOOOOL", "LMMMMMMMMMML"
SOME = "LFFFFOOOOOOLLO"
DAY = "2026-11-24"

EXPECTED: dict[str, Row] = {
    "directory:sessions": Row(ALL, READ_ONLY),
    "directory:commune_calendar": Row(ALL, READ_ONLY),
    "directory:session": Row(ALL, READ_ONLY, ("session",)),
    "directory:session_calendar": Row(ALL, READ_ONLY, ("session",)),
    "directory:structure_calendar": Row(ALL, READ_ONLY, ("here",)),
    "directory:poster": Row(ALL, READ_ONLY, ("session",)),
    "directory:new_session": Row(KEEPERS, KEEPERS, ("here",)),
    "directory:correct_session": Row(KEEPERS, KEEPERS, ("session",)),
    "directory:stop_session": Row(POST_ONLY, KEPT, ("session",)),
    "directory:cancel_day": Row(KEEPERS, KEEPERS, ("session", DAY)),
    "directory:move_day": Row(KEEPERS, KEEPERS, ("session", DAY)),
    "directory:restore_day": Row(POST_ONLY, KEPT, ("session", DAY)),
    "directory:attendance": Row(AT_WORK, POST_ONLY, ("session",)),
    "directory:attendance_sheet": Row(KEEPERS, POST_ONLY, ("session",)),
    "directory:count_attendance": Row(KEEPERS, KEEPERS, ("session", DAY)),
    "directory:availability": Row(KEEPERS, KEEPERS, ("service",)),
    "directory:close_service": Row(KEEPERS, KEEPERS, ("service",)),
    "directory:close_structure": Row(KEEPERS, KEEPERS, ("here",)),
    "directory:remove_closure": Row(POST_ONLY, KEPT, ("closure",)),
    "directory:places": Row(ALL, READ_ONLY),
    "directory:place": Row(ALL, READ_ONLY, ("here",)),
    "directory:place_paper": Row(ALL, READ_ONLY, ("here",)),
    "directory:new_presence": Row(KEEPERS, KEEPERS, ("here",)),
    "directory:correct_presence": Row(KEEPERS, KEEPERS, ("presence",)),
    "directory:remove_presence": Row(POST_ONLY, KEPT, ("presence",)),
    "directory:reception": Row(AT_WORK, AT_WORK),
    "directory:reception_week": Row(AT_WORK, POST_ONLY),
    "directory:reception_sheet": Row(AT_WORK, AT_WORK),
    "directory:reception_blank": Row(AT_WORK, POST_ONLY),
    "directory:links": Row(ALL, READ_ONLY),
    "directory:links_file": Row(ALL, READ_ONLY, ("csv",)),
    "directory:new_link": Row(SOME, SOME),
    "directory:correct_link": Row(KEEPERS, KEEPERS, ("link",)),
    "directory:end_link": Row(POST_ONLY, KEPT, ("link",)),
    "directory:paths": Row(ALL, READ_ONLY),
    "directory:path": Row(ALL, READ_ONLY, ("sante",)),
    "directory:path_paper": Row(ALL, READ_ONLY, ("sante",)),
    "directory:new_door": Row(SOME, SOME, ("sante",)),
    "directory:move_door_up": Row(POST_ONLY, "LFFFFFFFFFFLLR", ("door",)),
    "directory:remove_door": Row(POST_ONLY, KEPT, ("door",)),
    "directory:booklet": Row(ALL, READ_ONLY),
    "directory:numbers": Row(ALL, READ_ONLY),
}


def lay_out(world) -> None:
    """A session of the worker's structure every Tuesday, and one row of each kind of its own."""
    here, chinon = world.here, world.here.commune
    world.session = OutreachSession.objects.create(
        structure=here,
        name="Permanence d’accès aux droits",
        place="mairie",
        commune=chinon,
        starts_on=date(2026, 11, 3),
        starts_at=time(9),
        minutes=120,
        rule="FREQ=WEEKLY;BYDAY=TU",
    )
    told = {"since": date(2098, 8, 1), "until": date(2098, 8, 15)}
    world.closure = Closure.objects.create(structure=here, **told)
    world.presence = Presence.objects.create(place=here, body="CAF", folded_body="caf", halves=["1am"])
    animation = world.members["animator"].structure
    world.link = Link.objects.create(origin=here, target=animation, kind="agreement")
    world.door = Door.objects.create(category="sante", rank=1, structure=here, what="On vous écoute.")
