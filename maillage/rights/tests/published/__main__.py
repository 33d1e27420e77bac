"""`python -m maillage.rights.tests.published`: write again cases.yaml from the suite's cases, and print what agrees."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import yaml

from .convert import NotExpressible, convert, month_of
from .running import CASES, SHARED, agrees, screened

HEAD = """# Cases published by OpenFisca-France in its own test suite (tag 176.0.7, AGPL-3.0), as households of ours.
# Made by `python -m maillage.rights.tests.published` from the facts and figures of the file named; not to be edited.
"""


def converted() -> list[dict[str, Any]]:
    """Each case of the suite: its household, or `left_out`, the reason why a folder cannot say it."""
    published = yaml.safe_load(SHARED.read_text(encoding="utf-8"))
    return [_one(case, f"C{rank}") for rank, case in enumerate(published, 1)]


def _one(case: dict[str, Any], ref: str) -> dict[str, Any]:
    told: dict[str, Any] = {"ref": ref, "name": case["name"], "month": month_of(case), "source": case["file"]}
    try:
        found = convert(case, ref)
    except NotExpressible as reason:
        return told | {"left_out": str(reason)}
    margins = {
        "margin": case.get("absolute_error_margin", 0),
        "relative_margin": case.get("relative_error_margin", 0),
    }
    return told | {"expect": found.expect, **margins, "notes": found.notes, "household": found.household}


def _written(case: dict[str, Any]) -> str:
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in case.items()]
    return "- " + "\n  ".join(lines) + "\n"


def main() -> None:
    cases = converted()
    CASES.write_text(HEAD + "".join(_written(case) for case in cases), encoding="utf-8")
    told = [case for case in cases if "household" in case]
    with tempfile.TemporaryDirectory() as folder:
        found = screened(told, Path(folder))
    for case in told:
        for code in case["expect"]:
            amount = found[case["ref"]][code]["amount"]
            word = "agrees" if agrees(case, code, amount) else "DIFFERS"
            print(
                f"{case['ref']} {case['month']} {code}: published {case['expect'][code]}, ours {amount}, {word}"
            )


if __name__ == "__main__":
    main()
