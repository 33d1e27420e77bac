"""The rates of `pack/reimbursement_rates.yaml`: dated, with their source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PACK = Path(__file__).parent / "pack" / "reimbursement_rates.yaml"


@dataclass(frozen=True)
class PublicRate:
    kind: str
    amount: Decimal
    unit: str
    starts_on: date
    source: str
    decided_by: str
    check: bool = False


@cache
def public_rates() -> tuple[PublicRate, ...]:
    """The oldest first."""
    told: dict[str, Any] = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    rows = [PublicRate(**{**row, "amount": Decimal(row["amount"])}) for row in told["rates"]]
    return tuple(sorted(rows, key=lambda row: row.starts_on))


def public_rate_on(kind: str, day: date) -> PublicRate | None:
    return next((one for one in reversed(public_rates()) if one.kind == kind and one.starts_on <= day), None)
