"""The axes that a process begins with, from `pack/axes.yaml`; copied into it, so that it may change its own."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

PACK = Path(__file__).parent / "pack" / "axes.yaml"


@cache
def read_pack() -> dict[str, list[dict[str, Any]]]:
    told: dict[str, list[dict[str, Any]]] = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    return told
