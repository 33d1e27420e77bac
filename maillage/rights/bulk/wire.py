"""PostgreSQL's binary arrays to numpy and back: whole columns travel at once, without one Python object a value.

Only arrays of one dimension, whose elements have one fixed size and are never NULL: a query says with coalesce
what stands for NULL. Layout: PostgreSQL's `array_recv` (dimensions, flags, element type, length, lower bound, then
each element behind its size), big-endian throughout.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.adapt import Dumper
from psycopg.pq import Format

Array = NDArray[Any]
_HEADER = np.dtype([("ndim", ">i4"), ("flags", ">i4"), ("type", ">u4"), ("length", ">i4"), ("lower", ">i4")])


class Sent:
    """One column on its way to PostgreSQL; the subclass says which type of array it is."""

    element_oid = 0
    wire_type = ""

    def __init__(self, values: Array) -> None:
        self.values = values

    def to_bytes(self) -> bytes:
        body = np.empty(len(self.values), dtype=[("size", ">i4"), ("value", self.wire_type)])
        body["size"] = np.dtype(self.wire_type).itemsize
        body["value"] = self.values
        header = np.array([(1, 0, self.element_oid, len(self.values), 1)], dtype=_HEADER)
        return header.tobytes() + body.tobytes()


class Uuids(Sent):
    """Values of dtype S16 (the sixteen bytes of each identifier)."""

    element_oid, wire_type = 2950, "V16"

    def __init__(self, values: Array) -> None:
        super().__init__(np.ascontiguousarray(values).view("V16"))


class Smallints(Sent):
    element_oid, wire_type = 21, ">i2"


class Integers(Sent):
    element_oid, wire_type = 23, ">i4"


class Bigints(Sent):
    element_oid, wire_type = 20, ">i8"


class _SentDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Sent) -> bytes:
        return obj.to_bytes()


def _dumper(array_oid: int) -> type[Dumper]:
    return type("SentDumper", (_SentDumper,), {"oid": array_oid})


_DUMPERS = ((Uuids, 2951), (Smallints, 1005), (Integers, 1007), (Bigints, 1016))


def bulk_cursor(connection: Any) -> psycopg.Cursor[Any]:
    """A cursor on Django's own psycopg connection and transaction, with binary parameters and results."""
    connection.ensure_connection()
    cursor = psycopg.Cursor(connection.connection)
    for kind, array_oid in _DUMPERS:
        cursor.adapters.register_dumper(kind, _dumper(array_oid))
    return cursor


def read_arrays(cursor: psycopg.Cursor[Any], query: str, params: dict[str, Any], *types: str) -> list[Array]:
    """Run a query of one row whose columns are `array_agg`s; `types` are the numpy types of their elements.

    An `array_agg` over nothing is NULL: an empty array. ValueError when an element has not the size of its type.
    """
    cursor.execute(query, params, binary=True)
    result = cursor.pgresult
    assert result is not None
    return [_array(result.get_value(0, column), dtype) for column, dtype in enumerate(types)]


def _array(data: bytes | None, dtype: str) -> Array:
    native = np.dtype(dtype).newbyteorder("=")
    if data is None:
        return np.empty(0, dtype=native)
    body = np.dtype([("size", ">i4"), ("value", dtype)])
    header_size = _HEADER.itemsize if int.from_bytes(data[:4], "big") else 12
    elements = np.frombuffer(data, dtype=body, offset=header_size)
    if len(elements) and (elements["size"] != np.dtype(dtype).itemsize).any():
        raise ValueError(f"an element of this column is not a {dtype}")
    return elements["value"].astype(native)
