"""A budget as people type it, one line each: « Salaire : 12 000 ». Plain values."""

import re
from decimal import Decimal

AMOUNT = re.compile(r"[0-9]{1,9}(?:,[0-9]{1,2})?")
MOST_LINES, LONGEST = 60, 300


def read_budget(text: str) -> tuple[list[tuple[str, Decimal]], list[str]]:
    """Its lines, and those that nobody can read."""
    lines, unread = [], []
    for line in text.splitlines():
        told = line.strip()
        if not told:
            continue
        label, amount = _cut(told)
        if label and amount is not None and len(told) <= LONGEST:
            lines.append((label, amount))
        else:
            unread.append(told[:LONGEST])
    return lines, unread


def _cut(line: str) -> tuple[str, Decimal | None]:
    """At its last sign that separates."""
    at = max(line.rfind(sign) for sign in ":;=\t")
    compact = "".join(line[at + 1 :].removesuffix("€").replace(".", "").split())
    found = AMOUNT.fullmatch(compact) if at > 0 else None
    return " ".join(line[:at].split()), Decimal(compact.replace(",", ".")) if found else None


def total(lines: list[tuple[str, Decimal]]) -> Decimal:
    return sum((amount for _, amount in lines), Decimal("0"))
