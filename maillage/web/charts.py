"""Bar and line charts drawn on the server as SVG: no script, no inline style, colours from the style sheet.

A chart never stands alone: `web/_figure.html` sets it beside its table and the link to its data.
Texts are set as XML text nodes, so whatever they contain is shown as it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import wrap
from typing import NamedTuple
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString, mark_safe

from maillage.web.wording import number

WIDTH = 480
ROW, BAR, TRACK = 52, 14, 350
LINE, LETTERS = 23, 40
"""Between two lines of a label, and how many letters of the largest type fit in one."""
PLOT_HEIGHT, TOP, LEFT, BOTTOM = 190, 14, 62, 34
SERIES_CLASSES = ("", " second", " third")


class Bar(NamedTuple):
    """`value` >= 0, in any unit; `text` is what is written beside the bar ("635 €"), the value itself by default."""

    label: str
    value: float
    text: str = ""
    late: bool = False


class Series(NamedTuple):
    """One line; None is a hole (unknown or masked), never zero."""

    name: str
    values: Sequence[float | None]


def bar_chart(ident: str, title: str, description: str, bars: Sequence[Bar]) -> SafeString:
    """Horizontal bars, label above each, value beside: readable at 320 px. `ident` is unique in the page."""
    labels = [wrap(bar.label, LETTERS) or [""] for bar in bars]
    svg = _canvas(ident, title, description, sum(map(_height, labels)) or ROW)
    longest = max((bar.value for bar in bars), default=0) or 1
    top = 0
    for bar, lines in zip(bars, labels, strict=True):
        for rank, line in enumerate(lines):
            _text(svg, line, x=0, y=top + 18 + rank * LINE)
        _draw_bar(svg, top + _height(lines) - ROW, bar, bar.value / longest)
        top += _height(lines)
    return _markup(svg)


def _height(lines: list[str]) -> int:
    return ROW + LINE * (len(lines) - 1)


def _draw_bar(svg: ET.Element, top: int, bar: Bar, share: float) -> None:
    _text(svg, bar.text or number(bar.value), x=WIDTH, y=top + 43, anchor="end")
    kind = "bar late" if bar.late else "bar"
    _shape(svg, "rect", "track", x=0, y=top + 30, width=TRACK, height=BAR, rx=3)
    _shape(
        svg, "rect", kind, x=0, y=top + 30, width=max(2 if bar.value else 0, share * TRACK), height=BAR, rx=3
    )


def line_chart(
    ident: str,
    title: str,
    description: str,
    labels: Sequence[str],
    series: Sequence[Series],
    scale: float | None = None,
) -> SafeString:
    """At most three series, each with as many values as `labels`, told apart by dashes as well as colour.

    `scale`: the top of a scale that is known (10), whatever the values reach.
    """
    if len(series) > len(SERIES_CLASSES) or any(len(one.values) != len(labels) for one in series):
        raise ValueError("one to three series, each as long as the labels")
    svg = _canvas(ident, title, description, TOP + PLOT_HEIGHT + BOTTOM + 24 * (len(series) > 1))
    top_value = scale or _round_up(
        max((value for one in series for value in one.values if value is not None), default=1)
    )
    _draw_axes(svg, labels, top_value)
    for rank, one in enumerate(series):
        _draw_line(svg, one, top_value, SERIES_CLASSES[rank])
        if len(series) > 1:
            _draw_key(svg, one.name, rank, len(series))
    return _markup(svg)


def _draw_axes(svg: ET.Element, labels: Sequence[str], top_value: float) -> None:
    for step in range(5):
        height = _y(top_value * step / 4, top_value)
        _shape(svg, "line", "base" if step == 0 else "grid", x1=LEFT, x2=WIDTH, y1=height, y2=height)
        if step % 2 == 0:
            _text(svg, number(top_value * step / 4), x=LEFT - 8, y=height + 5, anchor="end", kind="axis")
    for rank in _shown_ticks(len(labels)):
        anchor = "start" if rank == 0 else "end" if rank == len(labels) - 1 else "middle"
        _text(
            svg, labels[rank], x=_x(rank, len(labels)), y=TOP + PLOT_HEIGHT + 24, anchor=anchor, kind="axis"
        )


def _draw_line(svg: ET.Element, one: Series, top_value: float, suffix: str) -> None:
    points: list[tuple[float, float] | None] = [
        None if value is None else (_x(rank, len(one.values)), _y(value, top_value))
        for rank, value in enumerate(one.values)
    ]
    commands = []
    for before, point in zip([None, *points], points, strict=False):
        if point:
            commands.append(f"{'L' if before else 'M'}{point[0]:.1f} {point[1]:.1f}")
            _shape(svg, "circle", f"dot{suffix}", cx=point[0], cy=point[1], r=3.5)
    _shape(svg, "path", f"line{suffix}", d="".join(commands))


def _draw_key(svg: ET.Element, name: str, rank: int, count: int) -> None:
    left, height = LEFT + rank * (WIDTH - LEFT) / count, TOP + PLOT_HEIGHT + BOTTOM + 16
    _shape(svg, "line", f"line{SERIES_CLASSES[rank]}", x1=left, x2=left + 30, y1=height - 5, y2=height - 5)
    _text(svg, name, x=left + 38, y=height, kind="axis")


def _x(rank: int, count: int) -> float:
    return LEFT + (rank / (count - 1) if count > 1 else 0.5) * (WIDTH - LEFT - 4)


def _y(value: float, top_value: float) -> float:
    return TOP + PLOT_HEIGHT * (1 - value / top_value)


def _round_up(value: float) -> float:
    """The next of a few easy figures × 10ⁿ, whose half is easy too."""
    if value < 1e-6:
        return 1
    power = 10.0 ** math.floor(math.log10(value))
    steps = (step * power for step in (1, 1.2, 1.6, 2, 2.4, 3, 4, 6, 8))
    return next((step for step in steps if value <= step), 10 * power)


def _shown_ticks(count: int) -> list[int]:
    """At most three labels under the axis, evenly apart, the last one always: more would overlap on a phone."""
    apart = max(1, math.ceil((count - 1) / 2))
    return sorted(range(count - 1, -1, -apart))


def _canvas(ident: str, title: str, description: str, height: int) -> ET.Element:
    svg = ET.Element("svg", viewBox=f"0 0 {WIDTH} {height}", role="img")
    svg.set("aria-labelledby", f"{ident}-title {ident}-desc")
    ET.SubElement(svg, "title", id=f"{ident}-title").text = title
    ET.SubElement(svg, "desc", id=f"{ident}-desc").text = description
    return svg


def _shape(svg: ET.Element, tag: str, kind: str, **attributes: float | str) -> None:
    plain = {k: v if isinstance(v, str) else f"{v:.1f}".removesuffix(".0") for k, v in attributes.items()}
    ET.SubElement(svg, tag, {"class": kind, **plain})


def _text(svg: ET.Element, text: str, *, x: float, y: float, anchor: str = "start", kind: str = "") -> None:
    element = ET.SubElement(svg, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor})
    if kind:
        element.set("class", kind)
    element.text = text


def _markup(svg: ET.Element) -> SafeString:
    return mark_safe(ET.tostring(svg, encoding="unicode"))
