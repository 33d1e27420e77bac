from maillage.conditions.models.arrivals import Arrival, ArrivalPlan, ArrivalStep, Feedback
from maillage.conditions.models.care import Alert, AlertReply, Expertise, Proposal
from maillage.conditions.models.posts import CareerPeriod, JobVersion
from maillage.conditions.models.times import Analysis, Presence, TimePlan, WeekTime

__all__ = [
    "Alert",
    "AlertReply",
    "Analysis",
    "Arrival",
    "ArrivalPlan",
    "ArrivalStep",
    "CareerPeriod",
    "Expertise",
    "Feedback",
    "JobVersion",
    "Presence",
    "Proposal",
    "TimePlan",
    "WeekTime",
]
