"""Imports as their pages show them: where each is, what is said of its lines."""

from django.db.models import QuerySet

from maillage.directory.enums import LineOutcome
from maillage.directory.models import DirectoryImport, ImportLine
from maillage.permissions import Actor

REMARKED, ALL = "remarked", "all"


def imports(actor: Actor) -> QuerySet[DirectoryImport]:
    return DirectoryImport.objects.visible_to(actor).select_related("source")


def lines(file: DirectoryImport, shown: str) -> QuerySet[ImportLine]:
    """Those of one outcome, those that something is said of, or all; in the order of the file."""
    rows = ImportLine.objects.filter(file=file).order_by("line", "pk")
    if shown == REMARKED:
        return rows.exclude(remarks=[])
    return rows.filter(outcome=shown) if shown in LineOutcome.values else rows


def left_by_undo(file: DirectoryImport) -> QuerySet[ImportLine]:
    """Cards that somebody changed since, or that something hangs on."""
    written = (LineOutcome.CREATED, LineOutcome.UPDATED, LineOutcome.BACK, LineOutcome.GONE)
    return ImportLine.objects.filter(file=file, outcome__in=written, undone=False).order_by("line", "pk")
