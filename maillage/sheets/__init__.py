"""Household files: reading and writing XLSX, CSV and JSON.

Codes and units: docs/reference/household-facts.md.
"""

from maillage.sheets.cells import Cell, CellError, CommuneCheck, Reader
from maillage.sheets.columns import BY_CODE, CATALOGUE, Column, Kind, Scope
from maillage.sheets.households import read_households
from maillage.sheets.mapping import code_for, split_code, suggest_mapping
from maillage.sheets.reading import open_table
from maillage.sheets.records import BudgetRecord, HouseholdRecord, LineError, LineWarning, MemberRecord
from maillage.sheets.table import FileError, Limits, Row, Table
from maillage.sheets.template import write_template
from maillage.sheets.writing import neutralise, write_households, write_report, write_table

__all__ = [
    "BY_CODE",
    "CATALOGUE",
    "BudgetRecord",
    "Cell",
    "CellError",
    "Column",
    "CommuneCheck",
    "FileError",
    "HouseholdRecord",
    "Kind",
    "Limits",
    "LineError",
    "LineWarning",
    "MemberRecord",
    "Reader",
    "Row",
    "Scope",
    "Table",
    "code_for",
    "neutralise",
    "open_table",
    "read_households",
    "split_code",
    "suggest_mapping",
    "write_households",
    "write_report",
    "write_table",
    "write_template",
]
