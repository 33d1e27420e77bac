"""Months as integers: `202608` outside (YYYYMM), a serial number (year × 12 + month − 1) for computing."""

from __future__ import annotations

import re

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")


def month_number(month: str) -> int:
    """'2026-08' → 202608; raises ValueError with a French sentence otherwise."""
    match = _MONTH.match(month)
    if not match:
        raise ValueError(
            f"« {month} » n'est pas un mois : écrivez l'année puis le mois, par exemple 2026-11."
        )
    return int(match[1]) * 100 + int(match[2])


def serial(number: int) -> int:
    return number // 100 * 12 + number % 100 - 1


def label(serial_month: int) -> str:
    """Serial month → '2026-08'."""
    return f"{serial_month // 12:04d}-{serial_month % 12 + 1:02d}"
