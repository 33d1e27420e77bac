"""What each file of an export holds: its tables and columns in French, read from the models and the database."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import psycopg
from django.apps import apps
from django.db.models import Field, ForeignKey, Model, UUIDField
from psycopg import sql

from maillage.config.backups.inventory import WITHOUT_ROWS, tables
from maillage.vault.fields import SealedText

Connection = psycopg.Connection[Any]
LEFT_OUT = {
    "public.vault_datakey": "clés qui ouvrent les textes scellés, écrits ici en clair",
    "public.mfa_authenticator": "secrets de la double authentification",
    "public.account_emailconfirmation": "clés de confirmation d’adresses",
    "public.placements_seed": "graines des tirages, secrètes jusqu’à la clôture des vœux",
    "public.django_session": "sessions ouvertes",
    "public.accounts_cache": "compteurs d’essais",
    "maillage_private.context_key": "clé qui signe qui agit",
}
"""Tables that are of no use elsewhere and would let somebody in here."""
HISTORY = "public.audit_rowversion"
"""Former rows as JSON, in `former`: what is withheld of a table is withheld of its former rows too."""
SECRETS = {("accounts_user", "password")}
_LINKS = ("key", "link", "link_key", "open_key", "token")
COLUMNS = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
FROM pg_catalog.pg_attribute a WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
assert set(WITHOUT_ROWS) <= set(LEFT_OUT)


class Column(NamedTuple):
    name: str
    kind: str
    required: bool
    field: "Field[Any, Any] | None"
    table: str

    @property
    def sealed(self) -> bool:
        return isinstance(self.field, SealedText)

    @property
    def secret(self) -> bool:
        """What signs in, or opens a page without an account."""
        link = isinstance(self.field, UUIDField) and not self.field.primary_key and self.name in _LINKS
        return link or (self.table, self.name) in SECRETS

    @property
    def told(self) -> dict[str, Any]:
        said = {"type": "texte" if self.sealed else self.kind, "obligatoire": self.required}
        return said | (_words(self.field) if self.field else {})


class Table(NamedTuple):
    """`name`: with its schema, as in PostgreSQL. `columns`: those that are written."""

    name: str
    model: type[Model] | None
    columns: tuple[Column, ...]
    withheld: tuple[str, ...]

    @property
    def identifier(self) -> sql.Identifier:
        return sql.Identifier(*self.name.split(".", 1))

    @property
    def place(self) -> str:
        return self.name.split(".", 1)[1]

    @property
    def sealed(self) -> tuple[Column, ...]:
        return tuple(one for one in self.columns if one.sealed)

    @property
    def key(self) -> tuple[Column, ...]:
        """Of a table with sealed texts: what they are bound to."""
        return tuple(one for one in self.columns if self.sealed and one.field and one.field.primary_key)

    @property
    def file(self) -> str:
        return f"tables/{self.name.removeprefix('public.')}.jsonl"

    @property
    def told(self) -> dict[str, Any]:
        title = str(self.model._meta.verbose_name) if self.model else self.name
        said = {"libelle": title, "colonnes": {one.name: one.told for one in self.columns}}
        return said | ({"colonnes_ecartees": list(self.withheld)} if self.withheld else {})


def withheld(tables: list[Table]) -> dict[str, list[str]]:
    """Table, without its schema → its columns that are not written."""
    return {one.place: list(one.withheld) for one in tables if one.withheld}


def exported(connection: Connection) -> list[Table]:
    """Every table but those that are left out, whatever made it."""
    models = {f"public.{model._meta.db_table}": model for model in apps.get_models(include_auto_created=True)}
    names = (name for name in tables(connection) if name not in LEFT_OUT)
    return [_table(connection, name, models.get(name)) for name in names]


def _table(connection: Connection, name: str, model: type[Model] | None) -> Table:
    columns = tuple(_columns(connection, name, model))
    kept = tuple(one for one in columns if not one.secret)
    return Table(name, model, kept, tuple(one.name for one in columns if one.secret))


def _columns(connection: Connection, name: str, model: type[Model] | None) -> Iterator[Column]:
    fields = {field.column: field for field in model._meta.concrete_fields} if model else {}
    schema, table = name.split(".", 1)
    quoted = sql.Identifier(schema, table).as_string(connection)
    for column, kind, required in connection.execute(COLUMNS, [quoted]):
        yield Column(column, kind, required, fields.get(column), table)


def _words(field: "Field[Any, Any]") -> dict[str, Any]:
    said: dict[str, Any] = {"libelle": str(field.verbose_name)}
    if field.help_text:
        said["aide"] = str(field.help_text)
    if field.flatchoices:
        said["valeurs"] = {str(value): str(label) for value, label in field.flatchoices}
    if isinstance(field, ForeignKey):
        target = field.target_field
        said["renvoie_a"] = f"{target.model._meta.db_table}.{target.column}"
    return said
