from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.web.charts import TRACK, WIDTH, Bar, Series, bar_chart, line_chart

HOSTILE = '</text><script>alert("x")</script>&'


def test_a_chart_is_named_and_described():
    svg = ET.fromstring(bar_chart("delays", "Délais", "Le FSL répond en 31 jours.", [Bar("FSL", 31)]))
    assert svg.get("aria-labelledby") == "delays-title delays-desc"
    assert [(child.get("id"), child.text) for child in svg[:2]] == [
        ("delays-title", "Délais"),
        ("delays-desc", "Le FSL répond en 31 jours."),
    ]


def test_texts_stay_texts_and_nothing_carries_a_style():
    drawings = [
        bar_chart("a", HOSTILE, HOSTILE, [Bar(HOSTILE, 1, HOSTILE)]),
        line_chart("b", HOSTILE, HOSTILE, [HOSTILE], [Series(HOSTILE, [1]), Series(HOSTILE, [2])]),
    ]
    for drawing in drawings:
        svg = ET.fromstring(drawing)
        assert {element.tag for element in svg.iter()} <= {
            "svg",
            "title",
            "desc",
            "rect",
            "text",
            "line",
            "path",
            "circle",
        }
        assert [element for element in svg.iter() if "style" in element.attrib] == []


@given(st.lists(st.floats(min_value=0, max_value=1e12), max_size=8))
def test_bars_are_to_scale_and_stay_inside(values):
    svg = ET.fromstring(bar_chart("a", "t", "d", [Bar("x", value) for value in values]))
    widths = [float(bar.get("width")) for bar in svg.iter("rect") if bar.get("class") == "bar"]
    longest = max(values, default=0) or 1
    assert widths == pytest.approx(
        [max(2 if value else 0, value / longest * TRACK) for value in values], abs=0.06
    )


def test_a_value_stands_under_its_label():
    svg = ET.fromstring(
        bar_chart("a", "t", "d", [Bar("Une aide dont le nom est long", 3, "3 foyers sur 12")])
    )
    label, value = (float(text.get("y")) for text in svg.iter("text"))
    assert value - label >= 20


def test_an_unknown_value_breaks_the_line_instead_of_touching_zero():
    svg = ET.fromstring(
        line_chart("a", "t", "d", ["1", "2", "3", "4", "5"], [Series("s", [1, 2, None, 3, 4])])
    )
    (path,) = [path.get("d") for path in svg.iter("path")]
    assert [command for command in path if command.isalpha()] == ["M", "L", "M", "L"]
    assert len(list(svg.iter("circle"))) == 4


@given(st.lists(st.one_of(st.none(), st.floats(min_value=0, max_value=1e9)), min_size=1, max_size=40))
def test_points_stay_inside_whatever_the_values(values):
    svg = ET.fromstring(line_chart("a", "t", "d", ["x"] * len(values), [Series("s", values)]))
    height = float(svg.get("viewBox").split()[3])
    points = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in svg.iter("circle")]
    assert [point for point in points if not (0 <= point[0] <= WIDTH and 0 <= point[1] <= height)] == []
    assert 1 <= len([text for text in svg.iter("text") if text.text == "x"]) <= 3


def test_series_must_be_as_long_as_the_labels():
    with pytest.raises(ValueError, match="labels"):
        line_chart("a", "t", "d", ["1"], [Series("s", [1, 2])])
