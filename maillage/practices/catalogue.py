"""What all practice sheets share: tags, sections with their limits, criteria of evaluation; from `pack/practices.yaml`."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from maillage.practices.enums import EvaluationKind

PACK = Path(__file__).parent / "pack" / "practices.yaml"


class Section(NamedTuple):
    """`limit`: in signs, spaces included. `optional`: a sheet is documented without it."""

    code: str
    label: str
    help: str
    limit: int
    optional: bool = False


class Criterion(NamedTuple):
    code: str
    label: str
    help: str
    ended: bool = False


@cache
def read_pack() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    return told


def total() -> int:
    return int(read_pack()["total"])


def tags(ended: bool = False) -> dict[str, str]:
    """Code → label; those still offered, unless `ended` are wanted too."""
    return {one["code"]: one["label"] for one in read_pack()["tags"] if ended or not one.get("ended")}


def sections(kind: str) -> list[Section]:
    return [Section(**{**one, "help": _spaced(one["help"])}) for one in read_pack()["sections"][kind]]


def criteria(kind: str, ended: bool = False) -> list[Criterion]:
    rows = [Criterion(**{**one, "label": _spaced(one["label"])}) for one in read_pack()["criteria"][kind]]
    return [one for one in rows if ended or not one.ended]


def all_criteria() -> dict[str, str]:
    return {one.code: one.label for kind in EvaluationKind for one in criteria(kind, ended=True)}


def _spaced(words: str) -> str:
    """French signs stay with their word."""
    return words.replace(" ?", "\u00a0?").replace(" :", "\u00a0:")
