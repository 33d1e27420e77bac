"""Three restrictive policies a table: who inserts, which rows change and into what, which ones go. As governance's."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

COMMANDS = ("insert", "update", "delete")


class Writers(NamedTuple):
    """Conditions in SQL. `after`: what a changed row must be; as `changes` unless it is told."""

    inserts: str
    changes: str = "false"
    after: str | None = None
    goes: str = "false"


def policies(writers: Mapping[str, Writers]) -> str:
    return "".join(_policies_of(f"contributions_{table}", told) for table, told in writers.items())


def _policies_of(name: str, told: Writers) -> str:
    after = told.changes if told.after is None else told.after
    return (
        f"CREATE POLICY {name}_w_insert ON {name} AS RESTRICTIVE FOR INSERT WITH CHECK ({told.inserts});"
        f"CREATE POLICY {name}_w_update ON {name} AS RESTRICTIVE FOR UPDATE USING ({told.changes}) WITH CHECK ({after});"
        f"CREATE POLICY {name}_w_delete ON {name} AS RESTRICTIVE FOR DELETE USING ({told.goes});"
    )


def no_policies(tables: Iterable[str]) -> str:
    return "".join(
        f"DROP POLICY contributions_{table}_w_{command} ON contributions_{table};"
        for table in tables
        for command in COMMANDS
    )
