"""Whether a place is open at a moment, from OpenStreetMap's hours; nobody knows when they are missing or unreadable."""

from datetime import datetime
from zoneinfo import ZoneInfo

import opening_hours

UNREADABLE = (opening_hours.ParserError, SyntaxError, ValueError)  # type: ignore[attr-defined]
PARIS = ZoneInfo("Europe/Paris")


def is_open(hours: str, moment: datetime) -> bool | None:
    if not hours.strip():
        return None
    try:
        known = opening_hours.OpeningHours(hours, timezone=PARIS, country="FR")
        return bool(known.is_open(moment))
    except UNREADABLE:
        return None
