"""Results of the engine into rows: what is unchanged stays as it is, the rest replaces what the household had.

Two queries to compare, three statements to write, whatever the number of households; under the actor's row security.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from maillage.rights.bulk.reading import Block, Ids
from maillage.rights.bulk.wire import Bigints, Integers, Smallints, Uuids, bulk_cursor, read_arrays
from maillage.rights.engine import BENEFITS, CODES, CONVENTIONS, STATUSES, ResultColumns
from maillage.rights.enums import Cause, Change, Status

NO_CENTS = -(2**31)
_POTENTIAL = [STATUSES.index(status) for status in Status.values]
_RANGE = Status.values.index(Status.RANGE)
_CHANGES, _CAUSES = list(Change.values), list(Cause.values)
_NEW, _CHANGED, _SAME, _GONE = range(4)
_FIRST, _MONTH, _SITUATION, _SCALE, _UNCHANGED = range(5)
CONCERNED = "concerned"
_COUNTED = (*_CHANGES, *_CAUSES, CONCERNED)
_AMOUNTS = ("amount", "low", "high", "first_quarter", "received")

# The last screening of each household up to this month.
_BEFORE = """
SELECT array_agg(household_id), array_agg(inputs), array_agg((month = %(month)s)::int::int2),
       array_agg((versions = %(versions)s)::int::int2)
FROM (SELECT DISTINCT ON (household_id) household_id, month, inputs, versions FROM rights_screening
      WHERE household_id = ANY (%(ids)s) AND month <= %(month)s ORDER BY household_id, month DESC) AS last
"""

# The rights of the last screening of each household up to this month: what "new" is told against.
_RIGHTS_BEFORE = """
SELECT array_agg(household_id), array_agg((array_position(%(codes)s::text[], benefit) - 1)::int2),
       array_agg((array_position(%(statuses)s::text[], status) - 1)::int2),
       array_agg(coalesce((amount * 100)::int4, %(none)s)),
       array_agg(coalesce((low * 100)::int4, %(none)s)), array_agg(coalesce((high * 100)::int4, %(none)s)),
       array_agg((extract(epoch FROM found_at) * 1000000)::int8)
FROM rights_entitlement JOIN (
    SELECT household_id, max(month) AS month FROM rights_screening
    WHERE household_id = ANY (%(ids)s) AND month <= %(month)s GROUP BY household_id) AS last
    USING (household_id, month)
WHERE change <> 'gone' AND benefit = ANY (%(codes)s) AND household_id = ANY (%(ids)s)
"""

# Their rights go with them (trigger). Rows are taken in order: of two workers at the same households, one waits.
_FORGET = """
DELETE FROM rights_screening s USING (
    SELECT household_id FROM rights_screening WHERE household_id = ANY (%(ids)s) AND month = %(month)s
    ORDER BY household_id FOR UPDATE) AS taken
WHERE s.household_id = taken.household_id AND s.month = %(month)s
"""

# Those that somebody else wrote meanwhile are theirs: what is returned is what is ours.
_SCREENED = """
WITH kept AS (
    INSERT INTO rights_screening (household_id, month, run_id, versions, inputs, convention, cause, computed_at)
    SELECT h, %(month)s, %(run)s, %(versions)s, i, (%(conventions)s::text[])[c + 1], (%(causes)s::text[])[w + 1],
           statement_timestamp()
    FROM unnest(%(ids)s, %(inputs)s, %(convention)s, %(cause)s) AS row (h, i, c, w)
    ON CONFLICT DO NOTHING RETURNING household_id)
SELECT array_agg(household_id) FROM kept
"""

_CENTS = "nullif({0}, %(none)s)::numeric / 100"
_FOUND = f"""
INSERT INTO rights_entitlement (household_id, month, benefit, status, amount, low, high, first_quarter, received,
                                missing, assumed, effort, change, found_at)
SELECT h, %(month)s, (%(codes)s::text[])[b + 1], (%(statuses)s::text[])[s + 1],
       {", ".join(_CENTS.format(name) for name in _AMOUNTS)}, missing, assumed, effort, (%(changes)s::text[])[c + 1],
       CASE WHEN since = 0 THEN statement_timestamp() ELSE 'epoch'::timestamptz + since * interval '1 microsecond' END
FROM unnest(%(household)s, %(benefit)s, %(status)s, {", ".join(f"%({name})s" for name in _AMOUNTS)},
            %(missing)s, %(assumed)s, %(effort)s, %(change)s, %(since)s)
     AS row (h, b, s, {", ".join(_AMOUNTS)}, missing, assumed, effort, c, since)
ON CONFLICT DO NOTHING
"""


@dataclass
class Tally:
    """What a block came to; tallies of the parts of a run add up.

    `outside`: households that the radar leaves aside; `deadlines`: dates of the weeks to come; `changes`: rights new,
    changed or gone, households by cause, and those whose rights a new scale moved ("concerned").
    """

    screened: int = 0
    unchanged: int = 0
    incomplete: int = 0
    unseen: int = 0
    outside: int = 0
    deadlines: int = 0
    changes: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        for name in _PLAIN:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.changes += other.changes

    def to_json(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in _PLAIN} | {one: self.changes[one] for one in _COUNTED}

    @classmethod
    def from_json(cls, data: dict[str, int]) -> Tally:
        plain = {name: data.get(name, 0) for name in _PLAIN}
        return cls(**plain, changes=Counter({one: data.get(one, 0) for one in _COUNTED}))


_PLAIN = tuple(one.name for one in fields(Tally) if one.name != "changes")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a stored result carries."""

    month: date
    versions: str
    run: UUID | None


Rows = dict[str, NDArray[Any]]
"""Columns of potential rights: household and benefit (ranks), status, amounts in cents, masks, effort, change, since."""


class Stale(NamedTuple):
    """Ranks of the households of a block to compute, and why each is."""

    ranks: NDArray[np.intp]
    causes: NDArray[np.int64]

    @property
    def all_first(self) -> bool:
        return bool((self.causes == _FIRST).all())


def stale(connection: Any, block: Block, inputs: NDArray[np.int64], stamp: Stamp) -> Stale:
    """The households that are new, that changed, or that were computed for another month or with other versions."""
    params = {"ids": Uuids(block.ids), "month": stamp.month, "versions": stamp.versions}
    types = ("S16", ">i8", ">i2", ">i2")
    known, former, this_month, current = read_arrays(bulk_cursor(connection), _BEFORE, params, *types)
    place = np.searchsorted(block.ids, known)
    moved = np.where(former == inputs[place], np.where(current, _UNCHANGED, _SCALE), _SITUATION)
    causes = np.full(len(block.ids), _FIRST)
    causes[place] = np.where(this_month, moved, _MONTH)
    ranks = np.nonzero(causes != _UNCHANGED)[0]
    return Stale(ranks, causes[ranks])


def write(
    connection: Any,
    ids: Ids,
    inputs: NDArray[np.int64],
    stale: Stale,
    results: ResultColumns,
    stamp: Stamp,
) -> Counter[str]:
    """Replace what these households (increasing ids) had this month; how many rights and households of each kind.

    Never screened, they have nothing to be compared with nor to forget: each statement spared is a walk through all
    that the actor may open, since row security is asked anew.
    """
    cursor, rows = bulk_cursor(connection), _rows(results)
    if stale.all_first:
        rows = _all_new(rows)
    else:
        rows = _compared(rows, _before(cursor, ids, stamp))
        cursor.execute(_FORGET, {"ids": Uuids(ids), "month": stamp.month})
    (kept,) = read_arrays(cursor, _SCREENED, _screened(ids, inputs, stale.causes, results, stamp), "S16")
    ours = np.isin(ids, kept)
    rows = {name: values[ours[rows["household"]]] for name, values in rows.items()}
    cursor.execute(_FOUND, _found(ids, rows, stamp))
    return _counted(rows, stale.causes, ours)


def _counted(rows: Rows, causes: NDArray[np.int64], ours: NDArray[np.bool_]) -> Counter[str]:
    by_change = np.bincount(rows["change"], minlength=len(_CHANGES)).tolist()
    by_cause = np.bincount(causes[ours], minlength=len(_CAUSES)).tolist()
    moved = (rows["change"] != _SAME) & (causes[rows["household"]] == _SCALE)
    counted = dict(zip((*_CHANGES, *_CAUSES), (*by_change, *by_cause), strict=True))
    return Counter(counted | {CONCERNED: len(np.unique(rows["household"][moved]))})


def _rows(results: ResultColumns) -> Rows:
    chosen = np.isin(results.status, _POTENTIAL).T
    household, benefit = np.nonzero(chosen)
    status = results.status[benefit, household]
    rows: Rows = {"household": household, "benefit": benefit}
    rows["status"] = np.array([_POTENTIAL.index(s) if s in _POTENTIAL else 0 for s in range(len(STATUSES))])[
        status
    ]
    for name in _AMOUNTS:
        rows[name] = _cents(getattr(results, name)[benefit, household])
    for name in ("low", "high"):
        rows[name] = np.where(rows["status"] == _RANGE, rows[name], NO_CENTS)
    rows["missing"], rows["assumed"] = (
        results.missing[benefit, household],
        results.assumed[benefit, household],
    )
    rows["effort"] = _effort(rows)
    return rows


def _cents(euros: NDArray[np.float32]) -> NDArray[np.int64]:
    unknown = np.isnan(euros)
    return np.where(unknown, NO_CENTS, np.rint(np.nan_to_num(euros).astype(np.float64) * 100)).astype(
        np.int64
    )


def _effort(rows: Rows) -> NDArray[np.int64]:
    """From 0: no demand to write, then by the papers to gather; what is still missing weighs more than papers."""
    papers = np.array([0 if "sans demande" in one.online else len(one.documents) for one in BENEFITS])
    missing = np.bitwise_count(rows["missing"]).astype(np.int64)
    effort: NDArray[np.int64] = papers[rows["benefit"]] + 10 * rows["status"] + 10 * missing
    return effort


def _before(cursor: Any, ids: Ids, stamp: Stamp) -> Rows:
    params = {
        "ids": Uuids(ids), "month": stamp.month, "codes": list(CODES), "statuses": Status.values, "none": NO_CENTS,
    }  # fmt: skip
    types = ("S16", ">i2", ">i2", ">i4", ">i4", ">i4", ">i8")
    household, benefit, status, amount, low, high, since = read_arrays(cursor, _RIGHTS_BEFORE, params, *types)
    return {
        "household": np.searchsorted(ids, household), "benefit": benefit.astype(np.int64),
        "status": status.astype(np.int64), "amount": amount.astype(np.int64), "low": low, "high": high, "since": since,
    }  # fmt: skip


def _all_new(rows: Rows) -> Rows:
    count = len(rows["household"])
    return rows | {"change": np.full(count, _NEW), "since": np.zeros(count, dtype=np.int64)}


def _compared(rows: Rows, before: Rows) -> Rows:
    """The rows with `change` and `since` (microseconds, 0 for now), and those gone since."""
    key, former = (part["household"] * len(CODES) + part["benefit"] for part in (rows, before))
    rows = _all_new(rows)
    if not len(former):
        return rows
    order = np.argsort(former)
    place = order[np.minimum(np.searchsorted(former, key, sorter=order), len(former) - 1)]
    known = former[place] == key
    same = known & (rows["status"] == before["status"][place])
    for name in ("amount", "low", "high"):
        same &= np.abs(rows[name] - before[name][place]) < 100
    rows["change"] = np.where(same, _SAME, np.where(known, _CHANGED, _NEW))
    rows["since"] = np.where(same, before["since"][place], 0)
    return _with_gone(rows, before, ~np.isin(former, key))


def _with_gone(rows: Rows, before: Rows, gone: NDArray[np.bool_]) -> Rows:
    count = int(gone.sum())
    lost: Rows = {name: np.zeros(count, dtype=np.int64) for name in rows}
    lost |= {name: np.full(count, NO_CENTS) for name in _AMOUNTS}
    lost |= {name: before[name][gone] for name in ("household", "benefit", "status", "amount", "low", "high")}
    lost["change"] = np.full(count, _GONE)
    return {name: np.concatenate((values, lost[name])) for name, values in rows.items()}


def _screened(
    ids: Ids, inputs: NDArray[np.int64], causes: NDArray[np.int64], results: ResultColumns, stamp: Stamp
) -> dict[str, Any]:
    return {
        "ids": Uuids(ids), "inputs": Bigints(inputs), "convention": Smallints(results.convention),
        "cause": Smallints(causes), "causes": _CAUSES, "conventions": list(CONVENTIONS), "month": stamp.month, "run": stamp.run, "versions": stamp.versions,
    }  # fmt: skip


def _found(ids: Ids, rows: Rows, stamp: Stamp) -> dict[str, Any]:
    columns: dict[str, Any] = {"household": Uuids(ids[rows["household"]])}
    columns |= {name: Smallints(rows[name]) for name in ("benefit", "status", "effort", "change")}
    columns |= {name: Integers(rows[name]) for name in _AMOUNTS}
    columns |= {name: Bigints(rows[name]) for name in ("missing", "assumed", "since")}
    lists = {"codes": list(CODES), "statuses": Status.values, "changes": _CHANGES}
    return columns | lists | {"month": stamp.month, "none": NO_CENTS}
