from maillage.directory.models.base import Source
from maillage.directory.models.diagnosis import Contribution, Diagnosis, DiagnosisVersion, Signature
from maillage.directory.models.ground import (
    Attendance,
    Availability,
    Closure,
    OutreachSession,
    Presence,
    ReceptionCount,
    SessionChange,
)
from maillage.directory.models.imports import DirectoryImport, ImportLine
from maillage.directory.models.judgement import Merge, ServiceJudgement, StructureJudgement
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
    "Contribution",
    "Diagnosis",
    "DiagnosisVersion",
    "DirectLine",
    "DirectoryImport",
    "Door",
    "ErrorReport",
    "ImportLine",
    "Link",
    "LinkInsight",
    "Merge",
    "NotebookLine",
    "OutreachSession",
    "Presence",
    "ReceptionCount",
    "ReviewRequest",
    "Service",
    "ServiceJudgement",
    "SessionChange",
    "Signature",
    "Source",
    "Structure",
    "StructureJudgement",
    "StructureKind",
    "Territory",
    "TerritoryVintage",
    "Verification",
]
