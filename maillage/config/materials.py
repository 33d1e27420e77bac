"""What this installation is made of: each package, its version and its licence, in the form that inventories read (CycloneDX 1.5)."""

import json
import re
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, distributions
from typing import Any

HEAD = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1}
WRITTEN_IN_A_FILE = {
    "axe-playwright-python": "MIT",
    "data-inclusion-schema": "etalab-2.0",
    "fido2": "BSD-2-Clause",
    "numpy": "BSD-3-Clause",
    "pytest-django": "BSD-3-Clause",
    "scipy": "BSD-3-Clause",
}
"""Packages whose licence is a file beside them, and not a word."""
CLASSIFIED = "License :: OSI Approved :: "


def main(arguments: Sequence[str]) -> int:
    """`maillage materials`: the inventory, as JSON, on the standard output."""
    print(json.dumps(HEAD | {"components": list(components())}, ensure_ascii=False, indent=1))
    return 0


def components() -> Iterator[dict[str, Any]]:
    """By name. `purl` is how inventories and warnings of flaws name a package: as registries do, "-" alone between words."""
    found = {one.name.lower(): one for one in distributions()}
    for name, one in sorted(found.items()):
        yield {
            "type": "library",
            "name": one.name,
            "version": one.version,
            "purl": f"pkg:pypi/{re.sub(r'[-_.]+', '-', name)}@{one.version}",
            "licenses": [{"license": {"name": licence(one)}}],
        }


def licence(package: Distribution) -> str:
    """As the package says it; "" when it does not."""
    told: Any = package.metadata
    if package.name.lower() in WRITTEN_IN_A_FILE:
        return WRITTEN_IN_A_FILE[package.name.lower()]
    listed = [one for one in told.get_all("Classifier", []) if one.startswith(CLASSIFIED)]
    words = told.get("License-Expression") or told.get("License") or ""
    return str(words or " OR ".join(one.removeprefix(CLASSIFIED) for one in listed))
