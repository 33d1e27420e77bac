"""One household of a block, as the object that the engine explains."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import numpy as np

from maillage.rights.bulk.reading import Block
from maillage.rights.engine import KINDS, BudgetLine, Columns, Household, Member
from maillage.rights.engine.situation import ACTIVITIES, HOUSING, NATIONALITIES, ROLES, UNIONS

_FLAGS = (
    "unfit_for_work", "pregnant", "shared_custody", "in_school", "ass_entitled", "taxed_alone", "scholarship",
)  # fmt: skip


def situation(block: Block) -> Household:
    """The first household; its ref and its members' refs are their identifiers."""
    columns = block.columns
    refs = [str(UUID(bytes=bytes(person).ljust(16, b"\0"))) for person in block.persons]
    return Household(
        ref=str(UUID(bytes=bytes(block.ids[0]).ljust(16, b"\0"))),
        members=tuple(_member(columns, row, refs[row]) for row in range(len(columns.role))),
        budget=tuple(_line(columns, row, refs) for row in range(len(columns.line_kind))),
        commune=columns.commune[0].decode() or None,
        housing=_code(HOUSING, columns.housing[0]),
        rent=_number(columns.rent[0]),
        flat_share=_flag(columns.flat_share[0]),
        union=_code(UNIONS, columns.union[0]),
        reference_income=_number(columns.reference_income[0]),
    )


def _member(columns: Columns, row: int, ref: str) -> Member:
    born = columns.birth_date[row]
    level = int(columns.dependency_level[row])
    flags: dict[str, Any] = {name: _flag(getattr(columns, name)[row]) for name in _FLAGS}
    return Member(
        ref=ref,
        role=ROLES[columns.role[row]],
        birth_date=None if np.isnat(born) else born.item(),
        activity=_code(ACTIVITIES, columns.activity[row]),
        disability_rate=_number(columns.disability_rate[row]),
        nationality=_code(NATIONALITIES, columns.nationality[row]),
        permit_years=_number(columns.permit_years[row]),
        dependency_level=None if level < 0 else level,
        **flags,
    )


def _line(columns: Columns, row: int, refs: list[str]) -> BudgetLine:
    month, amount = int(columns.line_month[row]), _number(columns.line_amount[row])
    certainty = "unknown" if amount is None else "known"
    kind = KINDS[columns.line_kind[row]]
    return BudgetLine(
        refs[columns.line_member[row]], f"{month // 100}-{month % 100:02d}", kind, amount, certainty
    )


def _code(codes: tuple[str, ...], position: Any) -> str | None:
    return None if position < 0 else codes[position]


def _flag(value: Any) -> bool | None:
    return None if value < 0 else bool(value)


def _number(value: Any) -> float | None:
    return None if np.isnan(value) else round(float(value), 2)
