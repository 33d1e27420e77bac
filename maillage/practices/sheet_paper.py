"""A sheet on paper, and what the sheets of a tag teach together."""

from datetime import date
from io import BytesIO
from typing import Any

import pikepdf

from maillage.practices import sheet_words as words
from maillage.practices.enums import POINTS_IN_WORDS, EvaluationKind
from maillage.practices.models import Evaluation, Finding, Reuse
from maillage.practices.queries.evaluations import looked
from maillage.practices.queries.lessons import Lessons
from maillage.practices.queries.sheets import points_of
from maillage.web.pdf import render_pdf
from maillage.web.wording import day, plural

MOST_PAGES = 5
UNSAID = "Cette évaluation ne dit pas ce qu’en pensent les personnes concernées."
DRAFT = "Brouillon, pas encore publié."


def pages_of(data: dict[str, Any]) -> int:
    with pikepdf.open(BytesIO(render_pdf("web/record.typ", data))) as paper:
        return len(paper.pages)


def sheet_data(
    version: Any, evaluations: list[Evaluation], reuses: list[Reuse], address: str
) -> dict[str, Any]:
    """Its own four or five pages; what others say of it follows, shorter."""
    blocks: list[dict[str, Any]] = [{"facts": [list(one) for one in words.facts(version)]}]
    for heading, text in words.written(version):
        blocks += [{"heading": heading}, *({"text": part} for part in text.split("\n\n") if part.strip())]
    told = points_of(version)
    for kind, heading in POINTS_IN_WORDS.items():
        blocks += [{"heading": heading}, {"list": told[kind]}] if kind in told else []
    for one in sorted(evaluations, key=lambda one: list(EvaluationKind).index(EvaluationKind(one.kind))):
        blocks += _evaluated(one)
    if reuses:
        blocks += [{"heading": "Essayée ailleurs"}, {"list": [_tried(one) for one in reuses]}]
    state = f"Étape\u00a0: {words.badge(version)[0].lower()}." if version.published_at else DRAFT
    summary = f"{state} {words.next_step(version)}"
    return {"title": version.title, "summary": summary.strip(), "blocks": blocks, "footer": address}


def _evaluated(one: Evaluation) -> list[dict[str, Any]]:
    seen = [_seen(row.label, row.finding) for row in looked(one) if row.finding]
    heading = f"Évaluation {words.OF_KINDS[EvaluationKind(one.kind)]}, par {words.evaluator(one)}, le {day(one.made_on)}"
    said = f"Les personnes concernées\u00a0: {one.persons_said}" if one.persons_said else UNSAID
    return [{"heading": heading}, {"list": seen}, {"text": said}]


def _seen(label: str, finding: Finding) -> str:
    """With what shows it."""
    source = f", {finding.source}" if finding.source else ""
    return f"{label} {finding.seen} ({finding.proof}{source}, {day(finding.proof_on)})"


def _tried(one: Reuse) -> str:
    return f"{one.structure}, {words.where(one)}\u00a0: {one.get_result_display()}. {one.learnt}"


def lessons_data(found: Lessons, name: str, on: date) -> dict[str, Any]:
    """Each sentence with the numbers of its sheets, listed at the end."""
    blocks: list[dict[str, Any]] = []
    for heading, rows in found.groups:
        told = [f"{one.words} [{found.numbers(one)}]" for one in rows]
        blocks += [{"heading": heading}, {"list": told}] if told else []
    sources = [
        f"{found.number(one)}. {one.title} ({words.carried_by(one.sheet)}, {words.where(one)})"
        for one in found.sources
    ]
    blocks += [{"heading": "Fiches lues"}, {"list": sources}] if sources else []
    return {
        "title": "Ce que les fiches enseignent" + (f"\u00a0: {name}" if name else ""),
        "summary": f"{plural(len(found.sources), 'fiche')}. Les mêmes mots ne sont dits qu’une fois.",
        "blocks": blocks,
        "footer": f"Au {day(on)}",
    }
