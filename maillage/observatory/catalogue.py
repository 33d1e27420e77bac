"""The fixed catalogue of indicators, from `pack/indicators.yaml`; loaded again without harm."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from maillage.observatory.enums import DECLARED

PACK = Path(__file__).parent / "pack" / "indicators.yaml"


class Entry(NamedTuple):
    """One indicator. `dimensions`: of its source, those it tells. `part`: the values of its last dimension that are told as a share
    of all (none: a count). `months`: how long a period is. `publisher`, `url`: of a declared indicator, where figures come from.
    `by`: what a declared indicator tells besides territories ("" nothing). `cost`: minutes to produce, `owner`: who should."""

    code: str
    title: str
    question: str
    family: str
    source: str
    unit: str
    purpose: str
    owner: str
    cost: int
    since: date
    method: str
    unsaid: str
    dimensions: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    part_words: str = ""
    months: int = 12
    publisher: str = ""
    url: str = ""
    by: str = ""
    retired: dict[str, Any] | None = None

    @property
    def declared(self) -> bool:
        return self.source == DECLARED


@cache
def entries() -> dict[str, Entry]:
    told = yaml.safe_load(PACK.read_text(encoding="utf-8"))["indicators"]
    return {one["code"]: _entry(one) for one in told}


def entry(code: str) -> Entry:
    """Of a row of the catalogue: one that left the pack is told by its code alone."""
    return entries().get(code) or Entry(
        code, code, "", "rights", DECLARED, "", "", "", 0, date(2026, 1, 1), "", ""
    )


def _entry(told: dict[str, Any]) -> Entry:
    lists = {name: tuple(told.get(name, ())) for name in ("dimensions", "part")}
    words = {name: spaced(value) for name, value in told.items() if isinstance(value, str)}
    return Entry(**{**told, **words, **lists})


def spaced(words: str) -> str:
    """French signs stay with their word."""
    for sign in "?:;!%»":
        words = words.replace(f" {sign}", f"\u00a0{sign}")
    return words.replace("« ", "«\u00a0").strip()


def load_indicators(model: Any, today: date, using: str = "default") -> int:
    """A row for each of the pack; how many there are. One that left the pack is retired, and keeps what was told."""
    rows = model.objects.using(using)
    for one in entries().values():
        rows.get_or_create(code=one.code, defaults={"reviewed_on": one.since})
        if one.retired:
            rows.filter(code=one.code, retired_on=None).update(
                retired_on=one.retired["on"], retired_why=one.retired["why"]
            )
    left = rows.exclude(code__in=entries()).filter(retired_on=None)
    left.update(retired_on=today, retired_why="Il n’est plus au catalogue.")
    return len(entries())
