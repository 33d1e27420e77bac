"""A student's own list: changed gesture by gesture until the close, to the second; nobody else's to write."""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.models import Structure
from maillage.permissions import Actor, Forbidden
from maillage.placements.enums import Phase
from maillage.placements.models import Candidate, Impossibility, Seat, WishList
from maillage.placements.queries.students import wishes_of
from maillage.placements.rules import check_can_rank

NOT_YET = "Les vœux ne sont pas encore ouverts."
CLOSED = "Les vœux sont clos\u00a0: votre liste ne change plus."


def _list(by: Actor, candidate: Candidate) -> WishList:
    """Theirs, locked, made at the first gesture."""
    check_can_rank(by, candidate.user_id, candidate.school.structure_id, candidate.key)
    phase = candidate.session.phase_at(timezone.now())
    if phase != Phase.WISHES or candidate.withdrawn_at:
        raise Forbidden(NOT_YET if phase in (Phase.PREPARED, Phase.SEATS) else CLOSED)
    WishList.objects.bulk_create([WishList(candidate=candidate)], ignore_conflicts=True)
    found: WishList | None = WishList.objects.select_for_update().filter(candidate=candidate).first()
    if found is None:
        raise Forbidden(CLOSED)
    return found


def _keep(row: WishList, seats: Sequence[int]) -> None:
    row.seats, row.version = list(seats), row.version + 1
    row.save(update_fields=["seats", "version", "filed_at"])


@transaction.atomic
def rank(*, by: Actor, candidate: Candidate, change: Callable[[Sequence[int]], list[int]]) -> list[int]:
    """`change` of `rules.lists`, made on the list as it is now: two tabs do not undo each other."""
    row = _list(by, candidate)
    before, after = list(row.seats), change(row.seats)
    if after != before:
        _keep(row, after)
        record(by, "wishes_ranked", candidate, wishes=len(after))
    return after


@transaction.atomic
def add(*, by: Actor, candidate: Candidate, seat: Seat) -> None:
    """At the end of the list, when it is open to them."""
    row = _list(by, candidate)
    if seat.pk in row.seats:
        return
    found = next((one for one in wishes_of(candidate).others if one.seat.pk == seat.pk), None)
    if found is None:
        raise Forbidden("Cette place n’est pas dans cette session.")
    if found.closed:
        raise Forbidden(f"Cette place ne vous est pas ouverte\u00a0: {found.closed.label}.")
    _keep(row, [*row.seats, seat.pk])
    record(by, "wishes_ranked", candidate, wishes=len(row.seats))


@transaction.atomic
def choose(*, by: Actor, candidate: Candidate, others: bool, shown: bool = False) -> None:
    """Whether a place that was not asked for is welcome in the second round; whether the school may read the list."""
    row = _list(by, candidate)
    row.others, row.shown = others, shown
    row.save(update_fields=["others", "shown", "filed_at"])
    record(by, "wishes_choices", candidate, others=others, shown=shown)


@transaction.atomic
def declare(*, by: Actor, candidate: Candidate, structure: Structure, kind: str) -> None:
    """They cannot go there: its places are closed to them and leave their list."""
    row = _list(by, candidate)
    Impossibility.objects.update_or_create(wishes=row, structure=structure, defaults={"kind": kind})
    gone = set(
        Seat.objects.filter(session=candidate.session_id, structure=structure).values_list("pk", flat=True)
    )
    if gone & set(row.seats):
        _keep(row, [one for one in row.seats if one not in gone])
    record(by, "impossibility_declared", candidate)


@transaction.atomic
def take_back(*, by: Actor, candidate: Candidate, impossibility: int) -> None:
    row = _list(by, candidate)
    Impossibility.objects.filter(wishes=row, pk=impossibility).delete()
    record(by, "impossibility_taken_back", candidate)
