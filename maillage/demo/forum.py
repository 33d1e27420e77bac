"""A forum to come: places kept for some, a waiting list, topics with their table."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from maillage.demo.asked import SITE
from maillage.demo.places import Scene
from maillage.events.actions import forums, openings, registrations
from maillage.events.models import Opening
from maillage.governance.actions import gatherings
from maillage.governance.models import Committee
from maillage.permissions import Actor


def lay_out(scene: Scene, keeper: Actor, known: dict[str, Committee], told: dict[str, Any]) -> None:
    opening = _opened(keeper, known[told["committee"]], told)
    shares = {one.name: one for one in opening.shares.all()}
    for row in told["registered"]:
        values = {"name": row["name"], "share": shares[row["share"]], "needs": row.get("needs", [])}
        registrations.register_for(by=keeper, opening=opening, email="", more="", site=SITE, **values)
    start = opening.gathering.starts_at
    slots = {
        room: forums.add_slot(
            by=keeper, opening=opening, starts_at=start, ends_at=start + timedelta(hours=1), room=room
        )
        for room in told["slots"]
    }
    for row in told["topics"]:
        topic = forums.add_topic(
            by=keeper, opening=opening, title=row["title"], why=row["why"], proposed_by=row["by"]
        )
        if "slot" in row:
            forums.place_topic(by=keeper, topic=topic, accepted=True, slot=slots[row["slot"]])


def _opened(keeper: Actor, committee: Committee, told: dict[str, Any]) -> Opening:
    start = _at(told["in"], time(9, 30))
    values = {
        "title": told["title"],
        "place": told["place"],
        "starts_at": start,
        "ends_at": start + timedelta(hours=7),
    }
    meeting = gatherings.plan_gathering(by=keeper, committee=committee, values=values)
    opened = {"purpose": told["purpose"], "closes_at": _at(told["until"], time()), "places": None}
    opened |= {"by_lot": False, "lot_source": "", "forum": True}
    return openings.open_registrations(
        by=keeper, gathering=meeting, values=opened, shares=list(told["shares"].items())
    )


def _at(days: int, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), hour))
