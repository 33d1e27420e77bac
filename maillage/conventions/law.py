"""The figures of `pack/law.yaml`: dated, with their source."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

import yaml

PACK = Path(__file__).parent / "pack" / "law.yaml"
SHARE = Decimal("0.15")
CENT = Decimal("0.01")


class Dated(Protocol):
    @property
    def starts_on(self) -> date: ...


Row = TypeVar("Row", bound=Dated)


@dataclass(frozen=True)
class Rate:
    """The hourly ceiling of social security, in euros; `minimum` is what an hour of placement is worth at least."""

    starts_on: date
    ceiling: Decimal
    source: str
    check: bool = False

    @property
    def minimum(self) -> Decimal:
        return (self.ceiling * SHARE).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Limits:
    """In hours at one host in a teaching year; `tutor_load`: conventions that one tutor follows at once."""

    starts_on: date
    gratified_above: Decimal
    at_most: Decimal
    tutor_load: int
    source: str
    check: bool = False


@dataclass(frozen=True)
class QuotaRule:
    starts_on: date
    small_under: int
    small: int
    percent: Decimal
    source: str
    check: bool = False


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    return told


@cache
def rates() -> tuple[Rate, ...]:
    return tuple(Rate(**{**row, "ceiling": Decimal(row["ceiling"])}) for row in _told()["rates"])


@cache
def limits() -> tuple[Limits, ...]:
    hours = ("gratified_above", "at_most")
    rows = ({**row, **{name: Decimal(row[name]) for name in hours}} for row in _told()["limits"])
    return tuple(Limits(**row) for row in rows)


@cache
def quotas() -> tuple[QuotaRule, ...]:
    return tuple(QuotaRule(**{**row, "percent": Decimal(row["percent"])}) for row in _told()["quotas"])


def referents(diploma_code: str) -> tuple[str, ...]:
    """A professional referent of this course holds one of these diplomas; none: no condition is known."""
    return tuple(_told()["referents"].get(diploma_code, ()))


def on(rows: tuple[Row, ...], day: date) -> Row:
    """The row that is true that day; the oldest before them all."""
    return next((one for one in reversed(rows) if one.starts_on <= day), rows[0])
