"""Syntheses, read: their sentences under their headings, each with the numbers of its sources."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from maillage.contributions.models import (
    Contribution,
    Dissent,
    Process,
    Sentence,
    SentenceSource,
    Synthesis,
)
from maillage.contributions.queries.dissents import beside
from maillage.permissions import Actor


def syntheses(actor: Actor) -> QuerySet[Synthesis]:
    return Synthesis.objects.visible_to(actor).select_related("process__committee", "axis")


def last_published(actor: Actor, process: Process) -> list[Synthesis]:
    """The last version of each, drafts beside them for those who write."""
    rows = syntheses(actor).filter(process=process).order_by("axis__kind", "axis__position", "number")
    last = {(one.axis_id, one.published_at is None): one for one in rows}
    return list(last.values())


@dataclass(frozen=True)
class Source:
    """`row`: None when who reads may not read it: restricted, or withdrawn."""

    number: int
    row: Contribution | None


@dataclass(frozen=True)
class Said:
    sentence: Sentence
    sources: list[Source]


@dataclass(frozen=True)
class Reading:
    paragraphs: list[tuple[str, list[Said]]]
    sources: list[Source]
    dissents: list[Dissent]


def reading(actor: Actor, synthesis: Synthesis, *with_sources: Any) -> Reading:
    """Four queries and what prefetches ask, whatever its length. `with_sources`: what is read with each of them."""
    links = Prefetch("sources", SentenceSource.objects.order_by("pk"), to_attr="links")
    sentences = list(synthesis.sentences.prefetch_related(links))
    ids = list(dict.fromkeys(one.contribution_id for said in sentences for one in said.links))
    found = Contribution.objects.visible_to(actor).filter(pk__in=ids).select_related("territory")
    rows = {one.pk: one for one in found.prefetch_related(*with_sources)}
    sources = {pk: Source(number, _readable(rows.get(pk))) for number, pk in enumerate(ids, 1)}
    told: dict[str, list[Said]] = {}
    for one in sentences:
        told.setdefault(one.paragraph, []).append(
            Said(one, [sources[link.contribution_id] for link in one.links])
        )
    return Reading(list(told.items()), list(sources.values()), beside(actor, synthesis))


def written(synthesis: Synthesis) -> list[tuple[str, list[Sentence]]]:
    """What is written so far, under its headings; each sentence with `rests_on`: how many sources."""
    told: dict[str, list[Sentence]] = {}
    for one in synthesis.sentences.annotate(rests_on=Count("sources")).order_by("position", "pk"):
        told.setdefault(one.paragraph, []).append(one)
    return list(told.items())


def _readable(row: Contribution | None) -> Contribution | None:
    return row if row and row.withdrawn_on is None else None
