"""Requests sent to the schemes of the actor's structure, in the order they are due: counted, and read page by page.

Their keys are found by PostgreSQL in one index (`inbox_sql`); the rows are then those that the rules show, by their keys.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.permissions.once import once_a_page
from maillage.referrals.enums import WITH_THEM
from maillage.referrals.models import SchemeRequest
from maillage.referrals.queries.referrals import received_requests
from maillage.referrals.rules import can_instruct


@dataclass(frozen=True)
class Counts:
    """Of what is received in some states: all, to receive, due within seven days, late."""

    every: int = 0
    waiting: int = 0
    due: int = 0
    late: int = 0


def counts(actor: Actor, day: date) -> Counts:
    """Of what waits for an answer."""
    return _counts(actor, day, WITH_THEM)


@once_a_page
def _counts(actor: Actor, day: date, states: tuple[str, ...]) -> Counts:
    if not can_instruct(actor):
        return Counts()
    (told,) = rows_of("inbox_counts(%s::varchar[], %s::date)", _listed(states), day)
    return Counts(**told._asdict())


@dataclass(frozen=True)
class Inbox:
    """As a paginator asks for it. `wanted`: in one state; what waits for an answer otherwise."""

    actor: Actor
    wanted: str = ""

    @property
    def states(self) -> tuple[str, ...]:
        return (self.wanted,) if self.wanted else WITH_THEM

    def count(self) -> int:
        return _counts(self.actor, timezone.localdate(), self.states).every

    def __getitem__(self, span: slice) -> list[SchemeRequest]:
        first, last = span.start or 0, span.stop
        call = "inbox_page(%s::varchar[], %s::integer, %s::integer)"
        keys = [one.inbox_page for one in rows_of(call, _listed(self.states), first, last - first)]
        found = received_requests(self.actor).in_bulk(keys)
        return [found[key] for key in keys if key in found]


def _listed(states: tuple[str, ...]) -> list[Any]:
    return [str(one) for one in states]
