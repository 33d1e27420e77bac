"""A school enters its students, one by one or many at once, and says who comes first where places are short."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.models import Territory
from maillage.permissions import Actor
from maillage.permissions.definer import value_of
from maillage.placements.actions.sessions import check_enters
from maillage.placements.models import Candidate, Priority, School, WishList


@dataclass(frozen=True)
class Entered:
    """A student as the school tells it. `user_id`: their account in that school, when they have one; `email`: where their link
    goes otherwise. `wishes`: only for a session held elsewhere, keys of seats, with what they accept."""

    name: str
    diploma_code: str
    year: int
    commune: Territory | None = None
    user_id: int | None = None
    need: str = ""
    wishes: Sequence[int] = ()
    others: bool = False
    email: str = ""


@transaction.atomic
def enter(*, by: Actor, school: School, students: Sequence[Entered]) -> int:
    """How many are new: a student already there, by account or by name, is brought up to date."""
    check_enters(by, school)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('placements_number'), %s)", [school.session_id])
    known = _known(school)
    new = [one for one in students if not _match(known, one)]
    for one in students:
        if found := _match(known, one):
            _update(found, one)
    made = _made(school, new)
    _prioritised(zip(made, new, strict=True))
    record(by, "placements_students_entered", school.session, students=len(new))
    return len(new)


def _known(school: School) -> dict[Any, Candidate]:
    rows = Candidate.objects.filter(school=school)
    by_name: dict[Any, Candidate] = {one.name.casefold(): one for one in rows}
    return by_name | {one.user_id: one for one in rows if one.user_id}


def _match(known: dict[Any, Candidate], told: Entered) -> Candidate | None:
    return known.get(told.user_id or "") or known.get(told.name.casefold())


def _update(row: Candidate, told: Entered) -> None:
    row.diploma_code, row.year, row.withdrawn_at = told.diploma_code, told.year, None
    row.commune = told.commune or row.commune
    row.user_id, row.email = row.user_id or told.user_id, told.email or row.email
    row.save(update_fields=["diploma_code", "year", "commune", "user", "email", "withdrawn_at"])
    Priority.objects.filter(candidate=row).delete()
    if told.need:
        Priority.objects.create(candidate=row, need=told.need)


def _made(school: School, new: Sequence[Entered]) -> list[Candidate]:
    last = value_of("placements_last_number(%s::bigint)", school.session_id)
    made = [
        Candidate(
            session_id=school.session_id, school=school, number=number, user_id=one.user_id, name=one.name,
            diploma_code=one.diploma_code, year=one.year, commune=one.commune, email=one.email,
        )
        for number, one in enumerate(new, last + 1)
    ]  # fmt: skip
    for one in made:
        one.clean_fields(exclude=["session", "school", "user", "commune"])
    return Candidate.objects.bulk_create(made, batch_size=2_000)


def _prioritised(pairs: Any) -> None:
    listed = list(pairs)
    Priority.objects.bulk_create(Priority(candidate=row, need=told.need) for row, told in listed if told.need)
    lists = [(row, told) for row, told in listed if told.wishes or told.others]
    WishList.objects.bulk_create(
        WishList(candidate=row, seats=list(told.wishes), others=told.others) for row, told in lists
    )


@transaction.atomic
def withdraw(*, by: Actor, candidate: Candidate) -> None:
    """Before the close: their wishes count no more."""
    check_enters(by, candidate.school)
    Candidate.objects.filter(pk=candidate.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
    record(by, "placements_student_withdrawn", candidate)
