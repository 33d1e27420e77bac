"""From a contour (hexadecimal WKB MULTIPOLYGON, degrees) to one point that stands for it, inside it."""

import struct
from itertools import pairwise
from math import cos, radians
from typing import NamedTuple

Ring = list[tuple[float, float]]
Polygon = list[Ring]


class Centre(NamedTuple):
    lat: float
    lon: float
    area: float
    """Square degrees of equator: good for weighing neighbours, not for a land register."""


def centre_of(wkb: str) -> Centre | None:
    """Centre of mass; for a crescent or an archipelago, whose centre of mass is outside, a point inside the largest part."""
    polygons = read_polygons(bytes.fromhex(wkb)) if wkb else []
    if not polygons:
        return None
    parts = [_moments(polygon) for polygon in polygons]
    area = sum(part[0] for part in parts)
    lon = sum(part[0] * part[1] for part in parts) / area
    lat = sum(part[0] * part[2] for part in parts) / area
    if not any(_inside(lon, lat, polygon) for polygon in polygons):
        lon, lat = _inner_point(max(zip(parts, polygons, strict=True), key=lambda pair: pair[0][0])[1])
    return Centre(lat, lon, area * cos(radians(lat)))


def centre_of_all(centres: list[Centre]) -> Centre | None:
    area = sum(centre.area for centre in centres)
    if not area:
        return None
    lat = sum(centre.lat * centre.area for centre in centres) / area
    lon = sum(centre.lon * centre.area for centre in centres) / area
    return Centre(lat, lon, area)


def read_polygons(wkb: bytes) -> list[Polygon]:
    order, kind, parts = wkb[0], *struct.unpack_from("<II", wkb, 1)
    if order != 1 or kind != 6:
        raise ValueError(f"expected a little-endian MULTIPOLYGON, found byte order {order} and type {kind}")
    polygons, offset = [], 9
    for _ in range(parts):
        polygon, offset = _read_polygon(wkb, offset)
        polygons.append(polygon)
    return polygons


def _read_polygon(wkb: bytes, offset: int) -> tuple[Polygon, int]:
    (rings,) = struct.unpack_from("<I", wkb, offset + 5)
    polygon, offset = [], offset + 9
    for _ in range(rings):
        (points,) = struct.unpack_from("<I", wkb, offset)
        flat = struct.unpack_from(f"<{2 * points}d", wkb, offset + 4)
        polygon.append(list(zip(flat[::2], flat[1::2], strict=True)))
        offset += 4 + 16 * points
    return polygon, offset


def _moments(polygon: Polygon) -> tuple[float, float, float]:
    """Area, lon and lat of the centre of mass; holes taken away."""
    outer, *holes = [_ring_moments(ring) for ring in polygon]
    area = outer[0] - sum(hole[0] for hole in holes)
    lon = outer[0] * outer[1] - sum(hole[0] * hole[1] for hole in holes)
    lat = outer[0] * outer[2] - sum(hole[0] * hole[2] for hole in holes)
    return area, lon / area, lat / area


def _ring_moments(ring: Ring) -> tuple[float, float, float]:
    x0, y0 = ring[0]  # relative to one vertex: the products of absolute degrees lose the digits that matter
    double = sum_x = sum_y = 0.0
    near = [(x - x0, y - y0) for x, y in ring]
    for (xa, ya), (xb, yb) in pairwise(near):
        cross = xa * yb - xb * ya
        double += cross
        sum_x += (xa + xb) * cross
        sum_y += (ya + yb) * cross
    return abs(double) / 2, x0 + sum_x / (3 * double), y0 + sum_y / (3 * double)


def _crossings(lat: float, polygon: Polygon) -> list[float]:
    """Longitudes where the parallel `lat` meets the polygon's edges, west to east."""
    found = []
    for ring in polygon:
        for (xa, ya), (xb, yb) in pairwise(ring):
            if (ya > lat) != (yb > lat):
                found.append(xa + (lat - ya) * (xb - xa) / (yb - ya))
    return sorted(found)


def _inside(lon: float, lat: float, polygon: Polygon) -> bool:
    return sum(crossing < lon for crossing in _crossings(lat, polygon)) % 2 == 1


def _inner_point(polygon: Polygon) -> tuple[float, float]:
    """Middle of the widest stretch of the parallel through the polygon's centre of mass."""
    lat = _moments(polygon)[2]
    crossings = _crossings(lat, polygon)
    west, east = max(zip(crossings[::2], crossings[1::2], strict=True), key=lambda pair: pair[1] - pair[0])
    return (west + east) / 2, lat
