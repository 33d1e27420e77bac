"""A structure closes: what it holds is carried away, then nobody reads anything any more from there.

Whoever it leaves is said: persons whose référent worked there, persons that nobody follows any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from maillage.accounts.models import RoleProposal, User
from maillage.audit.actions import record_through
from maillage.directory.models import Structure
from maillage.people.enums import CircleRole, ConsentWay
from maillage.people.models import Attachment, AttachmentRequest, Conflict, Consent, Person
from maillage.permissions import Actor, Forbidden
from maillage.support.actions.carrying_away import Carried, carry_away
from maillage.support.enums import ActKind, AppointmentState, HandoverState, QuestionState
from maillage.support.models import Accompaniment, Act, Appointment, DirectQuestion, Handover
from maillage.support.models.questions import OPEN
from maillage.support.queries.leaving import MAINTENANCE, Leaving, leaving, members, receiver_in

CLOSED = "la structure a fermé"


@dataclass(frozen=True)
class Closing:
    """Which structure, who signs, where its data go, and who takes over: person → e-mail of a colleague of the lead."""

    structure: Structure
    signed_by: User
    folder: Path
    successors: Mapping[UUID, str]


def close_structure(closing: Closing) -> tuple[Leaving, Carried]:
    """All of it or nothing; the data are carried away first. Raises `Forbidden` when somebody is left without a name."""
    today = timezone.localdate()
    found = leaving(closing.structure, today)
    if not (closing.structure.active or found.attachments or found.members):
        raise Forbidden("Cette structure est déjà fermée.")
    takers = _takers(closing, found, today)
    carried = carry_away(closing.structure, closing.folder, today)
    by = Actor(user_id=closing.signed_by.pk, label=f"{closing.signed_by}, commande d’administration")
    with transaction.atomic(using=MAINTENANCE):
        for one in found.led_elsewhere:
            _pass_on(by, one, takers[one.person_id], today)
        for one in found.led_here:
            _end(by, one, today)
        _leave_people(by, closing.structure)
        _leave_work(closing.structure, closing.signed_by, today)
        counts = {
            "persons": len(found.persons),
            "members": found.members,
            "left_alone": len(found.left_alone),
        }
        record_through(MAINTENANCE, by, "structure_closed", closing.structure, **counts)
    return found, carried


def _rows(model: Any) -> Any:
    return model.objects.using(MAINTENANCE)


def _takers(closing: Closing, found: Leaving, today: date) -> dict[UUID, User]:
    known = {one.person_id: one for one in found.led_elsewhere}
    if strange := set(closing.successors) - set(known):
        raise Forbidden(
            f"Personne à reprendre ne porte cet identifiant\u00a0: {', '.join(map(str, sorted(strange)))}."
        )
    if missing := set(known) - set(closing.successors):
        named = ", ".join(f"{one} ({known[one].lead_structure})" for one in sorted(missing))
        raise Forbidden(f"Nommez qui reprend, dans la structure chef de file\u00a0: {named}.")
    return {person: _taker(one, closing.successors[person], today) for person, one in known.items()}


def _taker(one: Accompaniment, email: str, today: date) -> User:
    found = receiver_in(one.lead_structure, email, today)
    if found is None:
        raise Forbidden(f"{email} ne reçoit pas de public dans {one.lead_structure}.")
    if _rows(Conflict).filter(person_id=one.person_id, agent_id=found.pk).exists():
        raise Forbidden(
            f"{email} ne peut pas reprendre cet accompagnement ({one.person_id})\u00a0: nommez quelqu’un d’autre."
        )
    return found


def _pass_on(by: Actor, one: Accompaniment, taker: User, today: date) -> None:
    """The lead structure's colleague is the référent from today, and follows the person."""
    changed = {"referent": taker, "referent_structure": one.lead_structure, "referent_since": today}
    _guarded(one, substitute=None, substitute_until=None, **changed)
    _attach(one, taker, by)
    _tell(by, one, f"Nouveau référent\u00a0: {taker}", today)
    record_through(MAINTENANCE, by, "handover_forced", one.person, taker=taker.pk)


def _attach(one: Accompaniment, taker: User, by: Actor) -> None:
    """In the team of the file, whatever they read it by until then; of the homes that the structure followed too."""
    _open_to(taker, one, by, person_id=one.person_id)
    homes = _rows(Attachment).filter(
        structure=one.referent_structure_id,
        household__members__person=one.person_id,
        ended_at=None,
        consent_of=None,
    )
    for home in set(homes.values_list("household_id", flat=True)):
        _open_to(taker, one, by, household_id=home)


def _open_to(taker: User, one: Accompaniment, by: Actor, **target: UUID) -> None:
    place = {"structure": one.lead_structure, "worker": taker, **target}
    told = {"role": CircleRole.SOCIAL_WORKER, "consent_of": None}
    if not _rows(Attachment).filter(**place, ended_at=None).update(**told):
        _rows(Attachment).create(**place, **told, reason=CLOSED, created_by_id=by.user_id)


def _end(by: Actor, one: Accompaniment, today: date) -> None:
    _guarded(one, closed_on=today, closed_reason=CLOSED, substitute=None, substitute_until=None)
    _tell(by, one, f"Fin de l’accompagnement\u00a0: {CLOSED}", today)
    record_through(MAINTENANCE, by, "accompaniment_closed", one.person, why="structure_closed")


def _guarded(one: Accompaniment, **values: Any) -> None:
    rows = _rows(Accompaniment).filter(pk=one.pk, version=one.version, closed_on=None)
    if not rows.update(**values, version=F("version") + 1):
        raise IntegrityError("the accompaniment changed in between")


def _tell(by: Actor, one: Accompaniment, what: str, today: date) -> None:
    """On the timeline of whoever else follows the person."""
    told = {"kind": ActKind.CIRCLE, "what": what[:200], "on": today, "open_to_teams": True}
    _rows(Act).create(
        person_id=one.person_id, structure_id=one.referent_structure_id, by_label=by.label, **told
    )


def _leave_people(by: Actor, structure: Structure) -> None:
    """Consents to it are withdrawn, its attachments end, its lead goes to the référent's structure."""
    now = timezone.now()
    lines = _rows(Consent).filter(structure=structure, withdrawn_at=None)
    persons = sorted(set(lines.values_list("person_id", flat=True)))
    lines.update(withdrawn_at=now, withdrawn_way=ConsentWay.LAW, withdrawn_by_id=by.user_id)
    for person in persons:
        told = {"structure": structure.pk, "way": "law", "why": "structure_closed"}
        record_through(MAINTENANCE, by, "consent_withdrawn", Person(pk=person), **told)
    _rows(Attachment).filter(structure=structure, ended_at=None).update(ended_at=now, ended_reason=CLOSED)
    led = _rows(Accompaniment).filter(lead_structure=structure, closed_on=None)
    led.update(lead_structure=F("referent_structure"), version=F("version") + 1)


def _leave_work(structure: Structure, signed_by: User, today: date) -> None:
    now = timezone.now()
    waiting = _rows(Handover).filter(state=HandoverState.PROPOSED)
    waiting.filter(taker_structure=structure).update(
        state=HandoverState.DECLINED, answered_at=now, answer=CLOSED
    )
    given = waiting.exclude(accompaniment__closed_on=None, accompaniment__referent=F("giver"))
    given.update(state=HandoverState.WITHDRAWN, answered_at=now)
    _rows(Appointment).filter(structure=structure, state=AppointmentState.PLANNED, starts_at__gte=now).update(
        state=AppointmentState.CANCELLED, sequence=F("sequence") + 1
    )
    asked = _rows(DirectQuestion).filter(structure=structure, state__in=OPEN)
    asked.update(state=QuestionState.CLOSED, ended_on=today)
    _rows(AttachmentRequest).filter(structure=structure, state="pending").delete()
    decided = {"decision": "refused", "decided_by": signed_by, "decided_at": now}
    _rows(RoleProposal).filter(structure=structure, decided_at=None).update(**decided)
    held = members(structure, today)
    held.update(until=Greatest("since", today), ended_at=now, ended_by=signed_by)
    _rows(Structure).filter(pk=structure.pk).update(active=False)
