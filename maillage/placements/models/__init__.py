from maillage.placements.models.letters import Letter
from maillage.placements.models.rounds import BY_ARBITRATION, Arbitration, Placement, Run, Trace
from maillage.placements.models.seats import MOST_SEATS, Host, Immersion, Seat
from maillage.placements.models.sessions import Cohort, Period, School, Seed, Session
from maillage.placements.models.students import Candidate, Impossibility, Priority, WishList

__all__ = [
    "BY_ARBITRATION",
    "MOST_SEATS",
    "Arbitration",
    "Candidate",
    "Cohort",
    "Host",
    "Immersion",
    "Impossibility",
    "Letter",
    "Period",
    "Placement",
    "Priority",
    "Run",
    "School",
    "Seat",
    "Seed",
    "Session",
    "Trace",
    "WishList",
]
