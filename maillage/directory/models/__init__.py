from maillage.directory.models.base import Source
from maillage.directory.models.imports import DirectoryImport, ImportLine
from maillage.directory.models.lines import DirectLine, NotebookLine
from maillage.directory.models.offers import Service
from maillage.directory.models.quality import ErrorReport, ReviewRequest, Verification
from maillage.directory.models.structures import Structure, StructureKind
from maillage.directory.models.territories import Territory, TerritoryVintage

__all__ = [
    "DirectLine",
    "DirectoryImport",
    "ErrorReport",
    "ImportLine",
    "NotebookLine",
    "ReviewRequest",
    "Service",
    "Source",
    "Structure",
    "StructureKind",
    "Territory",
    "TerritoryVintage",
    "Verification",
]
