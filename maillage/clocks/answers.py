"""When an answer is owed, what stops the clock while papers are awaited. Plain dates in and out.

CRPA art. L114-5: where silence is a refusal, the clock stops while papers are awaited, for the time that was given at
most; where it is an agreement, the clock only starts with the complete file.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from maillage.clocks.delays import Delay, end_of


@dataclass(frozen=True)
class Asked:
    """Papers asked for, until when."""

    asked_on: date
    complete_by: date

    def days(self, given_on: date | None = None) -> int:
        """For how long the clock stops: until the papers are given, or the time allowed is over."""
        return max(0, (min(given_on or self.complete_by, self.complete_by) - self.asked_on).days)


def answer_due(
    delay: Delay,
    received_on: date,
    *,
    from_complete: bool,
    complete_on: date | None = None,
    paused_days: int = 0,
    waiting: Asked | None = None,
    department: str = "",
) -> date | None:
    """The day that the answer is owed; None while the clock has not started.

    `from_complete`: the clock starts with the last papers. `complete_on`: the day they came; `paused_days`: former
    pauses; `waiting`: papers not given yet.
    """
    if from_complete:
        started = max(received_on, complete_on or received_on)
        return None if waiting else end_of(started, delay, department)
    paused = paused_days + (waiting.days() if waiting else 0)
    return end_of(received_on, delay, department) + timedelta(days=paused)
