"""Row security and row history, declared in `Meta.constraints` beside the other invariants of a table."""

from typing import Any

from django.db.models import BaseConstraint


class _TableStatement(BaseConstraint):
    """A constraint made of statements run after the table exists; nothing inside CREATE TABLE."""

    def constraint_sql(self, model: Any, schema_editor: Any) -> None:  # type: ignore[override]
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        raise NotImplementedError

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: Any = None) -> None:
        """The database checks it on every statement; there is nothing to ask beforehand."""


class RowSecurity(_TableStatement):
    """Row level security of a table: which rows exist for the actor that PostgreSQL was told.

    `visible` is an SQL condition on the row, for every command; `insert` widens what may be written new
    (a person nobody follows yet); `own` is what the accompanied person reads of it, without writing.
    Keep subqueries uncorrelated, `x IN (SELECT …)`: they run once and are hashed.
    """

    def __init__(self, *, name: str, visible: str, insert: str = "", own: str = "") -> None:
        super().__init__(name=name)
        self.visible, self.insert, self.own = visible, insert, own

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        statements = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY {self.name} ON {table} FOR ALL USING ({self.visible})",
        ]
        if self.insert:
            statements.append(
                f"CREATE POLICY {self.name}_insert ON {table} FOR INSERT WITH CHECK ({self.insert})"
            )
        if self.own:
            statements.append(f"CREATE POLICY {self.name}_own ON {table} FOR SELECT USING ({self.own})")
        return "; ".join(statements)

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        return (
            f"DROP POLICY {self.name} ON {table}; DROP POLICY IF EXISTS {self.name}_insert ON {table}; "
            f"DROP POLICY IF EXISTS {self.name}_own ON {table}; "
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
        )

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        kwargs["visible"] = self.visible
        kwargs |= {name: told for name in ("insert", "own") if (told := getattr(self, name))}
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RowSecurity):
            return NotImplemented
        mine, theirs = ((one.name, one.visible, one.insert, one.own) for one in (self, other))
        return mine == theirs

    __hash__ = BaseConstraint.__hash__


class RowHistory(_TableStatement):
    """Keep the former version of every row changed or deleted, bulk statements included (table audit_rowversion)."""

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        return "; ".join(
            f"CREATE TRIGGER {self.name}_{event.lower()} AFTER {event} ON {table}"
            " REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION audit_keep_former()"
            for event in ("UPDATE", "DELETE")
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        return f"DROP TRIGGER {self.name}_update ON {table}; DROP TRIGGER {self.name}_delete ON {table}"

    def __eq__(self, other: object) -> bool:
        return self.name == other.name if isinstance(other, RowHistory) else NotImplemented

    __hash__ = BaseConstraint.__hash__
