"""Households from PostgreSQL straight into the engine's columns: three queries a block, no object per household.

Everything is read under the actor's row security. A member whose own file the actor may not open is counted, and
everything about them is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from maillage.clocks.months import shift
from maillage.rights.bulk.wire import Uuids, bulk_cursor, read_arrays
from maillage.rights.engine import KINDS, Columns, columns_from_arrays
from maillage.rights.engine.situation import ACTIVITIES, CHARGE_KINDS, HOUSING, NATIONALITIES, ROLES, UNIONS

BEFORE_ALL, AFTER_ALL = UUID(int=0), UUID(int=2**128 - 1)
WINDOW = 16  # months that count, the month of the right included
Ids = NDArray[np.bytes_]  # S16, in increasing order
_KINDS = tuple(kind for kind in KINDS if kind not in CHARGE_KINDS)
_EPOCH = np.datetime64("2000-01-01")
_NO_DATE = -(2**31) + 1
_MEMORY = "SET LOCAL work_mem = '128MB'"

# Those of a team: what is held by a person's agreement alone is left to their own team, and counted apart.
_IDS = """
SELECT array_agg(id ORDER BY id) FROM people_household
WHERE id > %(after)s AND id <= %(last)s AND (cardinality(%(communes)s::text[]) = 0 OR commune = ANY (%(communes)s))
  AND id IN (SELECT household_id FROM people_attachment
             WHERE ended_at IS NULL AND household_id IS NOT NULL AND consent_of_id IS NULL)
"""

_HOUSEHOLDS = """
SELECT array_agg(id),
       array_agg(CASE WHEN octet_length(commune) = 5 THEN commune ELSE '     ' END),
       array_agg(coalesce(array_position(%(housing)s::text[], housing) - 1, -1)::int2),
       array_agg(coalesce((rent * 100)::int8, -1)),
       array_agg(coalesce(flat_share::int, -1)::int2),
       array_agg(coalesce(array_position(%(unions)s::text[], "union") - 1, -1)::int2),
       array_agg(coalesce((reference_income * 100)::int8, -1))
FROM (SELECT * FROM people_household WHERE id = ANY (%(ids)s) ORDER BY id) AS chosen
"""

_MEMBERS = """
SELECT array_agg(household_id), array_agg(person_id),
       array_agg((array_position(%(roles)s::text[], role) - 1)::int2),
       array_agg(coalesce(shared_custody::int, -1)::int2)
FROM people_householdmember
WHERE household_id = ANY (%(ids)s) AND role = ANY (%(roles)s)
  AND (since IS NULL OR since <= %(last_day)s) AND (until IS NULL OR until > %(last_day)s)
"""

_PERSONS = """
SELECT array_agg(id),
       array_agg(coalesce(birth_date - '2000-01-01'::date, %(no_date)s)),
       array_agg(coalesce(array_position(%(activities)s::text[], activity) - 1, -1)::int2),
       array_agg(coalesce(disability_rate, -1)::int2),
       array_agg(coalesce(unfit_for_work::int, -1)::int2),
       array_agg(coalesce(array_position(%(nationalities)s::text[], nationality) - 1, -1)::int2),
       array_agg(coalesce(permit_years, -1)::int2),
       array_agg(coalesce(pregnant::int, -1)::int2),
       array_agg(coalesce(in_school::int, -1)::int2),
       array_agg(coalesce(dependency_level, -1)::int2),
       array_agg(coalesce(ass_entitled::int, -1)::int2),
       array_agg(coalesce(taxed_alone::int, -1)::int2),
       array_agg(coalesce(scholarship::int, -1)::int2)
FROM people_person WHERE id = ANY (%(persons)s)
"""

_LINES = """
SELECT array_agg(household_id), array_agg(person_id), array_agg(month - '2000-01-01'::date),
       array_agg((array_position(%(kinds)s::text[], kind) - 1)::int2),
       array_agg(coalesce((amount * 100)::int4, -1))
FROM people_budgetline
WHERE household_id = ANY (%(ids)s) AND month BETWEEN %(first)s AND %(month)s AND kind = ANY (%(kinds)s)
"""

_FLAGS = (
    "unfit_for_work",
    "pregnant",
    "in_school",
    "dependency_level",
    "ass_entitled",
    "taxed_alone",
    "scholarship",
)


@dataclass(frozen=True, slots=True)
class Block:
    """Households ready for the engine: `ids[i]` is household i of `columns`, `persons[j]` its member j.

    `incomplete`: ids asked for that have no applicant (or two) this month; `unseen`: members whose file is closed
    to the actor.
    """

    ids: Ids
    persons: Ids
    columns: Columns
    incomplete: Ids
    unseen: int


def household_ids(
    connection: Any, after: UUID = BEFORE_ALL, last: UUID = AFTER_ALL, communes: Sequence[str] = ()
) -> Ids:
    """Every household that the actor follows inside its team, in increasing order, between these two; one query."""
    params = {"after": after, "last": last, "communes": list(communes)}
    (ids,) = read_arrays(bulk_cursor(connection), _IDS, params, "S16")
    return ids


def outside_basis(connection: Any, communes: Sequence[str] = ()) -> int:
    """How many households the actor holds by a person's agreement alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT maillage_definer.outside_basis(%s)", [list(communes)])
        (count,) = cursor.fetchone()
    return int(count)


def read_block(connection: Any, ids: Ids, month: date) -> Block:
    """`ids` (increasing) as they are at the end of `month` (its first day)."""
    cursor = bulk_cursor(connection)
    cursor.execute(_MEMORY)
    found, values = _households(cursor, ids)
    owner, persons, members = _members(cursor, found, month)
    kept = _composed(owner, members["role"], len(found))
    values, found, incomplete = (
        {name: array[kept] for name, array in values.items()},
        found[kept],
        found[~kept],
    )
    rank = np.cumsum(kept) - 1
    there = kept[owner]
    owner, persons = rank[owner[there]].astype(np.int32), persons[there]
    members = {name: array[there] for name, array in members.items()}
    facts, unseen = _persons(cursor, persons)
    lines = _lines(cursor, found, owner, persons, month)
    columns = columns_from_arrays(**values, household=owner, **members, **facts, **lines)
    return Block(found, persons, columns, incomplete, unseen)


def _households(cursor: Any, ids: Ids) -> tuple[Ids, dict[str, Any]]:
    params = {"ids": Uuids(ids), "housing": list(HOUSING), "unions": list(UNIONS)}
    found, commune, housing, rent, flat_share, union, income = read_arrays(
        cursor, _HOUSEHOLDS, params, "S16", "S5", ">i2", ">i8", ">i2", ">i2", ">i8"
    )
    values = {
        "commune": np.where(commune == b"     ", b"", commune).astype("S5"),
        "housing": housing.astype(np.int8),
        "rent": _euros(rent),
        "flat_share": flat_share.astype(np.int8),
        "union": union.astype(np.int8),
        "reference_income": _euros(income),
    }
    return found, values


def _members(cursor: Any, ids: Ids, month: date) -> tuple[NDArray[np.int32], Ids, dict[str, Any]]:
    """Household's rank, person and role of each member, grouped by household."""
    params = {"ids": Uuids(ids), "roles": list(ROLES), "last_day": last_day(month)}
    household, person, role, custody = read_arrays(cursor, _MEMBERS, params, "S16", "S16", ">i2", ">i2")
    owner = np.searchsorted(ids, household).astype(np.int32)
    order = np.lexsort((person, role, owner))
    members = {"role": role[order].astype(np.int8), "shared_custody": custody[order].astype(np.int8)}
    return owner[order], person[order], members


def _composed(owner: NDArray[np.int32], role: NDArray[np.int8], count: int) -> NDArray[np.bool_]:
    """(H,) the household has one applicant and at most one partner."""
    applicants = np.bincount(owner[role == 0], minlength=count)
    partners = np.bincount(owner[role == 1], minlength=count)
    kept: NDArray[np.bool_] = (applicants == 1) & (partners <= 1)
    return kept


def _persons(cursor: Any, persons: Ids) -> tuple[dict[str, Any], int]:
    wanted = np.unique(persons)
    params = {
        "persons": Uuids(wanted),
        "no_date": _NO_DATE,
        "activities": list(ACTIVITIES),
        "nationalities": list(NATIONALITIES),
    }
    types = ("S16", ">i4", *(">i2",) * 11)
    seen, birth, activity, disability, unfit, nationality, permit, *flags = read_arrays(
        cursor, _PERSONS, params, *types
    )
    order = np.argsort(seen)
    place = np.searchsorted(seen, persons, sorter=order)
    place = np.minimum(place, max(len(seen) - 1, 0))
    row = order[place] if len(seen) else np.zeros(len(persons), dtype=np.intp)
    known = seen[row] == persons if len(seen) else np.zeros(len(persons), dtype=bool)

    def of(values: Any, unknown: int = -1) -> Any:
        return np.where(known, values[row], unknown) if len(seen) else np.full(len(persons), unknown)

    days = of(birth, _NO_DATE)
    dates = np.where(days == _NO_DATE, np.datetime64("NaT"), _EPOCH + days.astype("timedelta64[D]"))
    facts = {
        "birth_date": dates.astype("datetime64[D]"),
        "activity": of(activity).astype(np.int8),
        "disability_rate": _unknown_below_zero(of(disability)),
        "nationality": of(nationality).astype(np.int8),
        "permit_years": _unknown_below_zero(of(permit)),
    }
    named = zip(_FLAGS, (unfit, *flags), strict=True)
    return facts | {name: of(values).astype(np.int8) for name, values in named}, int((~known).sum())


def _lines(cursor: Any, ids: Ids, owner: NDArray[np.int32], persons: Ids, month: date) -> dict[str, Any]:
    """Budget lines of today's members; those of somebody who has left count no more."""
    params = {"ids": Uuids(ids), "kinds": list(_KINDS), "first": first_month(month), "month": month}
    household, person, days, kind, cents = read_arrays(
        cursor, _LINES, params, "S16", "S16", ">i4", ">i2", ">i4"
    )
    members = _key(owner, persons)
    order = np.argsort(members)
    wanted = _key(np.searchsorted(ids, household), person)
    place = np.minimum(np.searchsorted(members, wanted, sorter=order), max(len(members) - 1, 0))
    member = order[place] if len(members) else place
    kept = members[member] == wanted if len(members) else np.zeros(0, dtype=bool)
    months = (_EPOCH + days.astype("timedelta64[D]")).astype("datetime64[M]").astype(np.int32)
    by_kind = np.array([KINDS.index(code) for code in _KINDS], dtype=np.int8)
    lines = {
        "line_member": member.astype(np.int32),
        "line_month": (1970 + months // 12) * 100 + months % 12 + 1,
        "line_kind": by_kind[kind],
        "line_amount": _euros(cents),
    }
    rank = np.argsort(lines["line_member"][kept], kind="stable")
    return {name: values[kept][rank] for name, values in lines.items()}


def _key(owner: NDArray[Any], persons: Ids) -> NDArray[np.bytes_]:
    """(N,) S20: the household's rank, then the person; a child of two homes has two keys."""
    key = np.empty(len(persons), dtype=[("owner", ">u4"), ("person", "V16")])
    key["owner"] = owner
    key["person"] = np.ascontiguousarray(persons).view("V16")
    return key.view("S20")


def _euros(cents: NDArray[Any]) -> NDArray[np.float32]:
    return np.where(cents < 0, np.nan, cents / 100).astype(np.float32)


def _unknown_below_zero(values: NDArray[Any]) -> NDArray[np.float32]:
    return np.where(values < 0, np.nan, values).astype(np.float32)


def first_month(month: date) -> date:
    return shift(month, 1 - WINDOW)


def last_day(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


__all__ = ["Block", "Ids", "first_month", "household_ids", "last_day", "outside_basis", "read_block"]
