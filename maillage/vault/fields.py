"""A text column kept sealed: read and written as text in Python, bytes in the database and in every copy of it."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from maillage.vault.sealing import keys_of, seal, unseal

Row = TypeVar("Row", bound=models.Model)


class SealedAttribute(DeferredAttribute):
    """Opened when it is first read, so that a list that doesn't show it doesn't pay for it."""

    field: "SealedText"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is None or not isinstance(value, bytes | memoryview):
            return value
        text = unseal(bytes(value), place=self.field.place(instance), using=instance._state.db or "default")
        self.__set__(instance, text)
        return text

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedText(models.BinaryField):  # type: ignore[type-arg]
    """Text under the key of the person that the row's `owner` attribute names; "" is kept as an empty value.

    Written by `save` and `bulk_create`; never searched, sorted or compared by the database.
    """

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, owner: str = "person_id", **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "editable": True})
        self.owner = owner

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({} if self.owner == "person_id" else {"owner": self.owner})

    def get_default(self) -> Any:
        return super().get_default() or ""

    def place(self, instance: Any) -> str:
        return f"{instance._meta.db_table}.{self.column}:{instance.pk}"

    def pre_save(self, instance: Any, add: bool) -> bytes:
        text = getattr(instance, self.attname) or ""
        owner = getattr(instance, self.owner)
        return seal(text, owner=owner, place=self.place(instance), using=instance._state.db or "default")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            raise TypeError(f"{self.name} is sealed row by row: save the row instead of updating a query.")
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        return None


def open_together(rows: list[Row]) -> list[Row]:
    """Open every sealed text of these rows with one query for all their keys; of any models, from one database."""
    sealed = [(row, field, value) for row in rows for field, value in _still_sealed(row)]
    keys = keys_of((value for _, _, value in sealed), using=rows[0]._state.db or "default") if sealed else {}
    for row, field, value in sealed:
        row.__dict__[field.attname] = unseal(value, place=field.place(row), keys=keys)
    return rows


def _still_sealed(row: Any) -> Iterator[tuple[SealedText, bytes]]:
    for field in row._meta.concrete_fields:
        value = row.__dict__.get(field.attname)
        if isinstance(field, SealedText) and isinstance(value, bytes | memoryview):
            yield field, bytes(value)
