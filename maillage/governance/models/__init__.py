from maillage.governance.models.committees import College, Committee, Duty, Occupant, Seat
from maillage.governance.models.convocations import Convocation, OccupantAddress
from maillage.governance.models.decisions import Decision, Tally
from maillage.governance.models.documents import ItemDocument, MinutesDraft
from maillage.governance.models.gatherings import (
    AgendaItem,
    Amendment,
    Gathering,
    Minutes,
    Presence,
    Recusal,
)
from maillage.governance.models.mandates import Mandate, MandateVersion, Output, Text, TextVersion
from maillage.governance.models.plans import (
    Evidence,
    Measure,
    Plan,
    Raising,
    Recommendation,
    RecommendedAction,
)
from maillage.governance.models.requests import ItemRequest
from maillage.governance.models.rounds import (
    Ballot,
    Round,
    RoundExtension,
    RoundPoint,
    RoundReply,
    Voice,
)

__all__ = [
    "AgendaItem",
    "Amendment",
    "Ballot",
    "College",
    "Committee",
    "Convocation",
    "Decision",
    "Duty",
    "Evidence",
    "Gathering",
    "ItemDocument",
    "ItemRequest",
    "Mandate",
    "MandateVersion",
    "Measure",
    "Minutes",
    "MinutesDraft",
    "Occupant",
    "OccupantAddress",
    "Output",
    "Plan",
    "Presence",
    "Raising",
    "Recommendation",
    "RecommendedAction",
    "Recusal",
    "Round",
    "RoundExtension",
    "RoundPoint",
    "RoundReply",
    "Seat",
    "Tally",
    "Text",
    "TextVersion",
    "Voice",
]
