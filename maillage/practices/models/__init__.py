from maillage.practices.models.calls import CallAnswer, SheetCall
from maillage.practices.models.evaluations import Evaluation, Finding
from maillage.practices.models.reuses import Reuse
from maillage.practices.models.sheets import Sheet, SheetPoint, SheetVersion

__all__ = [
    "CallAnswer",
    "Evaluation",
    "Finding",
    "Reuse",
    "Sheet",
    "SheetCall",
    "SheetPoint",
    "SheetVersion",
]
