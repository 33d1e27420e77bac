"""Screen households read together, and keep what was found: one of them from its page, thousands from a run."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.models import Household
from maillage.permissions import Actor, Forbidden
from maillage.rights import engine
from maillage.rights.bulk import writing
from maillage.rights.bulk.fingerprint import fingerprints
from maillage.rights.bulk.reading import Block, Ids, read_block
from maillage.rights.bulk.writing import Stale, Stamp, Tally
from maillage.rights.deadlines import coming
from maillage.rights.engine import ResultColumns
from maillage.rights.queries import situations
from maillage.rights.rules import check_can_screen

TOGETHER = 20_000
"""Households in one simulation."""
INCOMPLETE = "Ce foyer n’a pas de demandeur à ce mois\u00a0: indiquez qui demande, puis recommencez."


@transaction.atomic
def screen_household(*, by: Actor, household: Household, month: date) -> Tally:
    """Compute and keep what this household could claim; twice the same situation writes nothing the second time."""
    check_can_screen(by, month, timezone.localdate())
    ids = np.array([household.pk.bytes], dtype="S16")
    stamp = Stamp(month, situations.versions(), None)
    found = read(ids, stamp)
    tally = write(found, compute(found, stamp), stamp)
    if tally.incomplete or not (tally.screened or tally.unchanged):
        raise Forbidden(INCOMPLETE)
    record(by, "screen", household, month=f"{month:%Y-%m}", unchanged=tally.unchanged, **tally.changes)
    return tally


@dataclass(frozen=True)
class Read:
    """Some households as they were read; `stale`: those to compute, and why."""

    block: Block
    inputs: Any
    stale: Stale


def read(ids: Ids, stamp: Stamp) -> Read:
    block = read_block(connection, ids, stamp.month)
    inputs = fingerprints(block.columns, stamp.month.year * 100 + stamp.month.month)
    return Read(block, inputs, writing.stale(connection, block, inputs, stamp))


def compute(found: Read, stamp: Stamp) -> ResultColumns | None:
    """Touches no database."""
    wanted = found.stale.ranks
    if not len(wanted):
        return None
    every = len(wanted) == len(found.block.ids)
    columns = found.block.columns if every else found.block.columns.take(wanted)
    return engine.screen_columns(columns, f"{stamp.month:%Y-%m}", TOGETHER)


def write(found: Read, results: ResultColumns | None, stamp: Stamp) -> Tally:
    block, wanted = found.block, found.stale.ranks
    tally = Tally(len(wanted), len(block.ids) - len(wanted), len(block.incomplete), block.unseen)
    tally.deadlines = coming(block.columns, timezone.localdate()).dated
    if results is not None:
        tally.changes = writing.write(
            connection, block.ids[wanted], found.inputs[wanted], found.stale, results, stamp
        )
    return tally
