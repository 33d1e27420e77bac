"""A school enters its students, one by one or many at once, and says who comes first where places are short."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.models import Territory
from maillage.permissions import Actor
from maillage.permissions.definer import value_of
from maillage.placements.actions.sessions import check_enters
from maillage.placements.models import Candidate, Priority, School, WishList

SEVERAL = "{}\u00a0: plusieurs étudiants portent ce nom dans cette session. Donnez l’adresse de celui-ci, ou distinguez les noms."
ANOTHER = "{}\u00a0: un étudiant de ce nom est déjà là, avec un autre compte ou une autre adresse. Retirez-le d’abord, ou distinguez les deux noms."


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
    """How many are new: a student already there, by account, address or name, is brought up to date. Raises ValidationError
    when the name alone could be somebody else's: their link would go to another person."""
    check_enters(by, school)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('placements_number'), %s)", [school.session_id])
    known = _known(school)
    found = [_match(known, one) for one in students]
    new = [told for told, row in zip(students, found, strict=True) if row is None]
    for told, row in zip(students, found, strict=True):
        if row:
            _update(row, told)
    made = _made(school, new)
    _prioritised(zip(made, new, strict=True))
    record(by, "placements_students_entered", school.session, students=len(new))
    return len(new)


class Known(NamedTuple):
    """Students of a school in this session; `named`: by what is the same in two ways to write a name."""

    by_account: dict[int, Candidate]
    by_address: dict[str, Candidate]
    named: dict[str, list[Candidate]]


def _known(school: School) -> Known:
    found = Known({}, {}, defaultdict(list))
    for one in Candidate.objects.filter(school=school):
        found.named[one.name.casefold()].append(one)
        if one.user_id:
            found.by_account[one.user_id] = one
        if one.email:
            found.by_address[one.email] = one
    return found


def _match(known: Known, told: Entered) -> Candidate | None:
    sure = known.by_account.get(told.user_id or 0) or known.by_address.get(told.email)
    named = known.named.get(told.name.casefold(), [])
    if sure or not named:
        return sure
    if len(named) > 1:
        raise ValidationError(SEVERAL.format(told.name))
    if _is_another(named[0], told):
        raise ValidationError(ANOTHER.format(told.name))
    return named[0]


def _is_another(row: Candidate, told: Entered) -> bool:
    """Whoever was withdrawn may come back, with another address: their former link is dead."""
    accounts = row.user_id and told.user_id and row.user_id != told.user_id
    addresses = row.withdrawn_at is None and row.email and told.email and row.email != told.email
    return bool(accounts or addresses)


def _update(row: Candidate, told: Entered) -> None:
    back = row.withdrawn_at is not None
    row.diploma_code, row.year, row.withdrawn_at = told.diploma_code, told.year, None
    row.commune = told.commune or row.commune
    row.user_id, row.email = row.user_id or told.user_id, told.email or row.email
    row.save(update_fields=["diploma_code", "year", "commune", "user", "email", "withdrawn_at"])
    if back and row.user_id is None:
        value_of("placements_link_again(%s::uuid)", row.public_id)
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
