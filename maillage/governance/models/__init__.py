from maillage.governance.models.committees import College, Committee, Duty, Occupant, Seat
from maillage.governance.models.convocations import Convocation, OccupantAddress
from maillage.governance.models.decisions import Decision, Tally
from maillage.governance.models.documents import ItemDocument, MinutesDraft
from maillage.governance.models.drafts import DraftImpact, DraftReader, DraftReview, DraftVersion
from maillage.governance.models.ethics import EthicsReferral, ReferralStep
from maillage.governance.models.expenses import Advance, ExpenseClaim, ExpenseLine, Rate, Receipt
from maillage.governance.models.gatherings import (
    AgendaItem,
    Amendment,
    Gathering,
    Minutes,
    Presence,
    Recusal,
)
from maillage.governance.models.letters import MissionLetter
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
from maillage.governance.models.signals import Signal, SignalEcho
from maillage.governance.models.subscriptions import Subscription
from maillage.governance.models.texts import Adherence, TextComment, TextLink

__all__ = [
    "Adherence",
    "Advance",
    "AgendaItem",
    "Amendment",
    "Ballot",
    "College",
    "Committee",
    "Convocation",
    "Decision",
    "DraftImpact",
    "DraftReader",
    "DraftReview",
    "DraftVersion",
    "Duty",
    "EthicsReferral",
    "Evidence",
    "ExpenseClaim",
    "ExpenseLine",
    "Gathering",
    "ItemDocument",
    "ItemRequest",
    "Mandate",
    "MandateVersion",
    "Measure",
    "Minutes",
    "MinutesDraft",
    "MissionLetter",
    "Occupant",
    "OccupantAddress",
    "Output",
    "Plan",
    "Presence",
    "Raising",
    "Rate",
    "Receipt",
    "Recommendation",
    "RecommendedAction",
    "Recusal",
    "ReferralStep",
    "Round",
    "RoundExtension",
    "RoundPoint",
    "RoundReply",
    "Seat",
    "Signal",
    "SignalEcho",
    "Subscription",
    "Tally",
    "Text",
    "TextComment",
    "TextLink",
    "TextVersion",
    "Voice",
]
