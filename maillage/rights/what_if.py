"""A projection in the words of a page: two sentences, a picture, a table, what is not counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from maillage.rights.engine import BENEFIT, Projection
from maillage.web.charts import Series, line_chart
from maillage.web.wording import amount
from maillage.web.wording import month as month_words

SMALLEST = 1.0  # € under which two months are told as the same
NAMES = {"rsa": "le RSA", "ppa": "la prime d’activité", "housing_aid": "l’aide au logement", "aah": "l’AAH",
         "asi": "l’ASI", "aspa": "l’ASPA", "ass": "l’ASS", "mva": "la majoration pour la vie autonome",
         "af": "les allocations familiales", "cf": "le complément familial", "asf": "l’allocation de soutien familial",
         "paje": "l’allocation de base de la PAJE"}  # fmt: skip
PLURAL = {"af"}


@dataclass(frozen=True)
class WhatIf:
    sentences: list[str]
    svg: Any
    columns: list[Any]
    rows: list[list[str]]
    details: list[tuple[str, list[Any], list[list[str]]]]
    left_out: list[str]
    difference: str


def words(found: Projection) -> WhatIf:
    months = [date.fromisoformat(f"{one}-01") for one in found.months]
    before, after = found.before.total, found.after.total
    sentences = [sentence for code in NAMES for sentence in _changes(found, code, months)]
    columns = ["Mois", ("Sans changement", "number"), ("Avec ce changement", "number"), ("Écart", "number")]
    rows = [
        [month_words(one), _euros(old), _euros(new), _gap(new - old)]
        for one, old, new in zip(months, before, after, strict=True)
    ]
    return WhatIf(
        sentences or ["Aucune prestation ne change\u00a0: l’écart vient seulement des revenus."],
        _chart(months, before, after),
        columns,
        rows,
        list(_details(found, months)),
        [BENEFIT[code].name for code in found.left_out],
        _gap(float((after - before).sum())),
    )


def _changes(found: Projection, code: str, months: list[date]) -> Iterator[str]:
    """ "Le RSA baisse à partir de mars 2027, puis s’arrête en juin 2027." """
    old, new = found.before.benefits.get(code), found.after.benefits.get(code)
    if old is None or new is None:
        return
    gaps = [float(b - a) for a, b in zip(old, new, strict=True)]
    first = next((rank for rank, gap in enumerate(gaps) if abs(gap) >= SMALLEST), None)
    if first is None:
        return
    told = f"{NAMES[code][:1].upper()}{NAMES[code][1:]} {_verb(code, old[first], new[first], months[first])}"
    stopped = next((rank for rank in range(first + 1, len(new)) if new[rank] < SMALLEST <= old[rank]), None)
    if stopped is not None and new[first] >= SMALLEST:
        told += f", puis {_verb(code, old[stopped], new[stopped], months[stopped])}"
    yield f"{told}."


def _verb(code: str, old: float, new: float, month: date) -> str:
    many, when = code in PLURAL, month_words(month)
    since = f"à partir d’{when}" if when[0] in "ao" else f"à partir de {when}"
    if new < SMALLEST:
        return f"s’arrêtent en {when}" if many else f"s’arrête en {when}"
    if old < SMALLEST:
        return f"commencent en {when}" if many else f"commence en {when}"
    if new < old:
        return f"baissent {since}" if many else f"baisse {since}"
    return f"augmentent {since}" if many else f"augmente {since}"


def _details(found: Projection, months: list[date]) -> Iterator[tuple[str, list[Any], list[list[str]]]]:
    """What is earned, then each benefit that one of the two has: month by month, without and with."""
    series = {"Revenus de la famille": (found.before.own, found.after.own)}
    series |= {
        BENEFIT[code].name: (old, found.after.benefits[code]) for code, old in found.before.benefits.items()
    }
    columns = ["Mois", ("Sans changement", "number"), ("Avec ce changement", "number")]
    for name, (old, new) in series.items():
        if max(*old, *new) >= SMALLEST:
            rows = [
                [month_words(one), _euros(a), _euros(b)] for one, a, b in zip(months, old, new, strict=True)
            ]
            yield name, columns, rows


def _chart(months: list[date], before: Any, after: Any) -> Any:
    said = (
        f"De {_euros(before[0])} à {_euros(before[-1])} par mois sans changement\u00a0; "
        f"de {_euros(after[0])} à {_euros(after[-1])} avec."
    )
    series = [
        Series("Sans changement", [max(0.0, float(one)) for one in before]),
        Series("Avec ce changement", [max(0.0, float(one)) for one in after]),
    ]
    return line_chart(
        "et-si", "Ressources par mois, en euros", said, [f"{one:%m/%y}" for one in months], series
    )


def _euros(value: float) -> str:
    return amount(round(float(value)))


def _gap(value: float) -> str:
    return f"+{_euros(value)}" if round(value) > 0 else _euros(value)
