from xml.etree import ElementTree as ET

import pytest

from maillage.web.maps import Area, Point, draw_map
from maillage.web.pdf import render_pdf

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = [(0, 47), (1, 47), (1, 48), (0, 48), (0, 47)]
HOSTILE = '"><script>alert("x")</script>&'


def drawn(*areas, points=()):
    return ET.fromstring(draw_map("m", "Titre", "Ce qu’elle dit.", areas, points))


def test_a_map_is_named_and_described():
    svg = drawn(Area("Chinon", [SQUARE]))
    assert svg.get("aria-labelledby") == "m-title m-desc"
    assert [(child.get("id"), child.text) for child in svg[:2]] == [
        ("m-title", "Titre"),
        ("m-desc", "Ce qu’elle dit."),
    ]


def test_an_area_is_a_link_that_says_its_value():
    link = drawn(Area("Chinon", [SQUARE], "déclaré", "/x", "half")).find(f"{SVG}a")
    path = link.find(f"{SVG}path")
    assert (link.get("href"), link.get("aria-label"), link[0].text) == (
        "/x",
        "Chinon\u00a0: déclaré",
        "Chinon\u00a0: déclaré",
    )
    assert (path.get("class"), path.get("fill")) == ("area half", "url(#m-half)")


def test_without_an_address_an_area_is_no_link():
    svg = drawn(Area("Chinon", [SQUARE]))
    assert (svg.find(f"{SVG}a"), svg.find(f"{SVG}g").get("aria-label")) == (None, "Chinon")


def test_north_is_up_and_longitudes_shrink_with_latitude():
    svg = drawn(Area("A", [SQUARE]), points=[Point("p", 0.5, 47.75)])
    width, height = map(float, svg.get("viewBox").split()[2:])
    spot = svg.find(f"{SVG}g/{SVG}circle")
    assert 0.66 < (width - 12) / (height - 12) < 0.69
    assert (float(spot.get("cx")), float(spot.get("cy"))) == pytest.approx(
        (width / 2, 6 + (height - 12) / 4), abs=1
    )


def test_a_point_outside_the_map_is_not_drawn():
    assert drawn(Area("A", [SQUARE]), points=[Point("p", 5, 40)]).findall(f".//{SVG}circle") == []


def test_names_of_towns_and_numbers_of_the_list_are_written():
    svg = drawn(
        Area("Chinon", [SQUARE], written=True),
        Area("Ligré", [SQUARE]),
        points=[Point("p", 0.5, 47.5, "/x", "3")],
    )
    assert [text.text for text in svg.iter(f"{SVG}text")] == ["Chinon", "3"]
    assert {text.get("aria-hidden") for text in svg.iter(f"{SVG}text")} == {"true"}


def test_a_state_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="rouge"):
        drawn(Area("A", [SQUARE], state="rouge"))


def test_texts_stay_texts_and_nothing_carries_a_style():
    svg = drawn(Area(HOSTILE, [SQUARE], HOSTILE, HOSTILE), points=[Point(HOSTILE, 0.5, 47.5)])
    assert {element.tag.removeprefix(SVG) for element in svg.iter()} == {
        "svg", "title", "desc", "defs", "pattern", "rect", "a", "g", "path", "circle"
    }  # fmt: skip
    assert [element for element in svg.iter() if "style" in element.attrib] == []


def test_no_area_no_crash():
    assert drawn().findall(f"{SVG}a") == []


def test_the_same_picture_goes_in_a_pdf():
    svg = draw_map("m", "T", "D", [Area("Chinon", [SQUARE], "déclaré", "/x", "half")])
    pdf = render_pdf(
        "web/record.typ", {"title": "Carte", "blocks": [{"picture": {"svg": svg, "alt": "La carte"}}]}
    )
    assert pdf[:5] == b"%PDF-"
