"""A commission decides: one case, or several the same way. Each once, whoever sends it again; never without its colleges."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.actions.decisions import NOBODY
from maillage.governance.actions.gatherings import locked
from maillage.governance.models import Gathering
from maillage.governance.rules import Count, account, missing
from maillage.permissions import Actor, Forbidden
from maillage.referrals.actions.answering import DECISION, settle
from maillage.referrals.actions.events import CHANGED, happened, moving
from maillage.referrals.enums import WITH_THEM, CaseState, EventKind, Outcome
from maillage.referrals.models import Case, SchemeRequest
from maillage.referrals.queries import cases as queries
from maillage.referrals.rules import check_undertook

NOT_BEGUN = "La séance n’a pas encore commencé\u00a0: rien ne se décide avant."
NO_QUORUM = "La commission ne peut pas décider\u00a0: {}. Notez les présences, ou reportez cette situation."
NONE_CHOSEN = "Choisissez au moins une situation."
TAKEN = "Situation {}\u00a0: elle vient d’être décidée, reportée ou retirée. Rien n’est enregistré\u00a0: relisez-la."
SEVERAL_TAKEN = "Une situation choisie n’est plus à décider. Rien n’est enregistré\u00a0: relisez la liste."


@dataclass(frozen=True)
class Ruling:
    """What is decided, in the words of `answering.settle`."""

    outcome: str
    reason: str = ""
    words: str = ""
    next_step: str = ""
    rank: int | None = None
    rank_means: str = ""


@transaction.atomic
def decide(*, by: Actor, gathering: Gathering, chosen: Mapping[UUID, int], ruling: Ruling) -> list[Case]:
    """`chosen`: case → version of its request as it was read. All of them, or none: the first that changed is told.

    Ranks of a batch follow one another, in the order of the agenda.
    """
    kept = locked(by, gathering)
    check_undertook(queries.signed(by, kept))
    if kept.starts_at > timezone.now():
        raise Forbidden(NOT_BEGUN)
    found = _listed(by, kept, chosen)
    requests = {one.pk: one for one in _requests(by, found)}
    _check_quorum(by, kept, found)
    for position, case in enumerate(found):
        request = requests.get(case.request_id)
        if request is None:
            raise Forbidden(TAKEN.format(case.rank))
        _decide(by, kept, case, request, chosen[case.pk], ruling, position)
    record(by, "cases_decided", kept, count=len(found), outcome=ruling.outcome)
    return found


def _listed(by: Actor, gathering: Gathering, chosen: Mapping[UUID, int]) -> list[Case]:
    if not chosen:
        raise Forbidden(NONE_CHOSEN)
    found = list(queries.cases(by, gathering).filter(pk__in=chosen))
    if gone := next((one for one in found if one.state != CaseState.LISTED), None):
        raise Forbidden(TAKEN.format(gone.rank))
    if len(found) != len(chosen):
        raise Forbidden(SEVERAL_TAKEN)
    return found


def _requests(by: Actor, found: Iterable[Case]) -> Any:
    rows = SchemeRequest.objects.visible_to(by).filter(pk__in=[one.request_id for one in found])
    return rows.select_related("scheme__structure__commune__departement")


def _check_quorum(by: Actor, gathering: Gathering, found: Iterable[Case]) -> None:
    """Whoever stepped aside from a case is not counted for it."""
    aside = queries.set_aside(by, gathering, [one.request_id for one in found])
    for out in {frozenset(aside.get(one.request_id, set())) for one in found}:
        counted = queries.counts(gathering, out)
        if not counted:
            raise Forbidden(NOBODY)
        if lacking := missing(counted):
            raise Forbidden(NO_QUORUM.format(said(lacking)))


def said(lacking: Iterable[Count]) -> str:
    return ", ".join(
        f"il manque {one.lacking} au collège «\u00a0{one.college.name}\u00a0»" for one in lacking
    )


def _day(gathering: Gathering, request: SchemeRequest) -> date:
    """The sitting's; a sitting may go on past midnight, when a request was sent."""
    sent = request.sent_at or gathering.starts_at
    return timezone.localdate(max(gathering.starts_at, sent))


def _decide(
    by: Actor,
    gathering: Gathering,
    case: Case,
    request: SchemeRequest,
    version: int,
    ruling: Ruling,
    position: int,
) -> None:
    name = gathering.committee.name
    try:
        moved = moving(by, request, version, *WITH_THEM)
    except Forbidden as refusal:
        raise Forbidden(f"Situation {case.rank}\u00a0: {refusal.reason or CHANGED}") from None
    moved.scheme = request.scheme
    on = _day(gathering, moved)
    rank = None if ruling.rank is None else ruling.rank + position
    settle(moved, on, ruling.outcome, ruling.reason, ruling.words, ruling.next_step, rank, ruling.rank_means)
    moved.decided_by = name[:200]
    moved.save(update_fields=[*DECISION, "state", "version"])
    happened(by, moved, EventKind.DECIDED, on, str(Outcome(ruling.outcome).label), in_name_of=name)
    told = {"outcome": moved.outcome, "reason": moved.reason, "ended_by_id": account(by)}
    rows = queries.cases(by, gathering).filter(pk=case.pk, state=CaseState.LISTED)
    if not rows.update(state=CaseState.DECIDED, ended_at=timezone.now(), **told):
        raise Forbidden(TAKEN.format(case.rank))
