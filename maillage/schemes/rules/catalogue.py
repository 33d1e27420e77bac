"""What each kind of scheme is by law and by custom: dated, each with its text (`pack/schemes.yaml`)."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from maillage.clocks.delays import Delay, Unit
from maillage.schemes.enums import USUAL_VACANCY_DAYS, VACANCY_DAYS, SchemeKind

PACK = Path(__file__).parents[1] / "pack" / "schemes.yaml"


class Question(NamedTuple):
    """Asked for this scheme alone. `kind`: "line", "words", "yes_no", "date" or "amount"."""

    code: str
    label: str
    kind: str


@cache
def read_pack() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    return told


def template(kind: str) -> dict[str, Any]:
    """The fields of a `Scheme` of that kind, as the law or custom has them."""
    told, pack = read_pack()["kinds"][kind], read_pack()
    n, unit = told["delay"]
    return {
        "name": told["name"],
        "sections": list(told["sections"]),
        "delay_n": n,
        "delay_unit": unit,
        "counts_from": told["from"],
        "silence": told["silence"],
        "silence_text": spaced(told["silence_text"]),
        "appeals": told["appeals"],
        "questions": told["questions"],
        "source": told["source"],
        "source_url": told["url"],
        "read_on": pack["read_on"],
        "to_confirm": told.get("confirm", False),
        "vacancy_days": VACANCY_DAYS.get(SchemeKind(kind), USUAL_VACANCY_DAYS),
    }


def lodging(appeal: dict[str, Any]) -> Delay | None:
    """Until when this way of appeal is open, counted from the decision; None when no text says."""
    told = appeal.get("lodge")
    return Delay(int(told[0]), Unit(told[1])) if told else None


SILENT = Delay(2, Unit.MONTHS)
"""The delay of the law after which silence is worth an answer (CRPA art. L231-1 and L231-4): of a request, whatever sooner
day was promised; of an administrative appeal."""


def answering(appeal: dict[str, Any]) -> Delay | None:
    """When the answer to an appeal is owed; None before a court, or where no text gives a delay to lodge it."""
    return None if lodging(appeal) is None or "tribunal" in appeal["authority"] else SILENT


def spaced(words: str) -> str:
    """French signs stay with their word."""
    for sign in ":;?!":
        words = words.replace(f" {sign}", f"\u00a0{sign}")
    return words
