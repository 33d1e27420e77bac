"""A synthesis as a document or as data; the paper to be filled in by hand."""

from typing import Any

from django.utils import timezone

from maillage.contributions.enums import ANY_TIME, KINDS, ContributionKind
from maillage.contributions.models import Contribution, Dissent, Process, Synthesis
from maillage.contributions.queries.processes import Axes
from maillage.contributions.queries.syntheses import Reading, Said, Source
from maillage.web.wording import day

UNREAD = "source réservée, ou retirée par son auteur"


def synthesis(row: Synthesis, told: Reading) -> dict[str, Any]:
    """For `web/record.typ` and its DOCX: each sentence with the numbers of its sources, then these, then what disagrees."""
    blocks: list[dict[str, Any]] = []
    for heading, sentences in told.paragraphs:
        blocks += [{"heading": heading}] if heading else []
        blocks.append({"text": " ".join(_numbered(one) for one in sentences)})
    blocks += [{"heading": "Sources"}, *_sources(told.sources)]
    for text in told.dissents:
        blocks += [
            {"heading": f"En désaccord\u00a0: {text.title}"},
            {"facts": [["De", text.author], *_corrected(text)]},
        ]
        blocks += [{"text": one} for one in text.body.split("\n") if one.strip()]
    return {
        "title": row.title,
        "summary": f"{row.process.title}. {_state(row)}.",
        "blocks": blocks,
        "footer": f"Version {row.number}",
    }


def _corrected(text: Dissent) -> list[list[str]]:
    when = text.corrected_at
    return [["Corrigé le", day(timezone.localdate(when))]] if when else []


def _state(row: Synthesis) -> str:
    when = row.published_at and day(timezone.localdate(row.published_at))
    return f"Version {row.number}, publiée le {when}" if when else f"Version {row.number}, en préparation"


def _numbered(one: Said) -> str:
    return f"{one.sentence.text} [{', '.join(str(source.number) for source in one.sources)}]"


MOST_QUOTED, TOGETHER = 32, 3
"""Signs of a source in a document: enough to know it again by its number; its page and the data hold it whole. From so many on,
the sources of one origin stand under it, told once."""


def _sources(sources: list[Source]) -> list[dict[str, Any]]:
    origins: dict[str, list[Source]] = {}
    for one in sources:
        origins.setdefault(_origin(one.row), []).append(one)
    blocks: list[dict[str, Any]] = []
    for origin, found in origins.items():
        if len(found) >= TOGETHER:
            blocks += [{"text": f"{origin}\u00a0:"}, {"notes": [_source(one) for one in found]}]
    apart = [one for one in sources if len(origins[_origin(one.row)]) < TOGETHER]
    return [*blocks, {"notes": [_source(one, with_origin=True) for one in apart]}] if apart else blocks


def _origin(row: Contribution | None) -> str:
    if row is None:
        return UNREAD.capitalize()
    place = str(row.territory.name) if row.territory else ""
    told = [row.author or "sans nom", place, row.source.removeprefix(row.author).lstrip(", ")]
    return ", ".join(one for one in told if one)


def _source(one: Source, with_origin: bool = False) -> str:
    after = f" ({_origin(one.row)})" if with_origin else ""
    if one.row is None:
        return f"[{one.number}]{after}"
    words = " ".join(one.row.text.split())
    quoted = words if len(words) <= MOST_QUOTED else f"{words[:MOST_QUOTED].rsplit(' ', 1)[0]}…"
    return f"[{one.number}] n°\u00a0{one.row.pk}\u00a0: {quoted}{after}"


def synthesis_as_json(row: Synthesis, told: Reading) -> dict[str, Any]:
    return {
        "title": row.title,
        "process": row.process.title,
        "version": row.number,
        "published_at": row.published_at,
        "digest": row.digest,
        "sentences": [
            {
                "paragraph": heading,
                "text": one.sentence.text,
                "sources": [source.number for source in one.sources],
            }
            for heading, sentences in told.paragraphs
            for one in sentences
        ],
        "sources": [_source_as_json(one) for one in told.sources],
        "dissents": [{"title": one.title, "author": one.author, "body": one.body} for one in told.dissents],
    }


def _source_as_json(one: Source) -> dict[str, Any]:
    if one.row is None:
        return {"number": one.number, "readable": False}
    row = one.row
    return {
        "number": one.number,
        "readable": True,
        "contribution": row.pk,
        "kind": row.kind,
        "text": row.text,
        "author": row.author,
        "territory": row.territory.name if row.territory else None,
        "channel": row.channel,
        "source": row.source,
        "place": row.place,
        "cells": [
            [cell.row and cell.row.label, cell.column and cell.column.label] for cell in row.cells.all()
        ],
    }


def blank_form(process: Process, axes: Axes) -> dict[str, Any]:
    kinds = [*(kind for asked in KINDS.values() for kind in asked), *ANY_TIME]
    boxes = [f"☐ {ContributionKind(kind).label}" for kind in kinds]
    return {
        "title": process.title,
        "summary": process.question,
        "blocks": [
            {"heading": "De quoi s’agit-il\u00a0?"},
            {"text": "   ".join(boxes)},
            {"heading": "À propos de quels thèmes\u00a0?"},
            {"text": "   ".join(f"☐ {one.label}" for one in axes.rows)},
            {"heading": "Et de quelles politiques\u00a0?"},
            {"text": "   ".join(f"☐ {one.label}" for one in axes.columns)},
            {
                "blank": {
                    "label": "Votre contribution, sans rien qui identifie une personne accompagnée",
                    "lines": 9,
                }
            },
            {"blank": {"label": "De qui elle vient (un nom, un service, un groupe)", "lines": 1}},
            {"text": "☐ Tout le monde peut la lire   ☐ Seulement ceux qui mènent la concertation"},
            {"text": "☐ C’est un témoignage\u00a0: je suis d’accord pour qu’il soit lu"},
        ],
        "footer": f"À rendre avant le {day(timezone.localdate(process.closes_at))}",
    }
