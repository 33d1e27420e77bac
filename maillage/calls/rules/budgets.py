"""A budget as people type it, one line each: « Salaire : 12 000 ». Plain values."""

import re
from decimal import Decimal

LINE = re.compile(
    r"^(?P<label>.*?\S)\s*[:;=\t]\s*(?P<amount>[0-9][0-9\s\u00a0\u202f.]*(?:,[0-9]{1,2})?)\s*€?$"
)
MOST_LINES = 60


def read_budget(text: str) -> tuple[list[tuple[str, Decimal]], list[str]]:
    """Its lines, and those that nobody can read."""
    lines, unread = [], []
    for line in text.splitlines():
        if not line.strip():
            continue
        found = LINE.match(line.strip())
        if found:
            lines.append((found["label"], _amount(found["amount"])))
        else:
            unread.append(line.strip())
    return lines, unread


def _amount(text: str) -> Decimal:
    compact = re.sub(r"[\s\u00a0\u202f.]", "", text).replace(",", ".")
    return Decimal(compact)


def total(lines: list[tuple[str, Decimal]]) -> Decimal:
    return sum((amount for _, amount in lines), Decimal("0"))
