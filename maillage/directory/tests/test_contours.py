import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.directory.pack.contours import Centre, centre_of, centre_of_all


def multipolygon(*polygons):
    """Each polygon is a list of closed rings of (lon, lat)."""
    out = struct.pack("<BII", 1, 6, len(polygons))
    for rings in polygons:
        out += struct.pack("<BII", 1, 3, len(rings))
        for ring in rings:
            out += struct.pack("<I", len(ring)) + b"".join(struct.pack("<dd", *point) for point in ring)
    return out.hex()


def square(west, south, side):
    east, north = west + side, south + side
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def point(centre):
    return pytest.approx((centre.lon, centre.lat))


def test_centre_of_a_square():
    assert point(centre_of(multipolygon([square(0, 46, 2)]))) == (1, 47)


def test_a_hole_pushes_the_centre_away():
    centre = centre_of(multipolygon([square(0, 0, 4), square(2, 1, 1)]))
    assert point(centre) == ((16 * 2 - 2.5) / 15, (16 * 2 - 1.5) / 15)


def test_a_crescent_gets_a_point_inside_it():
    crescent = [(0, 0), (10, 0), (10, 1), (1, 1), (1, 9), (10, 9), (10, 10), (0, 10), (0, 0)]
    assert point(centre_of(multipolygon([crescent]))) == (0.5, 5)


def test_two_islands_are_told_by_the_larger():
    centre = centre_of(multipolygon([square(0, 0, 2)], [square(10, 0, 3)]))
    assert point(centre) == (11.5, 1.5)


def test_no_contour_no_centre():
    assert centre_of("") is None
    assert centre_of_all([]) is None


def test_another_geometry_is_refused():
    with pytest.raises(ValueError, match="MULTIPOLYGON"):
        centre_of(struct.pack("<BII", 1, 1, 0).hex())


def test_neighbours_weigh_by_their_area():
    assert point(centre_of_all([Centre(0, 0, 1), Centre(4, 8, 3)])) == (6, 3)


@given(st.floats(-170, 170), st.floats(-80, 80), st.floats(0.001, 5))
def test_the_centre_of_a_square_is_inside(west, south, side):
    centre = centre_of(multipolygon([square(west, south, side)]))
    assert west < centre.lon < west + side
    assert south < centre.lat < south + side
