"""A record being read, and what is known of places."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from maillage.directory.exchange.records import Record
from maillage.directory.rules import CommuneReading


class CommunePoint(NamedTuple):
    pk: int
    name: str
    departement: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True)
class Places:
    """What a run reads once: communes of today by code and by every name they bear or bore (folded), codes of wider
    territories, kinds of structure by code.

    `read_communes`: texts typed for communes → what each was taken for.
    """

    communes: dict[str, CommunePoint]
    by_name: dict[str, list[str]]
    epci: frozenset[str]
    departements: frozenset[str]
    regions: dict[str, list[str]]
    kinds: dict[str, int]
    kind_labels: dict[str, str]
    read_communes: Callable[[Iterable[str]], dict[str, CommuneReading]]


class Checked(NamedTuple):
    """`payload`: columns of the model → JSON values; empty when refused. `code`: the card's identifier in its source."""

    line: int
    kind: str
    code: str
    structure_code: str
    payload: dict[str, Any]
    remarks: list[str]
    refusal: str


@dataclass
class Card:
    """A record being read: what it tells, what has been understood, what is said of it."""

    record: Record
    places: Places
    communes: dict[str, CommuneReading]
    payload: dict[str, Any] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        value = self.record.values.get(name)
        return (
            "" if value is None or isinstance(value, list | dict) else str(value).replace("\x00", "").strip()
        )

    def listed(self, name: str) -> list[str]:
        value = self.record.values.get(name)
        parts = value if isinstance(value, list) else re.split(r"[,;|]", str(value or ""))
        return [text for part in parts if (text := str(part).strip())]

    def say(self, name: str, sentence: str) -> None:
        self.remarks.append(f"{name}\u00a0: {sentence}")
