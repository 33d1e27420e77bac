"""The engine, with its shortcuts, against OpenFisca asked directly about the same facts, household by household."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from maillage.rights.engine import screen

from .direct import amounts
from .situations import household

UNUSUAL: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "unusual.yaml").read_text())
NAMES = [one["name"] for one in UNUSUAL]
MONTHS = ("2025-01", "2025-06", "2026-01", "2026-12")
OURS = {
    # the law says more than the package can be told
    (
        "kid 16 not in school",
        "ars",
    ): "no school allowance from 16 on for who has left school (CSS art. L543-1)",
    # born after the month asked: the package pays for a child to come
    ("lone parent of a baby", "paje"): "the base allowance begins with the birth (CSS art. L531-3)",
}


@pytest.mark.parametrize("month", MONTHS)
def test_same_answer_as_openfisca_asked_directly(month):
    households = [household(one | {"month": month}) for one in UNUSUAL]
    direct = amounts(households, month)
    gaps = [
        f"{name}, {code}: {told} here, {expected[code]:.2f} there"
        for name, found, expected in zip(NAMES, screen(households, month), direct, strict=True)
        for code in expected
        if (name, code) not in OURS and (told := _differs(found[code], expected[code]))
    ]
    assert not gaps, "\n".join(gaps)


def _differs(result, expected) -> str:
    """ "" when within one euro, or within the range that an unknown fact leaves."""
    if result.status == "range":
        return "" if result.low - 1 <= expected <= result.high + 1 else f"{result.low} to {result.high}"
    if result.code == "css_free":
        return "" if (result.status == "entitled") == (expected > 0) else result.status
    agrees = result.amount is not None and abs(result.amount - expected) <= 1.01
    return "" if agrees else f"{result.amount} ({result.status})"


def test_what_differs_differs_still():
    """A reason that no longer holds would hide a fault."""
    for (name, code), why in OURS.items():
        one = UNUSUAL[NAMES.index(name)] | {"month": "2026-12" if code == "ars" else "2025-01"}
        (found,), (direct,) = screen([household(one)], one["month"]), amounts([household(one)], one["month"])
        assert _differs(found[code], direct[code]), why
