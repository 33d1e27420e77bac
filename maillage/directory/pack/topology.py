"""Contours made coarser without tearing: what two neighbours share is simplified once, for both."""

import itertools
from collections import defaultdict
from collections.abc import Iterable
from math import hypot

from maillage.directory.pack.shapes import Point, Ring, Shape

Edge = tuple[Point, Point]


def snapped(ring: Iterable[tuple[float, float]], step: float) -> Ring:
    """On the grid, without repeated points; [] when nothing is left of it. Closed."""
    points: Ring = []
    for lon, lat in ring:
        point = (round(lon / step), round(lat / step))
        if not points or points[-1] != point:
            points.append(point)
    return points if len(points) > 3 and points[0] == points[-1] else []


def dissolved(shapes: Iterable[Shape]) -> Shape:
    """The outline of what several shapes make together: an edge that two of them share goes."""
    edges: set[Edge] = set()
    for shape in shapes:
        for ring in shape:
            for edge in itertools.pairwise(ring):
                edges ^= {tuple(sorted(edge))}  # type: ignore[arg-type]
    return _chained(edges)


def _chained(edges: set[Edge]) -> Shape:
    around: dict[Point, list[Point]] = defaultdict(list)
    for a, b in sorted(edges):
        around[a].append(b)
        around[b].append(a)
    rings = []
    for start in sorted(around):
        while around[start]:
            rings.append(_walk(start, around))
    return [ring for ring in rings if len(ring) > 3]


def _walk(start: Point, around: dict[Point, list[Point]]) -> Ring:
    ring, here = [start], start
    while around[here]:
        there = around[here].pop()
        around[there].remove(here)
        ring.append(there)
        here = there
        if here == start:
            break
    return ring


def simplified(shapes: dict[str, Shape], tolerance: float) -> dict[str, Shape]:
    """`tolerance` in steps. Points where three borders meet stay; arcs between them lose what shows least."""
    corners = _corners(shapes)
    return {
        code: _kept([_ring(ring, corners, tolerance) for ring in shape], shape)
        for code, shape in shapes.items()
    }


def _kept(rings: list[Ring], shape: Shape) -> Shape:
    """A commune smaller than the tolerance keeps its first outline rather than vanish."""
    return [ring for ring in rings if len(ring) > 3] or [max(shape, key=len)]


def _corners(shapes: dict[str, Shape]) -> set[Point]:
    """Where the map's lines meet: elsewhere a point has one neighbour on each side, whoever draws it."""
    around: dict[Point, set[Point]] = defaultdict(set)
    for shape in shapes.values():
        for ring in shape:
            for a, b in itertools.pairwise(ring):
                around[a].add(b)
                around[b].add(a)
    return {point for point, near in around.items() if len(near) != 2}


def _ring(ring: Ring, corners: set[Point], tolerance: float) -> Ring:
    turned = _from_a_corner(ring[:-1], corners)
    cuts = [0, *(rank for rank in range(1, len(turned) - 1) if turned[rank] in corners), len(turned) - 1]
    out = [turned[0]]
    for start, end in itertools.pairwise(cuts):
        out += _arc(turned[start : end + 1], tolerance)[1:]
    return out


def _from_a_corner(opened: Ring, corners: set[Point]) -> Ring:
    """Begun where its neighbours would also cut; an island, at its least point."""
    ranks = [rank for rank, point in enumerate(opened) if point in corners] or [opened.index(min(opened))]
    first = min(ranks, key=lambda rank: opened[rank])
    return [*opened[first:], *opened[:first], opened[first]]


def _arc(arc: Ring, tolerance: float) -> Ring:
    """The same whichever neighbour walks it: always simplified in one direction."""
    backwards = arc[::-1] < arc
    walked = arc[::-1] if backwards else arc
    if walked[0] == walked[-1]:  # a loop: cut at the point the farthest from its start, or it would vanish
        far = max(range(len(walked)), key=lambda rank: _apart(walked[rank], walked[0]))
        kept = [*_thinned(walked[: far + 1], tolerance), *_thinned(walked[far:], tolerance)[1:]]
        kept = kept if len(kept) > 3 else walked
    else:
        kept = _thinned(walked, tolerance)
    return kept[::-1] if backwards else kept


def _apart(one: Point, other: Point) -> float:
    return float((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2)


def _thinned(line: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker, without recursion."""
    keep, spans = {0, len(line) - 1}, [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        far = max(range(first + 1, last), key=lambda rank: _distance(line[rank], line[first], line[last]))
        if _distance(line[far], line[first], line[last]) > tolerance:
            keep.add(far)
            spans += [(first, far), (far, last)]
    return [line[rank] for rank in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    across, along = end[0] - start[0], end[1] - start[1]
    if not across and not along:
        return hypot(point[0] - start[0], point[1] - start[1])
    return abs(across * (start[1] - point[1]) - (start[0] - point[0]) * along) / hypot(across, along)
