"""WCAG contrast of the colours of the style sheet, in both schemes."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

BODY, OTHER, EDGE = 7.0, 4.5, 3.0
PAIRS = [
    ("ink", "paper", BODY),
    ("ink", "card", BODY),
    ("ink", "accent-wash", BODY),
    ("ink", "late-wash", BODY),
    ("ink-soft", "paper", BODY),
    ("ink-soft", "card", BODY),
    ("accent", "paper", OTHER),
    ("accent", "card", OTHER),
    ("accent", "accent-wash", OTHER),
    ("late", "paper", OTHER),
    ("late", "card", OTHER),
    ("late", "late-wash", OTHER),
    ("on-accent", "accent", OTHER),
    ("on-late", "late", OTHER),
    ("edge", "paper", EDGE),
    ("edge", "card", EDGE),
    ("focus", "paper", EDGE),
]


def palette(scheme):
    """{name: "#rrggbb"} of "light" or "dark"."""
    css = Path(finders.find("web/maillage.css")).read_text()
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", css)
    return {name: (light if scheme == "light" else dark) for name, light, dark in pairs}


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    shares = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_colours_is_readable(scheme):
    colours = palette(scheme)
    ratios = {(ink, ground): round(contrast(colours[ink], colours[ground]), 2) for ink, ground, _ in PAIRS}
    assert {pair: ratio for (*pair_, floor) in PAIRS if (ratio := ratios[pair := tuple(pair_)]) < floor} == {}


def test_black_on_white_is_21():
    assert round(contrast("#000", "#fff"), 2) == 21.0


def test_browsers_without_light_dark_get_the_same_light_colours():
    css = Path(finders.find("web/maillage.css")).read_text()
    plain = dict(re.findall(r"--([\w-]+): (#\w+);", css.split("@supports")[0]))
    light = palette("light")
    assert {name: plain.get(name) for name in light} == light
