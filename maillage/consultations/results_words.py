"""Results as pages and files say them: counts, shares, « moins de 5 », a bar for each choice."""

from decimal import Decimal
from typing import Any

from maillage.consultations.enums import QuestionKind
from maillage.consultations.queries.results import Result
from maillage.web.charts import Bar, bar_chart
from maillage.web.wording import number, plural

HIDDEN = "masqué"
"""Fewer than five, or what would let such a count be guessed."""
COLUMNS = ["Réponse", ("Nombre", "number"), ("Part", "number")]


def shown(count: int | None) -> str:
    return HIDDEN if count is None else number(count)


def share(value: int | None) -> str:
    return "" if value is None else f"{value}\u00a0%"


def told(results: list[Result]) -> list[dict[str, Any]]:
    """What a snapshot keeps; pages read results and snapshots alike."""
    return [_told(one) for one in results]


def _told(one: Result) -> dict[str, Any]:
    blocks = [
        {
            "title": block.title,
            "base": block.base,
            "cells": [[c.label, c.count, c.share] for c in block.cells],
        }
        for block in one.blocks
    ]
    numbers = {"mean": _figure_of(one.mean), "median": _figure_of(one.median)}
    facts = {"number": one.number, "title": one.question.title, "kind": one.question.kind, "base": one.base}
    return {**facts, "blocks": blocks, **numbers, "id": one.question.pk}


def _figure_of(value: Any) -> str | None:
    """As a snapshot keeps it: two figures after the point at most."""
    return None if value is None else str(round(value, 2))


def figures(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For the page: each block with its chart and its table."""
    return [
        {**one, "figures": [_figure(one, place, block) for place, block in enumerate(one["blocks"])]}
        for one in told
    ]


def _figure(one: dict[str, Any], place: int, block: dict[str, Any]) -> dict[str, Any]:
    caption = block["title"] or one["title"]
    bars = [Bar(label, count or 0, _beside(count, part)) for label, count, part in block["cells"]]
    said = f"{plural(block['base'], 'réponse')}."
    return {
        "caption": caption,
        "columns": COLUMNS,
        "rows": [[label, shown(count), share(part)] for label, count, part in block["cells"]],
        "svg": bar_chart(f"q{one['number']}-{place}", caption, said, bars),
    }


def _beside(count: int | None, part: int | None) -> str:
    return shown(count) if part is None else f"{shown(count)} ({share(part)})"


HEADERS = ["Question", "Ligne", "Réponse", "Nombre", "Part (%)"]


def table(told: list[dict[str, Any]]) -> list[list[Any]]:
    """The same counts for a spreadsheet."""
    rows: list[list[Any]] = []
    for one in told:
        title = f"{one['number']}. {one['title']}"
        rows.append([title, "", "Ont répondu", HIDDEN if one["base"] is None else one["base"], None])
        for block in one["blocks"]:
            rows += [
                [title, block["title"], label, HIDDEN if count is None else count, part]
                for label, count, part in block["cells"]
            ]
        if one["kind"] == QuestionKind.NUMBER and one["mean"] is not None:
            rows += [
                [title, "", "Moyenne", Decimal(one["mean"]), None],
                [title, "", "Médiane", Decimal(one["median"]), None],
            ]
    return rows
