"""A synthesis is written sentence by sentence, each with its sources; published, it tells its contributors they are kept."""

import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from maillage.audit.actions import record
from maillage.contributions.actions.dissents import DISSENTS
from maillage.contributions.actions.processes import locked
from maillage.contributions.enums import FateKind
from maillage.contributions.models import (
    Axis,
    Contribution,
    Fate,
    Process,
    Sentence,
    SentenceSource,
    Synthesis,
)
from maillage.permissions import Actor, Forbidden
from maillage.permissions.locks import alone

PUBLISHED = "Cette synthèse est publiée\u00a0: elle ne change plus. Écrivez-en une nouvelle version."
EMPTY = "Écrivez d’abord au moins une phrase."
UNSOURCED = "Cochez au moins une contribution\u00a0: chaque phrase dit sur quoi elle repose."


@transaction.atomic
def begin(*, by: Actor, process: Process, axis: Axis | None) -> Synthesis:
    """The draft under way; another version when the last is published, with its sentences."""
    kept = locked(by, process)
    rows = Synthesis.objects.filter(process=kept, axis=axis)
    last: Synthesis | None = rows.order_by("-number").first()
    if last and last.published_at is None:
        return last
    title = f"{axis.label}\u00a0: synthèse" if axis else f"{kept.title}\u00a0: synthèse"
    number = last.number + 1 if last else 1
    new = Synthesis.objects.create(process=kept, axis=axis, number=number, title=title[:200])
    if last:
        _copy(last, new)
    record(by, "synthesis_begun", new, number=number)
    return new


def _copy(last: Synthesis, new: Synthesis) -> None:
    for one in last.sentences.prefetch_related("sources"):
        told = {"paragraph": one.paragraph, "position": one.position, "text": one.text}
        made = Sentence.objects.create(synthesis=new, **told)
        SentenceSource.objects.bulk_create(
            SentenceSource(sentence=made, contribution_id=source.contribution_id)
            for source in one.sources.all()
        )


def _draft(by: Actor, synthesis: Synthesis) -> Synthesis:
    locked(by, synthesis.process)
    kept = Synthesis.objects.get(pk=synthesis.pk)
    if kept.published_at:
        raise Forbidden(PUBLISHED)
    return kept


@transaction.atomic
def write(
    *,
    by: Actor,
    synthesis: Synthesis,
    text: str,
    paragraph: str,
    sources: list[Contribution],
    sentence: Sentence | None = None,
) -> Sentence:
    """A new sentence at the end, or this one again."""
    draft = _draft(by, synthesis)
    _check_sources(draft, sources)
    if sentence is None:
        last = draft.sentences.aggregate(last=Max("position"))["last"] or 0
        sentence = Sentence(synthesis=draft, position=last + 1)
    sentence.text, sentence.paragraph = text, paragraph
    sentence.full_clean(exclude=["synthesis"])
    sentence.save(update_fields=["text", "paragraph"] if sentence.pk else None)
    _give_sources(sentence, sources)
    record(by, "sentence_written", sentence, sources=len(sources))
    return sentence


def _check_sources(synthesis: Synthesis, sources: list[Contribution]) -> None:
    if not sources or any(one.process_id != synthesis.process_id for one in sources):
        raise ValidationError({"sources": UNSOURCED})


def _give_sources(sentence: Sentence, sources: list[Contribution]) -> None:
    """What its author withdrew in between is no longer told as a source."""
    SentenceSource.objects.filter(sentence=sentence).exclude(contribution__in=sources).delete()
    known = set(SentenceSource.objects.filter(sentence=sentence).values_list("contribution_id", flat=True))
    SentenceSource.objects.bulk_create(
        SentenceSource(sentence=sentence, contribution=one) for one in sources if one.pk not in known
    )


@transaction.atomic
def take_away(*, by: Actor, sentence: Sentence) -> None:
    _draft(by, sentence.synthesis)
    record(by, "sentence_taken_away", sentence)
    sentence.delete()


@transaction.atomic
def move_up(*, by: Actor, sentence: Sentence) -> None:
    draft = _draft(by, sentence.synthesis)
    before = draft.sentences.filter(position__lt=sentence.position).order_by("-position").first()
    if before:
        Sentence.objects.filter(pk=sentence.pk).update(position=before.position)
        Sentence.objects.filter(pk=before.pk).update(position=sentence.position)
        record(by, "sentence_moved", sentence)


@transaction.atomic
def publish(*, by: Actor, synthesis: Synthesis) -> None:
    """Every sentence has a source, or nothing is published. What is used and had no fate yet is told to be kept."""
    locked(by, synthesis.process)
    alone(DISSENTS, synthesis.process_id)
    kept = Synthesis.objects.get(pk=synthesis.pk)
    if kept.published_at:
        return
    sentences = list(kept.sentences.prefetch_related("sources"))
    if not sentences:
        raise Forbidden(EMPTY)
    bare = [number for number, one in enumerate(sentences, 1) if not one.sources.all()]
    if bare:
        raise Forbidden(f"Sans source\u00a0: {_numbers(bare)}. Cochez-en une, ou retirez la phrase.")
    told = {"published_at": timezone.now(), "digest": _digest(sentences)}
    Synthesis.objects.filter(pk=kept.pk, published_at=None).update(**told)
    _tell_kept(kept)
    record(by, "synthesis_published", kept, number=kept.number, digest=told["digest"])


def _numbers(bare: list[int]) -> str:
    word = "phrase" if len(bare) == 1 else "phrases"
    return f"{word} {', '.join(map(str, bare))}"


def _digest(sentences: list[Sentence]) -> str:
    told: list[Any] = [
        [one.paragraph, one.text, sorted(source.contribution_id for source in one.sources.all())]
        for one in sentences
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _tell_kept(synthesis: Synthesis) -> None:
    used = SentenceSource.objects.filter(sentence__synthesis=synthesis).values("contribution")
    rows = Contribution.objects.filter(pk__in=used, fate=None, withdrawn_on=None)
    today = timezone.localdate()
    Fate.objects.bulk_create(Fate(contribution=one, kind=FateKind.KEPT, told_on=today) for one in rows)
