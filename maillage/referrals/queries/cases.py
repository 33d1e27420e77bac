"""A sitting as its members have it: the agenda, one case and its sheet, who signed, who may be told a decision."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from maillage.governance.models import Gathering, Occupant, Presence
from maillage.governance.queries import present_counts, standing
from maillage.governance.rules import Count, can_keep
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.referrals.case_words import Brief
from maillage.referrals.document import needed
from maillage.referrals.enums import WITH_THEM, CaseState
from maillage.referrals.models import (
    Case,
    CaseBrief,
    CaseRecusal,
    Hearing,
    SchemeRequest,
    SentSection,
    Undertaking,
)
from maillage.referrals.rules import read_parts, seen, still_read
from maillage.schemes.enums import Section
from maillage.vault.fields import open_together

ON_IT = (CaseState.LISTED, CaseState.DECIDED)


@dataclass(frozen=True)
class Line:
    """One case of an agenda. `request` and `brief`: None when the actor reads nothing of it (any more)."""

    case: Case
    request: SchemeRequest | None
    brief: Brief | None
    hearing: Hearing | None

    @property
    def waits(self) -> bool:
        """To be decided: not yet, and its agreement stands."""
        return (
            self.case.state == CaseState.LISTED
            and self.request is not None
            and self.request.state in WITH_THEM
        )

    @property
    def mark(self) -> str:
        """What a form sends: which case, as it was read."""
        return f"{self.case.pk}:{self.request.version}" if self.request else ""

    @property
    def name(self) -> str:
        return str(self.brief) if self.brief and str(self.brief) else f"Situation {self.case.rank}"


@dataclass(frozen=True)
class Sheet:
    line: Line
    sections: list[SentSection] = field(default_factory=list)


def cases(actor: Actor, gathering: Gathering) -> QuerySet[Case]:
    """Lines of an agenda, by the seat or the duty: not by the follow-up of one of the persons."""
    rows: QuerySet[Case] = Case.objects.filter(seen(actor), gathering=gathering)
    return rows.order_by("rank", "pk")


def signed(actor: Actor, gathering: Gathering) -> bool:
    """Whether this account undertook to keep this sitting to itself."""
    if not actor.signed_in:
        return False
    return Undertaking.objects.visible_to(actor).filter(gathering=gathering, user_id=actor.user_id).exists()


def undertakings(actor: Actor, gathering: Gathering) -> QuerySet[Undertaking]:
    rows: QuerySet[Undertaking] = Undertaking.objects.visible_to(actor).filter(gathering=gathering)
    return rows.select_related("user").order_by("signed_at")


def lines(actor: Actor, gathering: Gathering) -> list[Line]:
    """In the order of the agenda, without what was taken off it. Seven queries, however many they are."""
    found = list(cases(actor, gathering).filter(state__in=ON_IT))
    return _lines(found, opened=still_read(gathering) and signed(actor, gathering))


def opened_lines(actor: Actor, gathering: Gathering) -> list[Line]:
    """With the words of what was decided."""
    found = lines(actor, gathering)
    open_together([one.request for one in found if one.request])
    return found


def _lines(found: list[Case], *, opened: bool) -> list[Line]:
    """`opened`: the sheets of this sitting are read by this actor; their rows are then taken by their keys."""
    readable = [one.request_id for one in found] if opened else []
    requests = {one.pk: one for one in _requests(readable)}
    briefs = {one.request_id: one for one in CaseBrief.objects.filter(request__in=requests)}
    hearings = {one.request_id: one for one in Hearing.objects.filter(request__in=requests)}
    open_together([*briefs.values(), *hearings.values()])
    told = {key: Brief(**one.values) for key, one in briefs.items()}
    return [
        Line(one, requests.get(one.request_id), told.get(one.request_id), hearings.get(one.request_id))
        for one in found
    ]


def _requests(readable: Iterable[UUID]) -> QuerySet[SchemeRequest]:
    rows = SchemeRequest.objects.filter(pk__in=list(readable), withdrawn_at=None)
    return rows.select_related("scheme__structure__commune__departement", "structure", "worker")


def sheets(actor: Actor, gathering: Gathering) -> list[Sheet]:
    """Every sheet of a sitting, for its paper."""
    found = [one for one in lines(actor, gathering) if one.request]
    keeps = can_keep(actor, standing(actor, gathering.committee))
    rows = _parts_sent(found, keeps=keeps)
    open_together([one.request for one in found if one.request])
    return [
        Sheet(one, _ordered(row for row in rows if row.request_id == one.case.request_id)) for one in found
    ]


def sheet(line: Line, *, keeps: bool) -> Sheet:
    """`keeps`: to whoever keeps the commission, who the person is and how to reach them too."""
    if line.request is None:
        return Sheet(line)
    rows = _parts_sent([line], keeps=keeps)
    open_together([line.request])
    return Sheet(line, _ordered(rows))


def _parts_sent(found: Iterable[Line], *, keeps: bool) -> list[SentSection]:
    """What is agreed to, of requests whose sheets are read."""
    wanted = Q()
    for one in found:
        if one.request:
            wanted |= Q(request=one.request, code__in=read_parts(one.request.agreed, keeps=keeps))
    return open_together(list(SentSection.objects.filter(wanted))) if wanted else []


def _ordered(rows: Iterable[SentSection]) -> list[SentSection]:
    found = list(rows)
    order = needed({one.code for one in found})
    return sorted(found, key=lambda one: order.index(one.code))


def identities(actor: Actor, requests: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """Who each person is, as sent; to keepers alone."""
    return _parts(actor, requests, Section.IDENTITY)


def addresses(actor: Actor, requests: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """Where each may be written to, when they agreed to say it; to keepers alone."""
    return _parts(actor, requests, Section.CONTACT)


def _parts(actor: Actor, requests: Iterable[UUID], code: str) -> dict[UUID, dict[str, str]]:
    rows = SentSection.objects.visible_to(actor).filter(request__in=list(requests), code=code)
    return {one.request_id: one.values for one in open_together(list(rows))}


def candidates(gathering: Gathering) -> list[Any]:
    """Requests that may be put on this agenda by whoever keeps the commission; the oldest due first."""
    rows = [one for one in rows_of("case_candidates()") if one.gathering == gathering.pk]
    return sorted(rows, key=lambda one: (one.due or date.max, one.sent, one.request))


def set_aside(actor: Actor, gathering: Gathering, requests: Iterable[UUID]) -> dict[UUID, set[int]]:
    """Request → members of the commission who stepped aside from it, as far as this actor knows; on any seat of theirs since."""
    rows = CaseRecusal.objects.visible_to(actor).filter(request__in=list(requests))
    aside = [(one.request_id, _who(one.user_id, one.occupant)) for one in rows.select_related("occupant")]
    if not aside:
        return {}
    seats: dict[Any, set[int]] = {}
    for one in Occupant.objects.filter(seat__committee=gathering.committee_id):
        seats.setdefault(_who(one.user_id, one), set()).add(one.pk)
    found: dict[UUID, set[int]] = {}
    for request, who in aside:
        found.setdefault(request, set()).update(seats.get(who, set()))
    return found


def _who(user_id: int | None, occupant: Occupant | None) -> Any:
    """The same member from one seat to another: their account; the name they sit under without one."""
    if user_id is None and occupant is not None:
        return occupant.user_id or " ".join(occupant.name.casefold().split())
    return user_id


def counts(gathering: Gathering, leaving_out: Iterable[int] = ()) -> list[Count]:
    """By college, who is there to decide; empty as long as nobody is noted present."""
    if not Presence.objects.filter(gathering=gathering).exists():
        return []
    return present_counts(gathering, leaving_out=set(leaving_out))


def hearing_of(actor: Actor, request: SchemeRequest) -> Hearing | None:
    found: Hearing | None = Hearing.objects.visible_to(actor).filter(request=request).first()
    return found


def coming_sitting(actor: Actor, request: SchemeRequest) -> Any:
    """Where and when a request is spoken of next (`name`, `starts_at`, `place`), or None."""
    rows = Case.objects.visible_to(actor).filter(request=request, state=CaseState.LISTED)
    case = rows.values_list("pk", flat=True).first()
    return rows_of("case_sitting(%s::uuid)", case)[0] if case else None
