from maillage.governance.queries.committees import (
    committees,
    duties,
    members_on,
    mine,
    seats_of,
    standing,
    terms_ending,
)
from maillage.governance.queries.decisions import all_followed, decisions, followed
from maillage.governance.queries.gatherings import (
    GATHERING_LINKS,
    agenda,
    coming,
    gatherings,
    in_the_feed,
    next_gathering,
    open_tracks,
    own_seat,
    present_counts,
    stepped_aside,
)
from maillage.governance.queries.mandates import giver, standings, workers

__all__ = [
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
    "in_the_feed",
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
    "terms_ending",
    "workers",
]
