"""The catalogue of the columns of a household file, in the order of the template."""

from collections.abc import Mapping

from maillage.sheets.budget_columns import BUDGET_COLUMNS
from maillage.sheets.kinds import Column, Kind, Scope
from maillage.sheets.person_columns import PERSON_COLUMNS

__all__ = ["BY_CODE", "CATALOGUE", "Column", "Kind", "Scope"]

CATALOGUE: tuple[Column, ...] = (*PERSON_COLUMNS, *BUDGET_COLUMNS)
BY_CODE: Mapping[str, Column] = {column.code: column for column in CATALOGUE}
