"""A write that only goes through when nobody wrote in between, and what is shown otherwise."""

from typing import Any, TypeVar

from django.db.models import F, Model

Row = TypeVar("Row", bound=Model)


class Stale(Exception):
    """Somebody else saved in between; `current` is the row as it is now."""

    def __init__(self, current: Any) -> None:
        super().__init__("changed in between")
        self.current = current


def guarded_update(row: Row, version: int, values: dict[str, Any], counter: str = "version") -> None:
    """Write `values` if the row still bears `version`, and count one more; `Stale` otherwise."""
    rows = type(row)._default_manager.filter(pk=row.pk, **{counter: version})
    if not rows.update(**values, **{counter: F(counter) + 1}):
        raise Stale(type(row)._default_manager.get(pk=row.pk))
