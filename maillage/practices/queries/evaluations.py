"""What evaluations and trials of a sheet say, for whoever reads them."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from maillage.permissions import Actor
from maillage.practices.catalogue import criteria
from maillage.practices.models import Evaluation, Finding, Reuse, Sheet


@dataclass(frozen=True)
class Looked:
    """One criterion, and what was seen of it; None when nobody looked."""

    label: str
    finding: Finding | None


def evaluations(actor: Actor) -> QuerySet[Evaluation]:
    told = Prefetch("findings", Finding.objects.visible_to(actor))
    rows = Evaluation.objects.visible_to(actor)
    return rows.select_related("sheet", "structure", "committee", "version").prefetch_related(told)


def of_sheet(actor: Actor, sheet: Sheet) -> list[Evaluation]:
    """Those that anybody reads first; drafts of one's own after."""
    rows = evaluations(actor).filter(sheet=sheet, withdrawn_on=None)
    return sorted(rows, key=lambda one: (one.published_at is None, -one.made_on.toordinal()))


def looked(evaluation: Evaluation) -> list[Looked]:
    """Every criterion of the kind, those no longer offered when they were used."""
    told = {one.criterion: one for one in evaluation.findings.all()}
    listed = criteria(evaluation.kind, ended=True)
    return [Looked(one.label, told.get(one.code)) for one in listed if one.code in told or not one.ended]


def by_its_authors(evaluation: Evaluation, sheet: Sheet) -> bool:
    """Whether those who evaluate are those who carry the sheet."""
    same = evaluation.structure_id is not None and evaluation.structure_id == sheet.structure_id
    return same or (evaluation.committee_id is not None and evaluation.committee_id == sheet.committee_id)


def reuses(actor: Actor) -> QuerySet[Reuse]:
    return Reuse.objects.visible_to(actor).select_related("sheet", "structure", "territory")


def reuses_of(actor: Actor, sheet: Sheet) -> QuerySet[Reuse]:
    return reuses(actor).filter(sheet=sheet, withdrawn_on=None).order_by("-began_on", "-pk")


def waiting_reuses(actor: Actor) -> QuerySet[Reuse]:
    """Trials of one's structure, not published yet."""
    if not actor.at_work:
        return Reuse.objects.none()
    return reuses(actor).filter(structure_id=actor.structure_id or 0, published_at=None, withdrawn_on=None)
