"""The fictional territory as it is told, in `territory/*.yaml`: lists of the same name are put one after the other."""

from pathlib import Path
from typing import Any

import yaml

TERRITORY = Path(__file__).parent / "territory"


def load() -> dict[str, Any]:
    told: dict[str, Any] = {}
    for path in sorted(TERRITORY.glob("*.yaml")):
        for name, content in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            told[name] = told[name] + content if name in told else content
    return told
