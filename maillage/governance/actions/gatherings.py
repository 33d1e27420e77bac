"""A meeting is planned with what came back, convened, corrected, cancelled; its points; who is there; who steps aside."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from maillage.audit.actions import record
from maillage.files.storage import drop
from maillage.governance.actions.convocation_mails import tell_cancelled, tell_changes
from maillage.governance.enums import Capacity, ItemNature, Rank
from maillage.governance.models import (
    AgendaItem,
    Committee,
    Gathering,
    ItemRequest,
    Occupant,
    Presence,
    Recusal,
)
from maillage.governance.queries import members_on, next_gathering, open_tracks, standing
from maillage.governance.queries.requests import waiting
from maillage.governance.rules import check_can_keep
from maillage.permissions import Actor, Forbidden

WHEN_AND_WHERE = ("starts_at", "ends_at", "place", "link")
SAVED_BETWEEN = "Quelqu’un vient de changer cette séance\u00a0: relisez-la avant d’enregistrer."
CLOSED = "Cette séance est close\u00a0: ses présences et ses décisions ne changent plus."
CANCELLED = "Cette séance est annulée."
WHEN_MOVED: list[Callable[[Actor, Gathering], None]] = []
WHEN_CANCELLED: list[Callable[[Actor, Gathering], None]] = []
WHEN_PLANNED: list[Callable[[Actor, Gathering], None]] = []
"""Who else is to know that a meeting is planned, takes place at another time or elsewhere, or doesn’t: function(actor, meeting)."""
AS_ASKED = ("title", "details", "asked_by", "embargo_until")
"""Of a point that a council asked for: its words, and that it is read."""


@transaction.atomic
def plan_gathering(*, by: Actor, committee: Committee, values: dict[str, Any]) -> Gathering:
    """Every open track comes back on its agenda."""
    check_can_keep(by, standing(by, committee))
    gathering = Gathering(committee=committee, **values)
    gathering.full_clean(exclude=["committee"])
    gathering.save(force_insert=True)
    for position, track in enumerate(open_tracks(committee), start=1):
        bring_back(gathering, track, position)
    place_requests(gathering)
    record(by, "gathering_planned", gathering)
    for tell in WHEN_PLANNED:
        tell(by, gathering)
    return gathering


def bring_back(gathering: Gathering, track: Any, position: int) -> None:
    """Under the embargo of the point it comes from, and out of sight of those who stepped aside from it."""
    told = {"title": track.text[:200], "position": position, "nature": ItemNature.DEBATE}
    told["embargo_until"] = track.item.embargo_until
    item, new = AgendaItem.objects.get_or_create(gathering=gathering, track=track, defaults=told)
    if new:
        aside = Recusal.objects.filter(item=track.item_id).values("user_id", "occupant_id")
        Recusal.objects.bulk_create(Recusal(item=item, gathering=gathering, **one) for one in aside)


def place_requests(gathering: Gathering) -> None:
    """What councils of persons asked for and that no meeting holds yet."""
    last = AgendaItem.objects.filter(gathering=gathering).aggregate(last=Max("position"))["last"] or 0
    for position, request in enumerate(waiting(gathering.committee), start=last + 1):
        told = {"title": request.title, "details": request.details, "asked_by": request.council.name[:150]}
        item = AgendaItem.objects.create(
            gathering=gathering, position=position, nature=ItemNature.DEBATE, **told
        )
        ItemRequest.objects.filter(pk=request.pk).update(item=item)


@transaction.atomic
def correct_gathering(
    *, by: Actor, gathering: Gathering, version: int, values: dict[str, Any], site: str
) -> int:
    """Those already called are told at once; how many."""
    kept = locked(by, gathering)
    if kept.version != version:
        raise Forbidden(SAVED_BETWEEN)
    moved = any(values.get(name, getattr(kept, name)) != getattr(kept, name) for name in WHEN_AND_WHERE)
    for name, value in {**values, "version": version + 1}.items():
        setattr(kept, name, value)
    kept.full_clean(exclude=["committee"])
    kept.save()
    record(by, "gathering_corrected", kept)
    for tell in WHEN_MOVED if moved else ():
        tell(by, kept)
    return tell_changes(by=by, gathering=kept, site=site) if kept.starts_at > timezone.now() else 0


@transaction.atomic
def cancel_gathering(*, by: Actor, gathering: Gathering, reason: str) -> int:
    """Those already called are told at once; how many."""
    kept = locked(by, gathering)
    Gathering.objects.filter(pk=kept.pk).update(
        cancelled_at=timezone.now(), cancelled_why=reason, version=F("version") + 1
    )
    record(by, "gathering_cancelled", kept)
    ItemRequest.objects.filter(item__gathering=kept).update(item=None)
    for tell in WHEN_CANCELLED:
        tell(by, kept)
    if later := next_gathering(kept.committee, timezone.now()):
        place_requests(later)
    return tell_cancelled(by=by, gathering=kept)


def locked(by: Actor, gathering: Gathering) -> Gathering:
    """The meeting, locked, whose work the actor keeps and may still write."""
    check_can_keep(by, standing(by, gathering.committee))
    kept: Gathering = (
        Gathering.objects.select_for_update(of=("self",)).select_related("committee").get(pk=gathering.pk)
    )
    if kept.cancelled_at:
        raise Forbidden(CANCELLED)
    if kept.held_at:
        raise Forbidden(CLOSED)
    return kept


@transaction.atomic
def add_item(*, by: Actor, gathering: Gathering, values: dict[str, Any]) -> AgendaItem:
    kept = locked(by, gathering)
    last = AgendaItem.objects.filter(gathering=kept).aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem(gathering=kept, position=last + 1, **values)
    item.full_clean(exclude=["gathering", "track"])
    item.save(force_insert=True)
    record(by, "item_added", item)
    return item


@transaction.atomic
def correct_item(*, by: Actor, item: AgendaItem, values: dict[str, Any]) -> None:
    locked(by, item.gathering)
    if item.voted.filter(round__closed_at=None).exists():
        raise Forbidden("Ce point est dans une consultation écrite\u00a0: il se corrige après.")
    if hasattr(item, "asked"):
        values = {name: value for name, value in values.items() if name not in AS_ASKED}
    for name, value in values.items():
        setattr(item, name, value)
    item.full_clean(exclude=["gathering", "track"])
    item.save()
    record(by, "item_corrected", item)


@transaction.atomic
def move_item(*, by: Actor, item: AgendaItem, up: bool) -> None:
    """One place earlier or later; at an end, nothing moves."""
    locked(by, item.gathering)
    rows = list(AgendaItem.objects.filter(gathering=item.gathering))
    here = [row.pk for row in rows].index(item.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        for position, row in enumerate(rows, start=1):
            AgendaItem.objects.filter(pk=row.pk).update(position=position)


@transaction.atomic
def remove_item(*, by: Actor, item: AgendaItem) -> None:
    locked(by, item.gathering)
    if hasattr(item, "decision"):
        raise Forbidden("Une décision a été prise sur ce point\u00a0: il reste.")
    if hasattr(item, "asked"):
        raise Forbidden("Un conseil a demandé ce point\u00a0: dites pourquoi il est retiré.")
    if item.voted.exists():
        raise Forbidden("Ce point est dans une consultation écrite\u00a0: il reste.")
    record(by, "item_removed", item)
    delete_item(item)


def delete_item(item: AgendaItem) -> None:
    """With its papers, whose files go once that is committed."""
    keys = list(item.documents.values_list("key", flat=True))
    item.delete()
    for key in keys:
        transaction.on_commit(partial(drop, key))


@transaction.atomic
def step_aside(*, by: Actor, item: AgendaItem, occupant: Occupant) -> None:
    """Said by the member themselves, or noted by the secretariat: the point disappears for them."""
    if occupant.user_id is None or occupant.user_id != by.user_id:
        check_can_keep(by, standing(by, item.gathering.committee))
    if occupant.seat.committee_id != item.gathering.committee_id:
        raise Forbidden("Cette personne siège dans une autre instance.")
    if not Recusal.objects.filter(item=item, occupant=occupant).exists():
        record(by, "stepped_aside", item)
        Recusal.objects.create(
            item=item, gathering=item.gathering, occupant=occupant, user_id=occupant.user_id
        )


@transaction.atomic
def note_presences(
    *, by: Actor, gathering: Gathering, present: dict[int, int], guests: list[str]
) -> list[Presence]:
    """Everybody who is there: minutes by occupant; names of guests. Replaces what was noted before."""
    kept = locked(by, gathering)
    day = timezone.localdate(kept.starts_at)
    members = {one.pk: one for one in members_on(kept.committee, day)}
    if set(present) - members.keys():
        raise Forbidden(
            "Quelqu’un de cette liste ne siège plus ce jour-là\u00a0: rouvrez la feuille de présence."
        )
    rows = [
        Presence(gathering=kept, occupant=one, name=one.name, minutes=present[pk], capacity=_capacity(one))
        for pk, one in members.items()
        if pk in present
    ]
    length = round((kept.ends_at - kept.starts_at).total_seconds() / 60)
    rows += [Presence(gathering=kept, name=name, capacity=Capacity.GUEST, minutes=length) for name in guests]
    Presence.objects.filter(gathering=kept).delete()
    Presence.objects.bulk_create(rows)
    record(by, "presences_noted", kept, count=len(rows))
    return rows


def _capacity(occupant: Occupant) -> str:
    if occupant.expert:
        return Capacity.EXPERT
    return Capacity.SUBSTITUTE if occupant.rank == Rank.SUBSTITUTE else Capacity.MEMBER
