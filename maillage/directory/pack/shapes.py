"""The file of contours: a zip with a header and one member per département, read alone.

A member is JSON: commune code → list of rings; a ring is [x0, y0, dx, dy, …] in steps of `STEP` degrees, closed,
outer rings and holes alike (drawn with the even-odd rule). Neighbours share the same points along their border.
"""

import json
import zipfile
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("contours.zip")
STEP = 0.0005
"""About fifty metres: what an intercommunalité drawn on a page can show."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
Point = tuple[int, int]
Ring = list[Point]
Shape = list[Ring]


def write_shapes(header: dict[str, Any], departements: dict[str, dict[str, Shape]], path: Path) -> None:
    """The same contours give the same bytes: no clock, members sorted."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        _add(packed, "header.json", header)
        for code, shapes in sorted(departements.items()):
            _add(packed, f"{code}.json", {key: _packed(shape) for key, shape in sorted(shapes.items())})


def read_header(path: Path = SHIPPED) -> dict[str, Any]:
    with zipfile.ZipFile(path) as packed:
        return dict(json.loads(packed.read("header.json")))


@lru_cache(maxsize=24)
def read_departement(code: str, path: Path = SHIPPED) -> dict[str, Shape]:
    """Commune → its rings in steps; {} for a département without contours. Kept in memory for the next page."""
    with zipfile.ZipFile(path) as packed:
        if f"{code}.json" not in packed.NameToInfo:
            return {}
        return {key: _unpacked(rings) for key, rings in json.loads(packed.read(f"{code}.json")).items()}


def _add(packed: zipfile.ZipFile, name: str, content: Any) -> None:
    member = zipfile.ZipInfo(name, _LONG_AGO)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = 3
    packed.writestr(member, json.dumps(content, ensure_ascii=False, separators=(",", ":")))


def _packed(shape: Shape) -> list[list[int]]:
    return [_deltas(ring) for ring in shape]


def _deltas(ring: Ring) -> list[int]:
    steps = [ring[0], *((x - px, y - py) for (px, py), (x, y) in pairwise(ring))]
    return [number for step in steps for number in step]


def _unpacked(rings: list[list[int]]) -> Shape:
    return [list(zip(accumulate(ring[::2]), accumulate(ring[1::2]), strict=True)) for ring in rings]
