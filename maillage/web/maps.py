"""A map of places drawn on the server as SVG: no script, no inline style, colours from the style sheet.

    draw_map(ident, title, description, areas, points=()) -> SafeString

A map never stands alone: it stands beside the table that says the same (`<figure class="map">{{ svg }}</figure>`).
Each area is a link that the keyboard reaches, named "name : value". A state is told by its pattern besides its colour.
Plain attributes (`fill`, `stroke`) draw it where no style sheet is read: in a PDF (`svg.encode()` given to typst).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, radians
from typing import NamedTuple
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString, mark_safe

WIDTH, TALLEST, MARGIN = 600, 760, 6
STATES = {"full": "#1f5f4a", "half": "", "none": "#ffffff", "plain": "#eef1ea"}
"""full: solid · half: hatched · none: blank · plain: a ground without a value."""
Ring = Sequence[tuple[float, float]]


class Area(NamedTuple):
    """`rings` of (longitude, latitude), outer and holes; `value` in words; without `url` it is not a link.
    `written`: its name is drawn on the map."""

    name: str
    rings: Sequence[Ring]
    value: str = ""
    url: str = ""
    state: str = "plain"
    written: bool = False


class Point(NamedTuple):
    """`mark`: its number in the list beside, drawn next to it."""

    name: str
    lon: float
    lat: float
    url: str = ""
    mark: str = ""


class _Frame:
    """Degrees to pixels: a degree of longitude shrinks with latitude, north is up."""

    def __init__(self, rings: Iterable[Ring]) -> None:
        places = [place for ring in rings for place in ring] or [(0.0, 0.0), (1.0, 1.0)]
        self.west, self.north = min(lon for lon, _ in places), max(lat for _, lat in places)
        east, south = max(lon for lon, _ in places), min(lat for _, lat in places)
        self.squeeze = cos(radians((self.north + south) / 2))
        across, down = (east - self.west) * self.squeeze or 1, self.north - south or 1
        self.scale = min((WIDTH - 2 * MARGIN) / across, (TALLEST - 2 * MARGIN) / down)
        self.width = round(across * self.scale) + 2 * MARGIN
        self.height = round(down * self.scale) + 2 * MARGIN

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        x = (lon - self.west) * self.squeeze * self.scale + MARGIN
        return x, (self.north - lat) * self.scale + MARGIN


def draw_map(
    ident: str, title: str, description: str, areas: Sequence[Area], points: Sequence[Point] = ()
) -> SafeString:
    """`ident` unique in the page. Raises ValueError for a state that is not of `STATES`."""
    frame = _Frame(ring for area in areas for ring in area.rings)
    svg = ET.Element(
        "svg", viewBox=f"0 0 {frame.width} {frame.height}", role="group", xmlns="http://www.w3.org/2000/svg"
    )
    svg.set("aria-labelledby", f"{ident}-title {ident}-desc")
    ET.SubElement(svg, "title", id=f"{ident}-title").text = title
    ET.SubElement(svg, "desc", id=f"{ident}-desc").text = description
    _hatch(svg, ident)
    for area in areas:
        _draw_area(svg, ident, area, frame)
    for area in areas:
        if area.written:
            _write_name(svg, area, frame)
    for point in points:
        _draw_point(svg, point, frame)
    return mark_safe(ET.tostring(svg, encoding="unicode"))


def _hatch(svg: ET.Element, ident: str) -> None:
    defs = ET.SubElement(svg, "defs")
    size = {"width": "6", "height": "6", "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    pattern = ET.SubElement(defs, "pattern", {"id": f"{ident}-half", **size})
    ET.SubElement(pattern, "rect", {"class": "blank", "width": "6", "height": "6", "fill": "#ffffff"})
    ET.SubElement(pattern, "rect", {"class": "hatch", "width": "2.4", "height": "6", "fill": "#1f5f4a"})


def _draw_area(svg: ET.Element, ident: str, area: Area, frame: _Frame) -> None:
    if area.state not in STATES:
        raise ValueError(f"no such state on a map: {area.state}")
    fill = STATES[area.state] or f"url(#{ident}-half)"
    path = ET.SubElement(
        _named(svg, area.name, area.value, area.url),
        "path",
        {"class": f"area {area.state}", "fill": fill, "stroke": "#6d776f", "stroke-width": "0.7", "fill-rule": "evenodd"},
    )  # fmt: skip
    path.set("d", "".join(_outline(ring, frame) for ring in area.rings))


def _outline(ring: Ring, frame: _Frame) -> str:
    """Whole tenths of a pixel, each step from the one before: half the weight of a page."""
    placed = [(round(x * 10), round(y * 10)) for x, y in (frame.place(*place) for place in ring)]
    (x, y), steps = placed[0], []
    for nx, ny in placed[1:-1]:
        if (nx, ny) != (x, y):
            steps.append(f"{_tenth(nx - x)} {_tenth(ny - y)}")
            x, y = nx, ny
    return f"M{_tenth(placed[0][0])} {_tenth(placed[0][1])}l{' '.join(steps)}z" if steps else ""


def _tenth(value: int) -> str:
    return f"{value / 10:g}"


def _draw_point(svg: ET.Element, point: Point, frame: _Frame) -> None:
    x, y = frame.place(point.lon, point.lat)
    if -1 <= x <= frame.width + 1 and -1 <= y <= frame.height + 1:
        told = {
            "class": "point",
            "fill": "#b3261e",
            "stroke": "#ffffff",
            "cx": f"{x:.1f}",
            "cy": f"{y:.1f}",
            "r": "4.5",
        }
        holder = _named(svg, point.name, "", point.url)
        ET.SubElement(holder, "circle", told)
        if point.mark:
            _write(holder, point.mark, x + 7, y - 6, "mark", "start")


def _write_name(svg: ET.Element, area: Area, frame: _Frame) -> None:
    """Under the middle of the area; hidden from screen readers, which read the area's own name."""
    places = [frame.place(*place) for ring in area.rings for place in ring]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    if places:
        _write(svg, area.name, (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2 + 22, "town", "middle")


def _write(holder: ET.Element, words: str, x: float, y: float, kind: str, anchor: str) -> None:
    told = {"class": kind, "fill": "#1d2521", "font-size": "14", "text-anchor": anchor, "aria-hidden": "true"}
    ET.SubElement(holder, "text", {**told, "x": f"{x:.1f}", "y": f"{y:.1f}"}).text = words


def _named(svg: ET.Element, name: str, value: str, url: str) -> ET.Element:
    """A link, or a group; its title is its name for a screen reader and what a pointer shows."""
    words = f"{name}\u00a0: {value}" if value else name
    holder = ET.SubElement(svg, "a", href=url) if url else ET.SubElement(svg, "g", role="img")
    holder.set("aria-label", words)
    ET.SubElement(holder, "title").text = words
    return holder
