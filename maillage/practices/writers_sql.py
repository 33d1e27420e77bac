"""Three restrictive policies a table of practices: who inserts, which rows change and into what, which ones go."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

NOBODY = "false"
COMMANDS = ("insert", "update", "delete")


class Writers(NamedTuple):
    """Conditions in SQL. `after`: what a changed row must be; as `changes` unless it is told."""

    inserts: str
    changes: str = NOBODY
    after: str | None = None
    goes: str = NOBODY


def policies(writers: Mapping[str, Writers]) -> str:
    """By table, without the prefix of practices."""
    return "".join(_policies_of(f"practices_{table}", told) for table, told in writers.items())


def _policies_of(name: str, told: Writers) -> str:
    after = told.changes if told.after is None else told.after
    return (
        f"CREATE POLICY {name}_w_insert ON {name} AS RESTRICTIVE FOR INSERT WITH CHECK ({told.inserts});"
        f"CREATE POLICY {name}_w_update ON {name} AS RESTRICTIVE FOR UPDATE USING ({told.changes}) WITH CHECK ({after});"
        f"CREATE POLICY {name}_w_delete ON {name} AS RESTRICTIVE FOR DELETE USING ({told.goes});"
    )


def no_policies(tables: Iterable[str]) -> str:
    return "".join(
        f"DROP POLICY practices_{table}_w_{command} ON practices_{table};"
        for table in tables
        for command in COMMANDS
    )
