"""How far a test goes: a part of it at each change, the whole of it for a bar (`./run bar`)."""

import os
from pathlib import Path

WHOLE = os.environ.get("MAILLAGE_DEPTH") == "whole"
COUNTS = os.environ.get("MAILLAGE_BAR_COUNTS", "")


def deep(part: int, whole: int) -> int:
    return whole if WHOLE else part


def count(what: str, how_many: int) -> None:
    """Told to the bar that runs this test, which adds up and compares with its floor."""
    print(f"{what} : {how_many}")
    if COUNTS:
        with Path(COUNTS).open("a", encoding="utf-8") as told:
            told.write(f"{what}\t{how_many}\n")
