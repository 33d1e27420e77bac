"""The agenda of a commission: filled in one act, what was left comes back by itself; who signs, who steps aside, who is heard."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.actions.gatherings import locked
from maillage.governance.enums import CommitteeKind
from maillage.governance.models import Gathering, Occupant
from maillage.governance.queries import members_on, next_gathering, standing
from maillage.governance.rules import account, check_can_keep
from maillage.people.models import Person
from maillage.permissions import Actor, Forbidden
from maillage.permissions.definer import value_of
from maillage.referrals.case_words import CURRENT, brief
from maillage.referrals.enums import WITH_THEM, CaseState, HearingWay
from maillage.referrals.models import Case, CaseBrief, CaseRecusal, Hearing, SchemeRequest, Undertaking
from maillage.referrals.queries import cases as queries
from maillage.referrals.rules import check_can_change, check_can_sit, check_undertook

APPROVED = "Le compte rendu de cette séance est approuvé\u00a0: ses fiches sont closes."
MOVED = "Cette situation vient de changer\u00a0: voici où elle en est."
SAY_WHY = "Dites pourquoi\u00a0: la personne et son équipe le liront."
DECIDED = "Cette demande a déjà sa réponse\u00a0: la commission n’en parle plus."
ELSEWHERE = "Cette personne siège dans une autre instance."
SITTING_OVER = "La séance s’est terminée, ou n’a pas eu lieu, avant d’en parler."


@transaction.atomic
def undertake(*, by: Actor, gathering: Gathering) -> None:
    """To keep what is read and heard there. Twice is once."""
    check_can_sit(by, standing(by, gathering.committee))
    if hasattr(gathering, "record") and gathering.record.approved_at:
        raise Forbidden(APPROVED)
    if not queries.signed(by, gathering):
        made = Undertaking(gathering=gathering, user_id=account(by), wording=CURRENT)
        made.save(force_insert=True)
        record(by, "undertaking_signed", gathering, wording=CURRENT)


@transaction.atomic
def fill(*, by: Actor, gathering: Gathering) -> int:
    """All that waits for this commission, the oldest due first. How many were put on."""
    kept = locked(by, gathering)
    check_undertook(queries.signed(by, kept))
    made = _put_on(by, kept)
    _write_briefs(by, kept)
    record(by, "agenda_filled", kept, count=made)
    return made


def _put_on(by: Actor, gathering: Gathering, *, again: bool = False) -> int:
    """`again`: those that an earlier sitting put off, alone. The agenda is held while they are read and numbered."""
    first = value_of("next_case_rank(%s::bigint)", gathering.pk)
    rows = [one for one in queries.candidates(gathering) if one.again or not again]
    told = {"gathering": gathering, "put_on_at": timezone.now(), "put_on_by_id": account(by)}
    made = [
        Case(rank=rank, request_id=one.request, person_id=one.person, structure_id=one.structure, **told)
        for rank, one in enumerate(rows, first or 1)
    ]
    Case.objects.bulk_create(made)
    return len(made)


def _write_briefs(by: Actor, gathering: Gathering) -> None:
    """Initials and age of those whose identity this keeper reads."""
    rows = queries.cases(by, gathering).filter(state=CaseState.LISTED)
    there = CaseBrief.objects.visible_to(by).values("request")
    found = {one.request_id: one for one in rows.exclude(request__in=there)}
    on = timezone.localdate(gathering.starts_at)
    for request, identity in queries.identities(by, found).items():
        told = json.dumps(brief(identity, on)._asdict(), ensure_ascii=False)
        whose = {"person_id": found[request].person_id, "structure_id": found[request].structure_id}
        CaseBrief(request_id=request, told=told, **whose).save(force_insert=True)


def bring_back(by: Actor, gathering: Gathering) -> None:
    """What an earlier sitting put off is on this one's agenda, without being asked for."""
    if gathering.committee.kind != CommitteeKind.CASES:
        return
    _put_on(by, gathering, again=True)


def when_over(by: Actor, gathering: Gathering) -> None:
    """A sitting closed or cancelled: what it did not decide goes to the next one."""
    if gathering.committee.kind != CommitteeKind.CASES:
        return
    value_of("cases_left(%s::bigint, %s::text)", gathering.pk, SITTING_OVER)
    if later := next_gathering(gathering.committee, gathering.starts_at):
        bring_back(by, later)


@transaction.atomic
def take_off(*, by: Actor, case: Case, state: str, why: str) -> None:
    """Put off to the next sitting, or removed: with a reason. Decided cases stay."""
    kept = locked(by, case.gathering)
    if not why.strip():
        raise ValidationError({"why": SAY_WHY})
    told = {"ended_at": timezone.now(), "ended_by_id": account(by), "why": why.strip()}
    if not queries.cases(by, kept).filter(pk=case.pk, state=CaseState.LISTED).update(state=state, **told):
        raise Forbidden(MOVED)
    record(by, f"case_{state}", Person(pk=case.person_id), case=case.pk)
    later = next_gathering(kept.committee, kept.starts_at)
    if state == CaseState.POSTPONED and later:
        bring_back(by, later)


@transaction.atomic
def postpone(*, by: Actor, gathering: Gathering, cases: Iterable[UUID], why: str) -> None:
    """Several, for one reason. All of them, or none."""
    wanted = set(cases)
    rows = list(queries.cases(by, gathering).filter(pk__in=wanted).select_related("gathering__committee"))
    if not rows or len(rows) != len(wanted):
        raise Forbidden(MOVED)
    for one in rows:
        take_off(by=by, case=one, state=CaseState.POSTPONED, why=why)


@transaction.atomic
def step_aside(*, by: Actor, case: Case, occupant: Occupant | None = None) -> None:
    """Said by the member, or noted by who keeps the work of another one: the case disappears for them, at every sitting."""
    mine = standing(by, case.gathering.committee)
    own = _own_seat(by, case.gathering)
    if occupant is None or (own and occupant.pk == own.pk):
        check_can_sit(by, mine)
        occupant, user = own, by.user_id
    else:
        check_can_keep(by, mine)
        user = occupant.user_id
    if occupant and occupant.seat.committee_id != case.gathering.committee_id:
        raise Forbidden(ELSEWHERE)
    record(by, "stepped_aside", Person(pk=case.person_id), case=case.pk)
    told = {"person_id": case.person_id, "structure_id": case.structure_id, "request_id": case.request_id}
    CaseRecusal(gathering=case.gathering, user_id=user, occupant=occupant, **told).save(force_insert=True)


def _own_seat(by: Actor, gathering: Gathering) -> Occupant | None:
    day = timezone.localdate(gathering.starts_at)
    found: Occupant | None = members_on(gathering.committee, day).filter(user_id=account(by)).first()
    return found


@transaction.atomic
def hear(*, by: Actor, request: SchemeRequest, way: str, words: str = "") -> Hearing:
    """How the person wants to be heard: said by them, or told to a worker of their team. Until it is decided."""
    check_can_change(by, request)
    rows = SchemeRequest.objects.visible_to(by).select_for_update(of=("self",))
    found = rows.filter(pk=request.pk, state__in=WITH_THEM).first()
    if found is None:
        raise Forbidden(DECIDED)
    if way == HearingWay.WORDS and not words.strip():
        raise ValidationError({"words": "Écrivez les mots à lire."})
    told = {"person_id": request.person_id, "structure_id": request.structure_id, "request_id": request.pk}
    said = queries.hearing_of(by, request) or Hearing(**told)
    said.way, said.words = way, words.strip() if way == HearingWay.WORDS else ""
    said.said_at, said.said_by = timezone.now(), by.label[:200]
    said.save()
    record(by, "hearing_said", Person(pk=request.person_id), request=request.pk)
    return said
