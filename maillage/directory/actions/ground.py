"""Room left, closures, who is present in a place, who came to the desk: told in a gesture by those who keep the card."""

from datetime import date, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.fold import fold
from maillage.directory.models import Availability, Closure, Presence, ReceptionCount, Service, Structure
from maillage.directory.models.ground import MOST_COUNTED
from maillage.directory.rules import check_can_keep_cards
from maillage.directory.rules.counts import check_can_count_reception
from maillage.permissions import Actor, Forbidden

TRUSTED_DAYS = 15

ADD = """
INSERT INTO directory_receptioncount AS kept (structure_id, day, half, visitor, category, sent, count)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (structure_id, day, half, visitor, category, sent)
DO UPDATE SET count = least(kept.count + excluded.count, %s)
"""


@transaction.atomic
def say_availability(
    *,
    by: Actor,
    service: Service,
    level: str,
    places: int | None = None,
    weeks: int | None = None,
    days: int = TRUSTED_DAYS,
) -> Availability:
    """Counts for `days`, today included; then nobody knows. What was said before is kept."""
    check_can_keep_cards(by, service.structure_id)
    today = timezone.localdate()
    until = today + timedelta(days=days)
    told = {"level": level, "places": places, "weeks": weeks, "said_on": today, "until": until}
    said = Availability(service=service, by=by.label[:200], **told)
    said.full_clean(exclude=["service"])
    said.save(force_insert=True)
    record(by, "availability_said", service, level=level)
    return said


@transaction.atomic
def add_closure(*, by: Actor, card: Structure | Service, since: date, until: date, reason: str) -> Closure:
    check_can_keep_cards(by, _holder(card))
    target = {"service" if isinstance(card, Service) else "structure": card}
    closure = Closure(**target, since=since, until=until, reason=reason)
    closure.full_clean(exclude=["service", "structure"])
    closure.save(force_insert=True)
    record(by, "closure_added", card, since=since, until=until)
    return closure


@transaction.atomic
def remove_closure(*, by: Actor, closure: Closure) -> None:
    """Kept in the history of rows."""
    card = closure.service or closure.structure
    assert card is not None
    check_can_keep_cards(by, _holder(card))
    if Closure.objects.filter(pk=closure.pk).delete()[0]:
        record(by, "closure_removed", card, since=closure.since, until=closure.until)


def _holder(card: Structure | Service) -> int:
    return card.structure_id if isinstance(card, Service) else card.pk


# One-stop places


@transaction.atomic
def save_presence(
    *,
    by: Actor,
    place: Structure,
    body: str,
    halves: list[str],
    how: str,
    presence: Presence | None,
    version: int,
) -> Presence:
    """A new line of the grid, or a line corrected from the version that was read."""
    check_can_keep_cards(by, place.pk)
    kept = presence or Presence(place=place)
    if presence and not Presence.objects.filter(pk=presence.pk, version=version).update(
        version=F("version") + 1
    ):
        raise Forbidden(
            "Quelqu’un vient de corriger cette ligne\u00a0: relisez-la avant d’enregistrer la vôtre."
        )
    kept.body, kept.folded_body, kept.halves, kept.how = body, fold(body)[:240], sorted(halves), how
    kept.version = version + 1
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise Forbidden("Ce service est déjà dans la grille\u00a0: corrigez sa ligne.") from None
    record(by, "presence_saved", kept)
    return kept


@transaction.atomic
def remove_presence(*, by: Actor, presence: Presence) -> None:
    check_can_keep_cards(by, presence.place_id)
    if Presence.objects.filter(pk=presence.pk).delete()[0]:
        record(by, "presence_removed", presence.place)


# The desk


@transaction.atomic
def count_visit(
    *, by: Actor, day: date, half: str, visitor: str, category: str, sent: str, count: int = 1
) -> None:
    """`count` more came; nothing is written of whom. No journal line a visit: counts say enough."""
    check_can_count_reception(by)
    values = (by.structure_id, day, half, visitor, category, sent, count, MOST_COUNTED)
    with connection.cursor() as cursor:
        cursor.execute(ADD, values)


@transaction.atomic
def uncount_visit(*, by: Actor, day: date, half: str, visitor: str, category: str, sent: str) -> bool:
    """One fewer, if there is one."""
    check_can_count_reception(by)
    told = {"day": day, "half": half, "visitor": visitor, "category": category, "sent": sent}
    rows = ReceptionCount.objects.visible_to(by).filter(**told)
    if rows.filter(count=1).delete()[0]:
        return True
    return bool(rows.filter(count__gt=1).update(count=F("count") - 1))


@transaction.atomic
def enter_sheet(*, by: Actor, day: date, half: str, visitor: str, counts: list[tuple[str, str, int]]) -> int:
    """A paper sheet typed again: (theme, where they were sent, how many). It replaces what the half-day held for these
    visitors: the screen shows it first, and sending it twice counts once."""
    check_can_count_reception(by)
    ReceptionCount.objects.visible_to(by).filter(day=day, half=half, visitor=visitor).delete()
    for category, sent, count in counts:
        if count:
            told = {"visitor": visitor, "category": category, "sent": sent, "count": count}
            count_visit(by=by, day=day, half=half, **told)  # type: ignore[arg-type]
    total = sum(count for _, _, count in counts)
    record(by, "reception_sheet_entered", "receptioncount", day=day, half=half, count=total)
    return total
