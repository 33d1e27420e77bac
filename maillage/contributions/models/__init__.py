from maillage.contributions.models.contributions import Cell, Contribution, Fate
from maillage.contributions.models.processes import Axis, Process, TerritoryTask
from maillage.contributions.models.reports import Block, Report
from maillage.contributions.models.syntheses import (
    Dissent,
    DissentVersion,
    Sentence,
    SentenceSource,
    Synthesis,
)

__all__ = [
    "Axis",
    "Block",
    "Cell",
    "Contribution",
    "Dissent",
    "DissentVersion",
    "Fate",
    "Process",
    "Report",
    "Sentence",
    "SentenceSource",
    "Synthesis",
    "TerritoryTask",
]
