from maillage.directory.models.base import Source
from maillage.directory.models.ground import (
    Attendance,
    Availability,
    Closure,
    OutreachSession,
    Presence,
    ReceptionCount,
    SessionChange,
)
from maillage.directory.models.lines import DirectLine, NotebookLine
from maillage.directory.models.links import Door, Link, LinkInsight
from maillage.directory.models.offers import Service
from maillage.directory.models.quality import ErrorReport, ReviewRequest, Verification
from maillage.directory.models.structures import Structure, StructureKind
from maillage.directory.models.territories import Territory, TerritoryVintage

__all__ = [
    "Attendance",
    "Availability",
    "Closure",
    "DirectLine",
    "Door",
    "ErrorReport",
    "Link",
    "LinkInsight",
    "NotebookLine",
    "OutreachSession",
    "Presence",
    "ReceptionCount",
    "ReviewRequest",
    "Service",
    "SessionChange",
    "Source",
    "Structure",
    "StructureKind",
    "Territory",
    "TerritoryVintage",
    "Verification",
]
