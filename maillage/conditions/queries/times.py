"""One's own weeks; what a team's add up to, month by month, beside what was planned."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.models import User
from maillage.accounts.queries import team
from maillage.conditions.models import Analysis, Presence, TimePlan, WeekTime
from maillage.conditions.models.times import KINDS
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of


@dataclass(frozen=True)
class TeamMonth:
    """Hours for an average week of one person, by kind: `done`, and `planned` (None where nothing is).

    `analysed`: hours of practice analysis of the whole team that month, None below five persons. `retyped`: share of the
    measured week that was retyping, in percent, None when it was not measured by five persons.
    """

    month: date
    persons: int
    weeks: int
    done: dict[str, Decimal]
    planned: dict[str, Decimal] | None
    analysed: Decimal | None
    retyped: int | None


def hours(half_hours: int | Decimal, weeks: int = 1) -> Decimal:
    return (Decimal(half_hours) / 2 / weeks).quantize(Decimal("0.1"))


def colleagues(actor: Actor) -> list[User]:
    """Who works in the structure today, students aside, by name."""
    places = team(actor.structure_id or 0, timezone.localdate())
    return [rows[0].user for rows in places if any(one.role != Role.STUDENT for one in rows)]


def own_weeks(actor: Actor, since: date) -> list[WeekTime]:
    rows = WeekTime.objects.visible_to(actor).filter(structure_id=actor.structure_id, monday__gte=since)
    return list(rows.order_by("-monday"))


def own_analysis_minutes(actor: Actor, monday: date, sunday: date) -> int:
    """Already counted as reflective time, by presence."""
    mine = Presence.objects.visible_to(actor).filter(
        user_id=actor.user_id,
        analysis__structure_id=actor.structure_id,
        analysis__day__range=(monday, sunday),
    )
    return sum(mine.values_list("analysis__minutes", flat=True))


def plans(actor: Actor) -> list[TimePlan]:
    return list(TimePlan.objects.visible_to(actor).order_by("since"))


def plan_on(known: list[TimePlan], day: date) -> TimePlan | None:
    return next((one for one in reversed(known) if one.since <= day), None)


def team_months(actor: Actor, since: date) -> list[TeamMonth]:
    """Last month first; only months that no longer change, of five persons or more."""
    known = plans(actor)
    analysed = {
        row.month: hours(Decimal(row.minutes) / 30) for row in rows_of("team_analysed(%s::date)", since)
    }
    found = [_month(row, known, analysed) for row in rows_of("team_times(%s::date)", since)]
    return found[::-1]


def _month(row: object, known: list[TimePlan], analysed: dict[date, Decimal]) -> TeamMonth:
    told = row._asdict()  # type: ignore[attr-defined]
    weeks = told["weeks"]
    plan = plan_on(known, told["month"])
    share = round(100 * told["retyped"] / told["asked"]) if told["retyped"] is not None else None
    return TeamMonth(
        month=told["month"],
        persons=told["persons"],
        weeks=weeks,
        done={kind: hours(told[kind], weeks) for kind in KINDS},
        planned={kind: hours(plan.by_kind[kind]) for kind in KINDS} if plan else None,
        analysed=analysed.get(told["month"]),
        retyped=share,
    )


def analyses(actor: Actor) -> list[tuple[Analysis, int]]:
    """Sessions, last first, with how many were there as far as this actor may know."""
    rows = list(Analysis.objects.visible_to(actor).order_by("-day", "-pk"))
    present = Presence.objects.visible_to(actor).order_by("analysis_id").values_list("analysis_id", flat=True)
    counts = {key: len(list(found)) for key, found in groupby(present)}
    return [(row, counts.get(row.pk, 0)) for row in rows]
