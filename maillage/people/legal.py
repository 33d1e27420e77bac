"""The legal bases that the platform knows, from `legal_bases.yaml`; loaded again after a change without harm."""

from pathlib import Path
from typing import Any

import yaml

LEGAL_BASES = Path(__file__).parent / "legal_bases.yaml"


def load_legal_bases(model: Any, using: str = "default") -> int:
    """Write or correct each text; how many there are. Texts that left the file stay, for the lines that name them."""
    rows = yaml.safe_load(LEGAL_BASES.read_text(encoding="utf-8"))
    for row in rows:
        model.objects.using(using).update_or_create(code=row["code"], defaults=row)
    return len(rows)
