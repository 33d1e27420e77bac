"""May this be shared? A plain reading of `pack/sharing.yaml`: the first rule that fits the answers given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PACK = Path(__file__).parents[1] / "pack" / "sharing.yaml"
QUESTIONS = ("to", "what", "why", "person")


@dataclass(frozen=True)
class Source:
    code: str
    article: str
    says: str
    url: str
    checked: str

    @property
    def read_on(self) -> date:
        return date.fromisoformat(self.checked)


@dataclass(frozen=True)
class Advice:
    """`verdict`: yes, consent or no; `conditions`: what holds it; `tell`: what the person is told."""

    code: str
    verdict: str
    title: str
    reason: str
    conditions: tuple[str, ...]
    tell: str
    sources: tuple[Source, ...]


@cache
def read_sharing() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    return told


def sources() -> dict[str, Source]:
    return {
        code: Source(code, **{**told, "checked": str(told["checked"])})
        for code, told in read_sharing()["sources"].items()
    }


def choices(question: str) -> list[tuple[str, str]]:
    return list(read_sharing()["questions"][question]["answers"].items())


def advise(answers: Mapping[str, str]) -> Advice:
    """`answers`: one code for each of `QUESTIONS`. The last rule fits everything."""
    rule = next(one for one in read_sharing()["rules"] if _fits(one.get("when", {}), answers))
    known = sources()
    return Advice(
        code=rule["code"],
        verdict=rule["verdict"],
        title=rule["title"],
        reason=rule["reason"],
        conditions=tuple(rule.get("conditions", ())),
        tell=rule["tell"],
        sources=tuple(known[code] for code in rule["sources"]),
    )


def _fits(when: Mapping[str, list[str]], answers: Mapping[str, str]) -> bool:
    return all(answers[question] in wanted for question, wanted in when.items())
