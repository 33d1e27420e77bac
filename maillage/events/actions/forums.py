"""An open forum is laid out: rooms and hours, topics accepted and placed, one report each."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.events.actions.openings import OVER, kept_opening
from maillage.events.models import Opening, Slot, Topic
from maillage.events.queries.forums import free_slots
from maillage.governance.queries import standing
from maillage.governance.rules import check_can_keep
from maillage.permissions import Actor, Forbidden


class SlotTaken(Forbidden):
    field = "slot"


@transaction.atomic
def add_slot(*, by: Actor, opening: Opening, starts_at: datetime, ends_at: datetime, room: str) -> Slot:
    row = kept_opening(by, opening)
    made = Slot(opening=row, starts_at=starts_at, ends_at=ends_at, room=room)
    made.full_clean()
    made.save(force_insert=True)
    record(by, "slot_added", made)
    return made


@transaction.atomic
def add_topic(*, by: Actor, opening: Opening, title: str, why: str, proposed_by: str) -> Topic:
    """On behalf of somebody who said it: accepted at once."""
    row = kept_opening(by, opening)
    told = {"title": title, "why": why, "proposed_by": proposed_by, "accepted_at": timezone.now()}
    made = Topic(opening=row, **told)
    made.full_clean(exclude=["opening", "registration", "slot"])
    made.save(force_insert=True)
    record(by, "topic_added", made)
    return made


@transaction.atomic
def place_topic(*, by: Actor, topic: Topic, accepted: bool, slot: Slot | None) -> None:
    """A slot holds one topic: the second to be placed there is refused."""
    row = kept_opening(by, topic.opening)
    one = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    if slot and not free_slots(row, one).filter(pk=slot.pk).exists():
        raise SlotTaken("Ce créneau vient d’être pris\u00a0: choisissez-en un autre.")
    if one.report and not accepted:
        raise Forbidden("Ce sujet a son compte rendu\u00a0: il reste.")
    one.accepted_at = (one.accepted_at or timezone.now()) if accepted else None
    one.slot = slot if accepted else None
    one.save(update_fields=["accepted_at", "slot"])
    record(by, "topic_placed", one, accepted=accepted)


@transaction.atomic
def write_report(*, by: Actor, topic: Topic, report: str) -> None:
    """By who keeps the work, after the meeting too: it is closed when its presences are, not its words."""
    check_can_keep(by, standing(by, topic.opening.gathering.committee))
    one = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    if one.accepted_at is None:
        raise Forbidden("Acceptez ce sujet d’abord.")
    if topic.opening.gathering.cancelled_at:
        raise Forbidden(OVER)
    one.report, one.reported_at = report, timezone.now() if report else None
    one.save(update_fields=["report", "reported_at"])
    record(by, "topic_reported", one)
