"""Links drawn on the server: who refers on the left, to whom on the right, a line for each link. Same picture in a file."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString, mark_safe

WIDTH, ROW, TOP, BOX = 680, 62, 34, 256
LETTERS = 21
INK, LINE, WASH = "#1d2521", "#1f5f4a", "#e7f0eb"


def draw_links(links: Sequence[Any], on: str, *, address: str = "") -> SafeString:
    """`links`: with both structures; `on`: the day, in words; `address`: before the path of each card, in a file."""
    lefts, rights = _places(links, "origin"), _places(links, "target")
    height = TOP + max(len(lefts), len(rights), 1) * ROW
    svg = ET.Element("svg", viewBox=f"0 0 {WIDTH} {height}", role="group", xmlns="http://www.w3.org/2000/svg")
    svg.set("aria-labelledby", "liens-titre liens-texte")
    ET.SubElement(svg, "title", id="liens-titre").text = "Liens entre structures"
    ET.SubElement(svg, "desc", id="liens-texte").text = _described(links, on)
    before: Counter[int] = Counter()
    for link in links:
        _line(svg, link, lefts[link.origin_id], rights[link.target_id], before[link.target_id])
        before[link.target_id] += 1
    for side, places in (("origin", lefts), ("target", rights)):
        _text(svg, "De" if side == "origin" else "Vers", 0 if side == "origin" else WIDTH - BOX, 18)
        for link in {getattr(one, f"{side}_id"): one for one in links}.values():
            structure = getattr(link, side)
            _node(svg, structure, 0 if side == "origin" else WIDTH - BOX, places[structure.pk], address)
    return mark_safe(ET.tostring(svg, encoding="unicode"))


def _described(links: Sequence[Any], on: str) -> str:
    return f"En vigueur le {on}\u00a0: " + "\u00a0; ".join(
        f"{link.origin.name} vers {link.target.name}, {link.get_kind_display()}" for link in links
    )


def _places(links: Sequence[Any], side: str) -> dict[int, int]:
    """Structure → middle of its box, one under the other by kind, then name."""
    named = {getattr(one, f"{side}_id"): getattr(one, side) for one in links}
    ordered = sorted(named.values(), key=lambda one: (one.kind.label, one.name, one.pk))
    return {one.pk: TOP + ROW * rank + ROW // 2 for rank, one in enumerate(ordered)}


def _line(svg: ET.Element, link: Any, left: int, right: int, before: int) -> None:
    """Its kind is written at its end, on the side it does not come from, beyond those of the links `before` it."""
    start, end = BOX, WIDTH - BOX - 9
    path = f"M{start} {left}C{start + 70} {left} {end - 70} {right} {end} {right}"
    told = {"class": "line", "d": path, "fill": "none", "stroke": LINE, "stroke-width": "2"}
    ET.SubElement(ET.SubElement(svg, "path", told), "title").text = str(link)
    points = f"{end},{right - 5} {end + 9},{right} {end},{right + 5}"
    ET.SubElement(svg, "polygon", {"class": "bar", "points": points, "fill": LINE})
    beside = right + 19 + 16 * before if right > left else right - 8 - 16 * before
    _text(svg, link.get_kind_display(), end - 4, beside, anchor="end")


def _node(svg: ET.Element, structure: Any, x: int, middle: int, address: str) -> None:
    link = ET.SubElement(svg, "a", href=f"{address}{structure.get_absolute_url()}")
    ET.SubElement(link, "title").text = structure.name
    box = {"x": str(x), "y": str(middle - 24), "width": str(BOX), "height": "48", "rx": "6"}
    ET.SubElement(link, "rect", {"class": "node", "fill": WASH, "stroke": LINE, **box})
    lines = in_lines(structure.name)
    for rank, words in enumerate(lines):
        _text(link, words, x + 10, middle + 5 + 20 * rank - 10 * (len(lines) - 1))


def _text(parent: ET.Element, words: str, x: int, y: int, anchor: str = "start") -> None:
    told = {"x": str(x), "y": str(y), "fill": INK, "font-size": "14", "font-family": "sans-serif"}
    told["text-anchor"] = anchor
    ET.SubElement(parent, "text", told).text = words


def in_lines(name: str) -> list[str]:
    """On two lines at most, cut between words; what doesn't hold is cut with an ellipsis."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= LETTERS or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = [line if len(line) <= LETTERS else f"{line[: LETTERS - 1]}…" for line in lines[:2]]
    if len(lines) > 2:
        kept[1] = f"{kept[1][: LETTERS - 1]}…"
    return kept
