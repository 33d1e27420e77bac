"""How a session comes back: a simple rhythm written as an iCalendar RRULE, read again, said in French, unrolled.

Odd and even weeks are told by their number in the year (BYWEEKNO): two odd weeks follow each other after a year of 53
weeks, where « one week out of two » would go wrong. So no rule depends on when it started, and unrolling may begin
anywhere.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from maillage.permissions.choices import Choices
from maillage.web.wording import DAYS

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
RANKS = ((1, "premier"), (2, "deuxième"), (3, "troisième"), (4, "quatrième"), (LAST, "dernier"))
_ODD = ",".join(map(str, range(1, 54, 2)))
_EVEN = ",".join(map(str, range(2, 53, 2)))
MOST_UNROLLED = 1200
ZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}


class Rhythm(Choices):
    ONCE = "once", "une seule fois"
    WEEKLY = "weekly", "toutes les semaines"
    ODD = "odd", "les semaines impaires"
    EVEN = "even", "les semaines paires"
    MONTHLY = "monthly", "une fois par mois"


class Recurrence(NamedTuple):
    """`weekdays`: 0 for Monday, sorted; `rank`: which one of the month, -1 the last."""

    rhythm: str = Rhythm.ONCE
    weekdays: tuple[int, ...] = ()
    rank: int = 1


def written(recurrence: Recurrence) -> str:
    days = ",".join(CODES[day] for day in recurrence.weekdays)
    if recurrence.rhythm == Rhythm.WEEKLY:
        return f"FREQ=WEEKLY;BYDAY={days}"
    if recurrence.rhythm in (Rhythm.ODD, Rhythm.EVEN):
        return f"FREQ=YEARLY;BYWEEKNO={_ODD if recurrence.rhythm == Rhythm.ODD else _EVEN};BYDAY={days}"
    if recurrence.rhythm == Rhythm.MONTHLY:
        return "FREQ=MONTHLY;BYDAY=" + ",".join(
            f"{recurrence.rank}{CODES[day]}" for day in recurrence.weekdays
        )
    return ""


def read(rule: str) -> Recurrence:
    """What `written` wrote; ValueError for another rule."""
    if not rule:
        return Recurrence()
    parts = dict(part.split("=") for part in rule.split(";"))
    days = parts["BYDAY"].split(",")
    weekdays = tuple(CODES.index(day[-2:]) for day in days)
    rhythm = {"WEEKLY": Rhythm.WEEKLY, "MONTHLY": Rhythm.MONTHLY}.get(parts["FREQ"])
    if rhythm is None:
        rhythm = Rhythm.ODD if parts["BYWEEKNO"] == _ODD else Rhythm.EVEN
    return Recurrence(rhythm, weekdays, int(days[0][:-2] or 1))


def in_words(rule: str) -> str:
    """ "tous les mardis", "les mardis et jeudis des semaines impaires", "le premier mardi du mois"; "" for once."""
    told = read(rule)
    if told.rhythm == Rhythm.ONCE:
        return ""
    if told.rhythm == Rhythm.MONTHLY:
        return f"le {dict(RANKS)[told.rank]} {_joined(told.weekdays, '')} du mois"
    if told.rhythm == Rhythm.WEEKLY:
        return f"tous les {_joined(told.weekdays, 's')}"
    parity = "impaires" if told.rhythm == Rhythm.ODD else "paires"
    return f"les {_joined(told.weekdays, 's')} des semaines {parity}"


def _joined(weekdays: Sequence[int], plural: str) -> str:
    names = [f"{DAYS[day]}{plural}" for day in weekdays]
    return " et ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def days_between(starts_on: date, rule: str, until: date | None, first: date, last: date) -> list[date]:
    """The days the rule gives from `first` to `last`, both included, before any change; at most MOST_UNROLLED."""
    begin, end = max(starts_on, first), min(until or last, last)
    if begin > end:
        return []
    if not rule:
        return [starts_on] if begin == starts_on else []
    start = datetime.combine(begin, time())
    found: list[date] = []
    for moment in rrulestr(rule, dtstart=start):
        if moment.date() > end or len(found) == MOST_UNROLLED:
            break
        found.append(moment.date())
    return found


def zone_of(commune_code: str) -> ZoneInfo:
    """The clock on the wall of a commune, by its INSEE code."""
    return ZoneInfo(ZONES.get(commune_code[:3], "Europe/Paris"))
