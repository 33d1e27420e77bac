"""Three restrictive policies a table: who inserts, which rows change and into what, which ones go."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

NOBODY = "false"
COMMANDS = ("insert", "update", "delete")


class Writers(NamedTuple):
    """Conditions in SQL, on the former row and on what it becomes."""

    inserts: str = NOBODY
    changes: str = NOBODY
    goes: str = NOBODY


def policies(writers: Mapping[str, Writers]) -> str:
    """By table, without the prefix of the context."""
    return "".join(_policies_of(f"consultations_{table}", told) for table, told in writers.items())


def _policies_of(name: str, told: Writers) -> str:
    return (
        f"CREATE POLICY {name}_w_insert ON {name} AS RESTRICTIVE FOR INSERT WITH CHECK ({told.inserts});"
        f"CREATE POLICY {name}_w_update ON {name} AS RESTRICTIVE FOR UPDATE USING ({told.changes}) WITH CHECK ({told.changes});"
        f"CREATE POLICY {name}_w_delete ON {name} AS RESTRICTIVE FOR DELETE USING ({told.goes});"
    )


def no_policies(tables: Iterable[str]) -> str:
    return "".join(
        f"DROP POLICY consultations_{table}_w_{command} ON consultations_{table};"
        for table in tables
        for command in COMMANDS
    )
