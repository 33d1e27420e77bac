"""A report comes in, is cut in passages, sorted by a human a few parts at a time: each passage taken is a contribution.

Numbers of pages, and what is written again on each of them, are left beforehand: they may be taken up again.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.audit.actions import record
from maillage.contributions.actions.contributions import Told, check_told, written
from maillage.contributions.actions.processes import check_runs
from maillage.contributions.enums import BlockState, Channel
from maillage.contributions.models import Block, Contribution, Process, Report
from maillage.contributions.report_blocks import (
    Line,
    as_text,
    html_lines,
    is_html,
    lines_of,
    passages,
)
from maillage.contributions.rules.guesses import furniture, guessed_kind
from maillage.files.checks import Checked, checked
from maillage.files.storage import drop, keep, read
from maillage.governance.rules import account
from maillage.permissions import Actor
from maillage.web.wording import day


@dataclass(frozen=True)
class Upload:
    """A file as the browser sent it."""

    name: str
    content: bytes


@transaction.atomic
def add_report(
    *, by: Actor, process: Process, group: str, territory: Any, held_on: date | None, upload: Upload
) -> Report:
    """Checked before anything is written: it may take seconds. A page is kept as its text alone."""
    check_runs(by, process)
    safe, lines = _read(upload)
    found = passages(lines)
    left = furniture(one.text for one in found)
    key = keep(safe.content, owner=process.committee.public_id)
    try:
        told = {"group": group, "territory": territory, "held_on": held_on, "added_by_id": account(by)}
        report = Report(process=process, key=key, name=safe.name, media_type=safe.media_type, **told)
        report.full_clean(exclude=["process", "territory", "added_by"])
        report.save(force_insert=True)
        Block.objects.bulk_create(
            Block(
                report=report,
                number=number,
                section=one.section,
                path=" › ".join(one.path)[:300],
                kind=one.kind,
                text=one.text,
                guess=guessed_kind(one.path),
                state=BlockState.ASIDE if one.text in left else BlockState.WAITING,
            )
            for number, one in enumerate(found, start=1)
        )
    except BaseException:
        drop(key)
        raise
    record(by, "report_added", report, passages=len(found))
    return report


def _read(upload: Upload) -> tuple[Checked, list[Line]]:
    if is_html(upload.content):
        lines = html_lines(upload.content)
        return checked(f"{upload.name}.txt", as_text(lines).encode()), lines
    safe = checked(upload.name, upload.content)
    return safe, lines_of(safe.kind, safe.content)


def read_report(*, by: Actor, report: Report) -> bytes:
    record(by, "read_report", report)
    return read(report.key)


@dataclass(frozen=True)
class Sorted:
    """What a human decided of one passage. `told`: of a passage that is taken."""

    number: int
    state: str
    text: str = ""
    told: Told | None = None


@transaction.atomic
def sort(*, by: Actor, report: Report, decided: list[Sorted]) -> int:
    """How many contributions it made. What somebody took in between is not taken twice."""
    check_runs(by, report.process)
    locked = Block.objects.select_for_update(of=("self",)).filter(report=report)
    waiting = {one.number: one for one in locked.filter(state__in=(BlockState.WAITING, BlockState.ASIDE))}
    made = 0
    for one in _with_joined(decided):
        if (block := waiting.get(one.number)) is None:
            continue
        if one.state == BlockState.TAKEN and one.told:
            _contribute(by, report, block, one.told)
            made += 1
        Block.objects.filter(pk=block.pk).update(state=one.state)
    record(by, "report_sorted", report, contributions=made, passages=len(decided))
    return made


def _with_joined(decided: list[Sorted]) -> list[Sorted]:
    """The words of a passage joined to the one before go to its end."""
    found: list[Sorted] = []
    for one in sorted(decided, key=lambda told: told.number):
        before = next((n for n in range(len(found) - 1, -1, -1) if found[n].state == BlockState.TAKEN), None)
        if one.state == BlockState.JOINED:
            if before is None:
                raise ValidationError(f"Passage {one.number}\u00a0: il n’y a rien avant à quoi le joindre.")
            found[before] = _longer(found[before], one.text)
        found.append(one)
    return found


def _longer(one: Sorted, more: str) -> Sorted:
    assert one.told
    told = Told(**{**one.told.__dict__, "text": f"{one.told.text}\n{more}"})
    return Sorted(one.number, one.state, one.text, told)


def _contribute(by: Actor, report: Report, block: Block, told: Told) -> Contribution:
    try:
        check_told(told)
    except ValidationError as refusal:
        raise ValidationError(f"Passage {block.number}\u00a0: {refusal.messages[0]}") from None
    when = f", {day(report.held_on)}" if report.held_on else ""
    place = f"{block.path}, passage {block.number}" if block.path else f"passage {block.number}"
    more = {"report": report, "source": f"{report.group}{when}"[:300], "place": place[:400]}
    return written(by, report.process, told, Channel.REPORT, **more)
