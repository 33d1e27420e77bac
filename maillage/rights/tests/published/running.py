"""The published cases through `maillage screen`, as anybody would run them: a file in, a file out."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from maillage.rights.screen_file import main

CASES = Path(__file__).parent / "cases.yaml"
_ABOVE = Path(__file__).resolve().parents[5:7]  # beside the checkout, or beside the folder of its worktrees
SHARED = next(
    (found for folder in _ABOVE if (found := folder / "shared" / "data" / "openfisca-cases.yaml").exists()),
    CASES / "none",
)


def cases() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return found


def screened(cases: list[dict[str, Any]], folder: Path) -> dict[str, dict[str, Any]]:
    """Ref of the household → code → benefit as written in JSON."""
    by_month = defaultdict(list)
    for case in cases:
        by_month[str(case["month"])].append(case["household"])
    found: dict[str, dict[str, Any]] = {}
    for month, households in by_month.items():
        source, target = folder / f"{month}.json", folder / f"{month}-rights.json"
        source.write_text(json.dumps({"households": households}), encoding="utf-8")
        assert main([str(source), "--month", month, "--format", "json", "-o", str(target)]) == 0
        for home in json.loads(target.read_text(encoding="utf-8"))["households"]:
            found[home["ref"]] = {one["code"]: one for one in home["benefits"]}
    return found


def agrees(case: dict[str, Any], code: str, amount: float | None) -> bool:
    """Within the margin of the suite itself; housing aid within the euro to which it has been floored since 176.1."""
    expected = case["expect"][code]
    margin = max(case["margin"], case["relative_margin"] * expected, 1 if code == "housing_aid" else 0.02)
    return amount is not None and abs(amount - expected) <= margin
