from maillage.governance.queries.committees import (
    committees,
    duties,
    members_on,
    mine,
    seats_of,
    standing,
)
from maillage.governance.queries.decisions import DECISION_LINKS, all_followed, decisions, followed
from maillage.governance.queries.gatherings import (
    GATHERING_LINKS,
    agenda,
    coming,
    gatherings,
    next_gathering,
    open_tracks,
    own_seat,
    present_counts,
    stepped_aside,
)
from maillage.governance.queries.mandates import giver, standings, workers

__all__ = [
    "DECISION_LINKS",
    "GATHERING_LINKS",
    "agenda",
    "all_followed",
    "coming",
    "committees",
    "decisions",
    "duties",
    "followed",
    "gatherings",
    "giver",
    "members_on",
    "mine",
    "next_gathering",
    "open_tracks",
    "own_seat",
    "present_counts",
    "seats_of",
    "standing",
    "standings",
    "stepped_aside",
    "workers",
]
