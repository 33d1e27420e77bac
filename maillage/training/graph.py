"""The map of stakeholders: who stands around whom, as a picture drawn on the server and as data.

The picture bears numbers; the list beside it gives their names. Plain attributes draw it where no style sheet is read."""

from collections.abc import Iterable, Sequence
from math import cos, pi, sin
from typing import Any
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString, mark_safe

from maillage.training.enums import StakeholderKind
from maillage.training.models import Stakeholder, Tie

WIDTH, HEIGHT, DOT = 600, 480, 17
INK, ACCENT, PAPER = "#1d2a25", "#1f5f4a", "#ffffff"


def draw(rows: Sequence[Stakeholder], ties: Sequence[Tie]) -> SafeString:
    """Stakeholders of one kind stand beside each other."""
    svg = ET.Element("svg", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", xmlns="http://www.w3.org/2000/svg")
    svg.set("aria-labelledby", "acteurs-title acteurs-desc")
    ET.SubElement(svg, "title", id="acteurs-title").text = "Acteurs de la formation et leurs liens"
    told = "Chaque rond porte le numéro d’un acteur de la liste ; un trait relie deux acteurs."
    ET.SubElement(svg, "desc", id="acteurs-desc").text = told
    places = _places(rows)
    for tie in ties:
        _line(svg, places[tie.one_id], places[tie.other_id])
    for mark, one in enumerate(rows, start=1):
        _dot(svg, places[one.pk], str(mark), one.name)
    return mark_safe(ET.tostring(svg, encoding="unicode"))


def _places(rows: Sequence[Stakeholder]) -> dict[int, tuple[float, float]]:
    kinds = list(StakeholderKind)
    ordered = sorted(rows, key=lambda one: (kinds.index(StakeholderKind(one.kind)), one.name, one.pk))
    step = 2 * pi / max(1, len(ordered))
    across, down = WIDTH / 2 - DOT - 6, HEIGHT / 2 - DOT - 6
    return {
        one.pk: (WIDTH / 2 + across * sin(rank * step), HEIGHT / 2 - down * cos(rank * step))
        for rank, one in enumerate(ordered)
    }


def _line(svg: ET.Element, start: tuple[float, float], end: tuple[float, float]) -> None:
    ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    told = {name: f"{value:.1f}" for name, value in ends.items()}
    ET.SubElement(
        svg, "line", {**told, "stroke": "currentColor", "stroke-width": "1.5", "stroke-opacity": "0.55"}
    )


def _dot(svg: ET.Element, place: tuple[float, float], mark: str, name: str) -> None:
    x, y = (f"{value:.1f}" for value in place)
    group = ET.SubElement(svg, "g")
    ET.SubElement(group, "title").text = name
    ET.SubElement(
        group, "circle", {"class": "node", "cx": x, "cy": y, "r": str(DOT), "fill": PAPER, "stroke": ACCENT}
    )
    text = ET.SubElement(
        group, "text", {"x": x, "y": f"{place[1] + 5:.1f}", "fill": INK, "text-anchor": "middle"}
    )
    text.set("font-size", "15")
    text.text = mark


def around(rows: Iterable[Stakeholder], ties: Iterable[Tie]) -> dict[int, list[str]]:
    """By stakeholder, its links in words, read from either end."""
    found: dict[int, list[str]] = {one.pk: [] for one in rows}
    for tie in ties:
        about = f" ({tie.about})" if tie.about else ""
        found[tie.one_id].append(f"{tie.get_kind_display()} {tie.other}{about}")
        found[tie.other_id].append(f"{tie.one} {tie.get_kind_display()} cet acteur{about}")
    return found


def as_data(rows: Iterable[Stakeholder], ties: Iterable[Tie]) -> dict[str, Any]:
    return {
        "acteurs": [
            {
                "identifiant": str(one.public_id),
                "nom": one.name,
                "type": str(one.get_kind_display()),
                "ou": one.where,
                "ce_que_cela_ouvre": one.opportunity,
                "comment_y_prendre_part": one.way,
            }
            for one in rows
        ],
        "liens": [
            {
                "de": str(tie.one.public_id),
                "vers": str(tie.other.public_id),
                "lien": str(tie.get_kind_display()),
                "a_propos": tie.about,
            }
            for tie in ties
        ],
    }
