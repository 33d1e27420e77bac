"""A result as it is told: whole to who organises, with small numbers hidden to everybody. What is published keeps it so."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from maillage.counts.enums import ANSWERS, Ask, Contact, SectorKind, Shape, Stratum, Walked
from maillage.counts.queries.results import MINORS, UNTOLD, Result
from maillage.counts.rules import Capture, rounded
from maillage.directory.rules.counts import HIDDEN_BELOW, hidden, is_small

UNSAID = "non dit"
UNCOUNTED = ""
COUNTED = (Walked.WHOLE, Walked.PARTLY)
Told = dict[str, Any]


def told(result: Result, *, hide: bool) -> Told:
    """Plain values, that JSON keeps. None: hidden.

    The number of households goes when a household is hidden: with it, couples and families could be worked out.
    """
    shapes = _table("Ménages", _labelled(Shape, result.shapes), hide)
    masked = any(count is None for _, count in shapes["rows"])
    small = hide and (masked or is_small(result.households))
    return {
        "persons": None if hide and is_small(result.persons) else result.persons,
        "households": None if small else result.households,
        "estimate": result.estimate and list(rounded(result.estimate)),
        "strata": [_stratum(result, one) for one in Stratum],
        "sectors": _sectors(result, hide),
        "tables": [
            shapes,
            *_answers(result, hide),
            _table("Rencontres", _labelled(Contact, result.contacts), hide),
        ],
        "seen_in_hundred": _in_hundred(result.capture),
        "captures": []
        if hide
        else [_capture(one.sector.name, one.capture) for one in result.sectors if one.capture],
    }


def _labelled(listed: Any, counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(str(listed(code).label), count) for code, count in counts.items()]


def _table(title: str, rows: Sequence[tuple[str, int]], hide: bool) -> Told:
    shown = _shown([count for _, count in rows], hide)
    return {"title": title, "rows": [[label, count] for (label, _), count in zip(rows, shown, strict=True)]}


def _shown(counts: Sequence[int], hide: bool) -> list[int | None]:
    away = hidden(counts) if hide else set()
    return [None if place in away else count for place, count in enumerate(counts)]


def _answers(result: Result, hide: bool) -> Iterable[Told]:
    for asked, counts in result.answers.items():
        labels = dict(ANSWERS[Ask(asked)].choices) | {MINORS: "moins de 18 ans", UNTOLD: UNSAID}
        title = str(Ask(asked).label)
        yield _table(
            title[0].upper() + title[1:], [(str(labels[code]), n) for code, n in counts.items()], hide
        )


def _stratum(result: Result, stratum: Stratum) -> list[Any]:
    """Its name; of how many sectors; those walked in whole, in part, and not."""
    those = [one for one in result.sectors if one.sector.stratum == stratum]
    walked = Counter(one.walked for one in those)
    whole, partly = walked[Walked.WHOLE], walked[Walked.PARTLY]
    return [str(stratum.label), len(those), whole, partly, len(those) - whole - partly]


def _sectors(result: Result, hide: bool) -> list[list[Any]]:
    """What nobody walked was not counted: an empty text, that is not zero."""
    shown = _shown([one.persons for one in result.sectors], hide)
    return [
        [
            one.sector.name,
            str(SectorKind(one.sector.kind).label),
            _how(one.walked, one.sector.sampled),
            count if one.persons or one.walked in COUNTED else UNCOUNTED,
        ]
        for one, count in zip(result.sectors, shown, strict=True)
    ]


def _how(walked: str, sampled: bool) -> str:
    if walked:
        return str(Walked(walked).label)
    return "rien n’a été dit" if sampled else "hors de l’échantillon"


def _in_hundred(capture: Capture | None) -> int | None:
    """To five; nothing from a few."""
    if capture is None or capture.share is None or capture.both < HIDDEN_BELOW:
        return None
    return round(capture.share * 20) * 5


def _capture(name: str, capture: Capture) -> list[Any]:
    low, high = capture.estimate.low, capture.estimate.high
    ends = [None if one is None else round(one) for one in (low, high)]
    return [name, capture.first, capture.second, capture.both, round(capture.estimate.total), *ends]
