"""When a body owes its answer, and until when a decision can be contested. Plain dates in and out.

CRPA art. L114-5: where silence is a refusal, the clock stops while the body waits for papers, for the time it gave at most;
where it is an agreement, the clock only starts with the complete file.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from maillage.clocks.answers import Asked as Asked
from maillage.clocks.answers import answer_due as clock
from maillage.clocks.delays import due_on, end_of
from maillage.rights.enums import ClaimState, Silence
from maillage.rights.procedures import Procedure, Way


def answer_due(
    procedure: Procedure,
    received_on: date,
    complete_on: date | None = None,
    paused_days: int = 0,
    waiting: Asked | None = None,
) -> date | None:
    """The day silence is worth an answer; None while the clock has not started.

    `complete_on`: the file's last papers; `paused_days`: former pauses; `waiting`: papers not given yet.
    """
    return clock(
        procedure.answer,
        received_on,
        from_complete=procedure.silence == Silence.GRANTED or procedure.from_complete,
        complete_on=complete_on,
        paused_days=paused_days,
        waiting=waiting,
    )


def next_day(claim: Any, way: Way | None = None, appeal_due: date | None = None) -> date | None:
    """The next day that counts for this claim. `way`: how its refusal is contested; `appeal_due`: the answer to its appeal."""
    if claim.state == ClaimState.FILED:
        return _as_date(claim.answer_due_on)
    if claim.state == ClaimState.INCOMPLETE:
        return min(filter(None, (claim.complete_by, claim.answer_due_on)), default=None)
    if claim.state == ClaimState.REFUSED and way and claim.answered_on:
        return contest_by(way, claim.answered_on)
    return appeal_due if claim.state == ClaimState.APPEALED else None


def _as_date(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def contest_by(way: Way, decided_on: date) -> date:
    """The last safe day: counted from the decision, shorter than a delay that leaves out its first and last day."""
    return due_on(decided_on, way.lodge)


def appeal_answer_due(way: Way, received_on: date) -> date | None:
    return end_of(received_on, way.answer) if way.answer else None
