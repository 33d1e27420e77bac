from maillage.governance.models.committees import College, Committee, Duty, Occupant, Seat
from maillage.governance.models.decisions import Decision, Tally
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

__all__ = [
    "Advance",
    "AgendaItem",
    "Amendment",
    "College",
    "Committee",
    "Decision",
    "Duty",
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
    "Seat",
    "Tally",
    "Text",
    "TextVersion",
]
