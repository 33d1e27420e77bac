"""The hours of a convention and what they are worth, absences and the other conventions at the same host taken in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, QuerySet, Sum

from maillage.conventions.models import Convention, Funding, Interruption
from maillage.conventions.rules import Absence, Owed, Presence, owed, presence
from maillage.conventions.rules.presence import by_year


@dataclass(frozen=True)
class Counted:
    presence: Presence
    owed: Owed


def absences_of(row: Convention, told: Iterable[Interruption]) -> list[Absence]:
    """A placement that stopped is absent from the day after."""
    listed = [Absence(one.first, one.last, one.kind) for one in told]
    if row.dropped_on and row.dropped_on < row.ends_on:
        listed.append(Absence(row.dropped_on + timedelta(days=1), row.ends_on))
    return listed


def same_student(row: Convention) -> Q:
    if row.student_id:
        return Q(student=row.student_id)
    return Q(student=None, student_name__iexact=row.student_name)


def beside(row: Convention) -> QuerySet[Convention]:
    """The student's other conventions at this host, proposed or signed: one sees those of one's structure."""
    if row.host_id is None:
        return Convention.objects.none()
    rows = Convention.objects.filter(same_student(row), host=row.host_id, version__gt=0)
    return rows.exclude(pk=row.pk or 0)


def counted(row: Convention) -> Counted:
    return counted_all([row])[row.pk]


def counted_all(rows: list[Convention]) -> dict[int, Counted]:
    """In three queries, however many they are."""
    near = _near(rows)
    hours = _presences([*rows, *(one for one in near if one.pk not in {row.pk for row in rows})])
    around = {one.pk: one for one in [*rows, *near]}
    return {row.pk: _one(row, hours, list(around.values())) for row in rows}


def _near(rows: list[Convention]) -> list[Convention]:
    condition = Q(pk__in=[])
    for row in rows:
        if row.host_id is not None:
            condition |= same_student(row) & Q(host=row.host_id)
    return list(Convention.objects.filter(condition, version__gt=0))


def _presences(rows: list[Convention]) -> dict[int, Presence]:
    told: dict[int, list[Interruption]] = defaultdict(list)
    for one in Interruption.objects.filter(convention__in=[row.pk for row in rows if row.pk]):
        told[one.convention_id].append(one)
    return {row.pk: presence(row.periods, absences_of(row, told[row.pk])) for row in rows}


def _alike(one: Convention, other: Convention) -> bool:
    if one.student_id or other.student_id:
        return one.student_id == other.student_id
    return one.student_name.casefold() == other.student_name.casefold()


def _one(row: Convention, hours: dict[int, Presence], around: list[Convention]) -> Counted:
    others: dict[int, Decimal] = defaultdict(Decimal)
    for one in around:
        if one.pk != row.pk and one.version and one.host_id == row.host_id and _alike(one, row):
            for year, told in by_year(hours[one.pk].counted).items():
                others[year] += told
    mine = hours[row.pk]
    return Counted(mine, owed(mine, row.status, others=others, agreed=row.hourly_rate))


def funded(rows: Iterable[Convention]) -> dict[int, Decimal]:
    sums = Funding.objects.filter(convention__in=[row.pk for row in rows]).values("convention")
    return {one["convention"]: one["given"] for one in sums.annotate(given=Sum("amount")).order_by()}


def unfunded(due: Decimal, given: Decimal) -> Decimal:
    return max(due - given, Decimal(0))


class Practice(NamedTuple):
    """Hours under all the conventions of a student for a diploma: in all, and up to a day."""

    planned: Decimal
    done: Decimal


def practice(row: Convention, on: date) -> Practice:
    """Those that stopped count for what was done; absences and closures are left out."""
    rows = list(Convention.objects.filter(same_student(row), version__gt=0, diploma_code=row.diploma_code))
    told = [day for one in counted_all(rows).values() for day in one.presence.counted.items()]
    done = sum((hours for day, hours in told if day < on), Decimal(0))
    return Practice(sum((hours for _, hours in told), Decimal(0)), done)
