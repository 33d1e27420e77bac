from maillage.governance.models.committees import College, Committee, Duty, Occupant, Seat
from maillage.governance.models.decisions import Decision, Tally
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
from maillage.governance.models.signals import Signal, SignalEcho
from maillage.governance.models.subscriptions import Subscription
from maillage.governance.models.texts import Adherence, TextComment, TextLink

__all__ = [
    "Adherence",
    "Advance",
    "AgendaItem",
    "Amendment",
    "College",
    "Committee",
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
    "Mandate",
    "MandateVersion",
    "Measure",
    "Minutes",
    "MissionLetter",
    "Occupant",
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
    "Seat",
    "Signal",
    "SignalEcho",
    "Subscription",
    "Tally",
    "Text",
    "TextComment",
    "TextLink",
    "TextVersion",
]
