"""The register of tutors, what each follows, and the room a structure has left."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from maillage.conventions.law import limits, on, referents
from maillage.conventions.models import Convention, Tutor
from maillage.conventions.queries.courses import short_names
from maillage.conventions.rules import most_trainees, week_of
from maillage.directory.models import Structure
from maillage.permissions import Actor
from maillage.permissions.definer import value_of


def register(actor: Actor, structure_id: int | None = None) -> QuerySet[Tutor]:
    rows: QuerySet[Tutor] = Tutor.objects.visible_to(actor).select_related("user", "structure")
    return rows.filter(structure=structure_id) if structure_id else rows


def active(rows: QuerySet[Tutor], day: date) -> QuerySet[Tutor]:
    return rows.filter(since__lte=day).exclude(left_on__lte=day)


def load(tutor: Tutor, first: date, last: date, but: int = 0) -> int:
    """The most conventions followed on one day between two, whichever the school; `but`: one left out."""
    told = value_of(
        "conventions_load(%s::bigint, %s::date, %s::date, %s::bigint)", tutor.pk, first, last, but
    )
    return int(told)


def followed(actor: Actor, tutors: list[int]) -> Counter[int]:
    """How many each follows today, of the conventions that one reads."""
    today = timezone.localdate()
    rows = Convention.objects.visible_to(actor).filter(tutor__in=tutors, version__gt=0, dropped_on=None)
    running = rows.filter(starts_on__lte=today, ends_on__gte=today)
    return Counter(running.order_by().values_list("tutor", flat=True))


def free_places(structure: Structure, day: date | None = None) -> int:
    """3 for each tutor of its register, less the placements that are not over, prepared ones included."""
    today = day or timezone.localdate()
    tutors = value_of("conventions_tutors(%s::bigint, %s::date)", structure.pk, today)
    taken = value_of("conventions_hosted(%s::bigint, %s::date)", structure.pk, today)
    return max(int(tutors) * on(limits(), today).tutor_load - int(taken), 0)


def headcount(structure: Structure, day: date) -> int | None:
    told: int | None = value_of("conventions_headcount_on(%s::bigint, %s::date)", structure.pk, day)
    return told


def quota_left(structure: Structure, week: date, but: int = 0) -> int | None:
    """Trainees that may still come in the week of this day; None when the structure did not declare its staff."""
    first, last = week_of(week)
    persons = headcount(structure, first)
    if persons is None:
        return None
    taken = value_of(
        "conventions_between(%s::bigint, %s::date, %s::date, %s::bigint)", structure.pk, first, last, but
    )
    return max(most_trainees(persons, first) - int(taken), 0)


def full_weeks(structure: Structure, first: date, last: date, but: int = 0) -> list[date]:
    """The Mondays of the weeks where nobody more may come."""
    monday, _ = week_of(first)
    weeks = [monday + timedelta(weeks=n) for n in range((last - monday).days // 7 + 1)]
    if headcount(structure, last) is None:
        return []
    return [one for one in weeks if quota_left(structure, one, but) == 0]


def lacks_diploma(tutor: Tutor, diploma_code: str) -> tuple[str, ...]:
    """The short names of those of which the referent of this course holds one, when this tutor holds none of them."""
    wanted = referents(diploma_code)
    return () if set(wanted) & set(tutor.diplomas) else tuple(short_names(wanted))
