"""« 2. Les halles » comes before « 10. Zone nord »."""

import re

FIGURES = re.compile(r"(\d+)")


def in_order(name: str) -> list[tuple[bool, int, str]]:
    """A key to sort names by: numbers count as numbers, before letters."""
    parts = FIGURES.split(name.casefold())
    return [(False, int(one), "") if one.isdecimal() else (True, 0, one) for one in parts if one]
