"""A meeting opens to registrations; its places are drawn by lot; who came is noted where every presence is."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.events.models import Opening, Registration, Share
from maillage.events.queries.openings import turns
from maillage.events.queries.registrations import attending
from maillage.governance.actions.gatherings import note_presences
from maillage.governance.models import Gathering, Presence
from maillage.governance.queries import standing
from maillage.governance.rules import check_can_keep
from maillage.matching.lottery import drawn
from maillage.permissions import Actor, Forbidden

TELL = "maillage.events.tell_turns"
TELL_CANCELLED = "maillage.events.tell_cancelled"
TELL_MOVED = "maillage.events.tell_moved"
OVER = "Cette séance est finie, close ou annulée\u00a0: ses inscriptions ne changent plus."


def kept(by: Actor, gathering: Gathering) -> Gathering:
    """The meeting, locked, whose work the actor keeps and that is neither closed nor cancelled."""
    check_can_keep(by, standing(by, gathering.committee))
    found: Gathering = (
        Gathering.objects.select_for_update(of=("self",)).select_related("committee").get(pk=gathering.pk)
    )
    if not found.is_open:
        raise Forbidden(OVER)
    return found


def kept_opening(by: Actor, opening: Opening) -> Opening:
    kept(by, opening.gathering)
    rows = Opening.objects.select_for_update(of=("self",)).select_related("gathering")
    found: Opening = rows.get(pk=opening.pk)
    return found


@transaction.atomic
def open_registrations(
    *, by: Actor, gathering: Gathering, values: dict[str, Any], shares: list[tuple[str, int]]
) -> Opening:
    """Opened, or changed: the same meeting is opened once. `shares`: (for whom, places)."""
    meeting = kept(by, gathering)
    _check_times(meeting, values["closes_at"])
    row = Opening.objects.select_for_update().filter(gathering=meeting).first() or Opening(gathering=meeting)
    if row.pk and row.by_lot and (row.drawn_at or timezone.now() >= row.closes_at):
        raise Forbidden("Les inscriptions sont finies\u00a0: ce qui règle le tirage ne change plus.")
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=["gathering"])
    row.save()
    _share(row, shares)
    record(by, "registrations_opened", row, until=row.closes_at, shares=len(shares))
    tell(row)
    return row


def _check_times(gathering: Gathering, closes_at: datetime) -> None:
    if closes_at > gathering.ends_at:
        raise ValidationError({"day": "Les inscriptions finissent avant la fin de la rencontre."})


def _share(opening: Opening, shares: list[tuple[str, int]]) -> None:
    """As they are now; one that somebody chose stays, with the places it is given."""
    try:
        opening.shares.exclude(name__in=[name for name, _ in shares]).delete()
    except ProtectedError:
        raise ValidationError(
            {
                "shares": "Des personnes sont déjà inscrites à ce titre\u00a0: gardez-le, ou changez ses places."
            }
        ) from None
    if shares and opening.registrations.filter(share=None, withdrawn_at=None).exists():
        raise ValidationError(
            {"shares": "Des personnes sont déjà inscrites sans choisir\u00a0: ne partagez plus."}
        )
    for position, (name, places) in enumerate(shares):
        told = {"places": places, "position": position}
        Share.objects.update_or_create(opening=opening, name=name, defaults=told)


def tell(opening: Opening | int) -> None:
    """Whoever now has a place, or waits, learns it by the next job."""
    pk = opening if isinstance(opening, int) else opening.pk
    app.configure_task(TELL, lock=f"event-{pk}").defer(opening=pk)


@transaction.atomic
def draw(*, by: Actor, opening: Opening, seed: str) -> int:
    """How many tickets were in. Once: a seed that is known could be chosen."""
    row = kept_opening(by, opening)
    if not row.by_lot or row.drawn_at:
        raise Forbidden("Le tirage est déjà fait, ou n’est pas prévu.")
    if timezone.now() < row.closes_at:
        raise Forbidden("Les inscriptions sont encore ouvertes\u00a0: tirez au sort après.")
    askings, _ = turns(row, {})
    order = drawn(seed, (one.number for one in askings if one.confirmed and not one.withdrawn))
    ranks = {number: rank for rank, number in enumerate(order, start=1)}
    rows = list(Registration.objects.select_for_update().filter(opening=row, number__in=ranks))
    for one in rows:
        one.rank = ranks[one.number]
    Registration.objects.bulk_update(rows, ["rank"])
    row.seed, row.drawn_at = seed, timezone.now()
    row.save(update_fields=["seed", "drawn_at"])
    record(by, "places_drawn", row, tickets=len(order))
    tell(row)
    return len(order)


@transaction.atomic
def note_came(*, by: Actor, opening: Opening, came: set[int]) -> int:
    """Those ticked are noted present at the meeting, as guests, beside its members; how many."""
    row = kept_opening(by, opening)
    if timezone.now() < row.gathering.starts_at:
        raise Forbidden("La rencontre n’a pas commencé.")
    expected = attending(row)
    names = {one.name for one in expected}
    for one in expected:
        one.came = one.pk in came
    Registration.objects.bulk_update(expected, ["came"])
    present = Presence.objects.filter(gathering=row.gathering)
    seated = {one.occupant_id: one.minutes for one in present if one.occupant_id}
    others = [one.name for one in present if not one.occupant_id and one.name not in names]
    guests = others + [one.name for one in expected if one.came]
    note_presences(by=by, gathering=row.gathering, present=seated, guests=guests)
    return len(guests) - len(others)


def tell_cancelled(by: Actor, gathering: Gathering) -> None:
    """Whoever registered learns that it doesn't take place."""
    _defer(TELL_CANCELLED, gathering)


def tell_moved(by: Actor, gathering: Gathering) -> None:
    """Or that it takes place at another time, or elsewhere."""
    _defer(TELL_MOVED, gathering)


def _defer(task: str, gathering: Gathering) -> None:
    if row := Opening.objects.filter(gathering=gathering).first():
        app.configure_task(task).defer(opening=row.pk)
