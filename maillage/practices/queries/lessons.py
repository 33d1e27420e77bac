"""What sheets of a tag teach together: the same words once, with every sheet that says them."""

from dataclasses import dataclass, field
from typing import Any

from maillage.governance.queries.recommendations import folded
from maillage.permissions import Actor
from maillage.practices.enums import POINTS_IN_WORDS, PointKind
from maillage.practices.queries.library import published
from maillage.practices.queries.sheets import points

MOST = 300
"""Sheets read together: beyond, one chooses a tag."""


@dataclass
class Lesson:
    words: str
    versions: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Lessons:
    """`sources`: the sheets they come from, numbered from 1 in a synthesis; `whole`: how many sheets there are."""

    groups: list[tuple[str, list[Lesson]]]
    sources: list[Any]
    whole: int

    def number(self, version: Any) -> int:
        return self.sources.index(version) + 1

    def numbers(self, lesson: Lesson) -> str:
        return ", ".join(map(str, sorted(self.number(one) for one in lesson.versions)))


def lessons(actor: Actor, tag: str = "") -> Lessons:
    """What most sheets say first. Three queries."""
    rows = published(actor).filter(tags__contains=[tag]) if tag else published(actor)
    found = {one.pk: one for one in rows.order_by("title", "pk")[:MOST]}
    told: dict[str, dict[str, Lesson]] = {kind: {} for kind in PointKind}
    for point in points(actor, list(found)).order_by("pk"):
        lesson = told[point.kind].setdefault(same(point.text), Lesson(point.text))
        lesson.versions.append(found[point.version_id])
    groups = [(POINTS_IN_WORDS[kind], _sorted(told[kind])) for kind in PointKind]
    return Lessons(groups, list(found.values()), rows.count())


def same(words: str) -> str:
    """Two sentences that differ by accents, capitals or signs are one."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in folded(words)).split())


def _sorted(told: dict[str, Lesson]) -> list[Lesson]:
    return sorted(told.values(), key=lambda one: (-len(one.versions), folded(one.words)))
