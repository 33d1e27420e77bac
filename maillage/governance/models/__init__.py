from maillage.governance.models.committees import College, Committee, Duty, Occupant, Seat
from maillage.governance.models.decisions import Decision, Tally
from maillage.governance.models.gatherings import (
    AgendaItem,
    Amendment,
    Gathering,
    Minutes,
    Presence,
    Recusal,
)
from maillage.governance.models.mandates import Mandate, MandateVersion, Output, Text, TextVersion

__all__ = [
    "AgendaItem",
    "Amendment",
    "College",
    "Committee",
    "Decision",
    "Duty",
    "Gathering",
    "Mandate",
    "MandateVersion",
    "Minutes",
    "Occupant",
    "Output",
    "Presence",
    "Recusal",
    "Seat",
    "Tally",
    "Text",
    "TextVersion",
]
