"""Write a household's budget, month by month."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from maillage.audit.actions import record
from maillage.clocks.months import shift
from maillage.people.actions.guard import guarded_update
from maillage.people.enums import Certainty
from maillage.people.models import BudgetLine, Household
from maillage.people.rules import at_work, check_can_compose
from maillage.permissions import Actor


@dataclass(frozen=True)
class Cell:
    """One box of the budget page. `certainty` "" clears it: nothing is said any more."""

    person_id: UUID
    month: date
    kind: str
    certainty: str
    amount: Decimal | None
    source: str

    @property
    def key(self) -> tuple[UUID, date, str]:
        return self.person_id, self.month, self.kind


@transaction.atomic
def write_budget(*, by: Actor, household: Household, version: int, cells: list[Cell]) -> int:
    """Write the changed boxes, clear the emptied ones; returns how many. `Stale` when somebody saved in between."""
    check_can_compose(by)
    guarded_update(household, version, {}, counter="budget_version")
    _clear(household, [cell for cell in cells if not cell.certainty])
    written = [_line(by, household, cell) for cell in cells if cell.certainty]
    BudgetLine.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["household", "person", "month", "kind"],
        update_fields=["amount", "certainty", "source", "entered_by", "entered_at"],
    )
    record(by, "write_budget", household, cells=len(cells))
    return len(cells)


def _clear(household: Household, cells: list[Cell]) -> None:
    condition = Q(pk__in=[])
    for cell in cells:
        condition |= Q(person_id=cell.person_id, month=cell.month, kind=cell.kind)
    if cells:
        BudgetLine.objects.filter(condition, household=household).delete()


def _line(by: Actor, household: Household, cell: Cell) -> BudgetLine:
    return BudgetLine(
        household=household,
        person_id=cell.person_id,
        month=cell.month,
        kind=cell.kind,
        amount=None if cell.certainty == Certainty.UNKNOWN else cell.amount,
        certainty=cell.certainty,
        source=cell.source,
        entered_by_id=at_work(by)[0],
        entered_at=timezone.now(),
    )


@transaction.atomic
def copy_month(*, by: Actor, household: Household, month: date) -> int:
    """Carry a month's lines over to the next one, where nothing is said yet, as estimates; returns how many."""
    check_can_compose(by)
    target = shift(month, 1)
    said = set(household.budget_lines.filter(month=target).values_list("person_id", "kind"))
    lines = [
        line for line in household.budget_lines.filter(month=month) if (line.person_id, line.kind) not in said
    ]
    cells = [
        Cell(line.person_id, target, line.kind, _carried(line.certainty), line.amount, line.source)
        for line in lines
    ]
    version = Household.objects.values_list("budget_version", flat=True).get(pk=household.pk)
    return write_budget(by=by, household=household, version=version, cells=cells) if cells else 0


def _carried(certainty: str) -> str:
    """An amount known for a month is only likely for the next."""
    return Certainty.ESTIMATED if certainty == Certainty.KNOWN else certainty
