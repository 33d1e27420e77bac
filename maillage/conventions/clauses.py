"""The words proposed for each clause: `pack/clauses.yaml`."""

from functools import cache
from pathlib import Path

import yaml

PACK = Path(__file__).parent / "pack" / "clauses.yaml"


@cache
def proposed() -> dict[str, str]:
    """With the no-break spaces of French: the pack is typed without them."""
    told: dict[str, str] = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    return {name: words.strip().replace(" :", "\u00a0:").replace(" ;", "\u00a0;") for name, words in told.items()}  # fmt: skip
