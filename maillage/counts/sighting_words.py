"""How a line is said: « 2 personnes, couple sans enfant, dort, non réveillée »."""

from typing import Any

from maillage.counts.enums import ANSWERS, Ask, Contact, Shape
from maillage.web.wording import plural

LETTERS = "ABCDEFGH"
"""Of the answers on paper, in their order."""


def said(line: Any) -> str:
    minors = [f"dont {plural(line.minors, 'mineur')}"] if line.minors else []
    parts = [plural(line.persons, "personne"), *minors, Shape(line.shape).label, Contact(line.contact).label]
    parts += [ANSWERS[one](value).label for one in Ask if (value := getattr(line, one))]
    return ", ".join([*map(str, parts), *(["au bord du secteur"] if line.edge else [])])
