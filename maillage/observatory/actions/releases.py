"""Prepared by one person, read again and released by another, for ever; corrected by another version, withdrawn with a reason."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.rules import account
from maillage.observatory.actions.indicators import RETIRED
from maillage.observatory.disclosure import protect
from maillage.observatory.enums import STATISTICS
from maillage.observatory.figures import content, digest
from maillage.observatory.models import Indicator, Release, Snapshot
from maillage.observatory.queries import cubes
from maillage.observatory.queries.indicators import next_sequence, next_version
from maillage.observatory.queries.periods import Window, last_window
from maillage.observatory.rules import check_can_confirm, check_can_keep
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting

COUNTING = Actor(label="comptage de l’observatoire", roles=frozenset({STATISTICS}))
"""The job that counts: nobody signs in as it."""
SAVED_BETWEEN = "Quelqu’un a changé cette préparation entre-temps\u00a0: relisez-la."
TOLD_BETWEEN = (
    "D’autres chiffres de la même source ont été publiés depuis ce comptage\u00a0: comptez de nouveau."
)
ALREADY = "Cette publication est faite, elle ne change plus."
CHANGES = "Cette période est déjà publiée\u00a0: dites ce que cette nouvelle version change."
NO_NARRATIVE = "Un nombre ne se publie pas seul\u00a0: écrivez ce qu’il raconte."
NOTHING = "Rien n’est à publier\u00a0: aucun nombre ne peut être dit."


def prepare(
    *,
    by: Actor,
    indicator: Indicator,
    changes: str = "",
    today: date | None = None,
    on_step: Callable[[int], None] = lambda done: None,
) -> Release:
    """Counts the last period that is over, masks what must be, keeps both apart. Again: counted anew, the narrative stays.

    Seconds or minutes: pages ask for it (`counting.ask`). `on_step`: told how many of `STEPS` are over; what it raises keeps nothing.
    """
    day = today or timezone.localdate()
    window = last_window(day, indicator.entry.months)
    with acting(COUNTING):
        against = next_sequence(indicator.entry.source) - 1
        counted = cubes.count(indicator.entry, window, day)
    on_step(1)
    found = protect(counted.cube, on_attack=lambda: on_step(1))
    on_step(2)
    cells = list(cubes.cells(counted, found.reasons))
    with acting(by):
        release = _prepared(by, indicator, window, changes, against)
        with acting(COUNTING):
            told = {"cells": cells, "rounds": found.rounds, "taken_at": timezone.now()}
            Snapshot.objects.update_or_create(release=release, defaults=told)
        masked = sum(bool(one[-1]) for one in cells)
        record(by, "release_prepared", release, code=indicator.code, masked=masked)
    return release


STEPS = 3
"""Counted, masked and attacked, kept."""


def check_can_prepare(*, by: Actor, indicator: Indicator, changes: str) -> None:
    """What would refuse it, said before anything is counted."""
    _check_takes(by, indicator, declared=False)
    _about(by, indicator, last_window(timezone.localdate(), indicator.entry.months), changes, 0)


@transaction.atomic
def declare(
    *,
    by: Actor,
    indicator: Indicator,
    window: Window,
    rows: list[tuple[str, str, str, float]],
    changes: str = "",
) -> Release:
    """Figures of a public source: (level, code, value of what it tells by, number). Nothing is counted nor masked."""
    if not rows:
        raise ValidationError({"file": "Aucun chiffre n’a été lu."})
    release = _prepared(by, indicator, window, changes)
    cells = [[level, code, one, "", number, None, None, None, 0] for level, code, one, number in rows]
    told = {"cells": cells, "rounds": 0, "taken_at": timezone.now()}
    Snapshot.objects.update_or_create(release=release, defaults=told)
    record(by, "release_declared", release, code=indicator.code, cells=len(cells))
    return release


def _check_takes(by: Actor, indicator: Indicator, declared: bool) -> None:
    check_can_keep(by, indicator.owner_id)
    if indicator.retired_on:
        raise Forbidden(RETIRED)
    if indicator.entry.declared != declared:
        raise Forbidden("Les chiffres de cet indicateur ne se préparent pas ainsi.")


def _prepared(
    by: Actor, indicator: Indicator, window: Window, changes: str, against: int | None = None
) -> Release:
    """`against`: of what was counted, the last release that was known then."""
    _check_takes(by, indicator, declared=against is None)
    told = _about(by, indicator, window, changes, against or 0)
    rows = Release.objects.filter(indicator=indicator, confirmed_at=None)
    if rows.update(saves=F("saves") + 1, **told):
        kept: Release = rows.get()
        return kept
    entry = indicator.entry
    release = Release(indicator=indicator, source=entry.source, unsaid=entry.unsaid, **told)
    try:
        with transaction.atomic():
            release.save(force_insert=True)
    except IntegrityError:
        raise Forbidden(SAVED_BETWEEN) from None
    return release


def _about(by: Actor, indicator: Indicator, window: Window, changes: str, against: int) -> dict[str, Any]:
    same = Release.objects.filter(
        indicator=indicator, confirmed_at__isnull=False, first=window.first, last=window.last
    )
    corrected = same.order_by("-version").first()
    if corrected and not changes.strip():
        raise ValidationError({"changes": CHANGES})
    return {
        **window._asdict(),
        "corrects": corrected,
        "changes": changes.strip() if corrected else "",
        "method": method_of(indicator),
        "against": against,
        "prepared_by_id": account(by),
        "prepared_at": timezone.now(),
    }


MASKS = (
    "Un nombre n’est dit que s’il compte au moins onze personnes (ou séances, décisions, essais, dossiers, si c’est ce qu’il compte), "
    "d’au moins deux structures dont aucune n’en a plus de 85\u00a0%. D’autres sont masqués avec lui, pour qu’aucune soustraction ne le rende\u00a0: ni entre les territoires, ni avec les "
    "totaux, ni avec ce qui a été publié avant. Masqué ne veut pas dire petit\u00a0: il peut aussi n’y avoir personne."
)


def method_of(indicator: Indicator) -> str:
    """As it is on the day of the release: the catalogue may change later."""
    entry = indicator.entry
    if entry.declared:
        return f"{entry.method}\n\nSource\u00a0: {entry.publisher}. {entry.url}"
    return f"{entry.method}\n\n{MASKS}"


@transaction.atomic
def write(*, by: Actor, release: Release, saves: int, narrative: str, unsaid: str) -> None:
    """Whoever writes last has prepared it: another person will confirm."""
    check_can_keep(by, release.indicator.owner_id)
    if not narrative.strip():
        raise ValidationError({"narrative": NO_NARRATIVE})
    told = {"narrative": narrative.strip(), "unsaid": unsaid.strip()}
    rows = Release.objects.filter(pk=release.pk, saves=saves, confirmed_at=None)
    if not rows.update(saves=F("saves") + 1, prepared_by_id=account(by), prepared_at=timezone.now(), **told):
        raise Forbidden(SAVED_BETWEEN)
    record(by, "release_written", release, code=release.indicator.code)


@transaction.atomic
def confirm(*, by: Actor, release: Release, saves: int) -> Release:
    """By another account than the last hand on it, on what they read (`saves`). PostgreSQL lays the table itself."""
    if release.confirmed_at and release.confirmed_by_id == by.user_id:
        return release
    check_can_confirm(by, release.indicator.owner_id, release.prepared_by_id)
    _check_ready(release)
    sequence = None if release.indicator.entry.declared else release.against + 1
    if sequence and sequence != next_sequence(release.source):
        raise Forbidden(TOLD_BETWEEN)
    release.version = next_version(release.indicator)
    table = told_cells(release.snapshot)
    if not table:
        raise Forbidden(NOTHING)
    signed = {"confirmed_by_id": account(by), "confirmed_at": timezone.now(), "version": release.version}
    seal = {
        "sequence": sequence or release.version,
        "table": table,
        "digest": digest(content(release, table)),
    }
    rows = Release.objects.filter(
        pk=release.pk, saves=saves, confirmed_at=None, prepared_by=release.prepared_by_id
    )
    try:
        with transaction.atomic():
            if not rows.update(**signed, **seal):
                raise Forbidden(SAVED_BETWEEN)
    except IntegrityError:
        raise Forbidden(TOLD_BETWEEN) from None
    release.refresh_from_db()
    record(by, "release_confirmed", release, code=release.indicator.code, version=release.version)
    return release


def _check_ready(release: Release) -> None:
    if release.confirmed_at:
        raise Forbidden(ALREADY)
    if not release.narrative:
        raise Forbidden(NO_NARRATIVE)
    if release.indicator.retired_on:
        raise Forbidden(RETIRED)


def told_cells(snapshot: Snapshot) -> list[list[Any]]:
    """What may be told of it, and nothing else: the same cells as PostgreSQL lays."""
    return [cell[:5] for cell in snapshot.cells if cell[8] == 0]


@transaction.atomic
def discard(*, by: Actor, release: Release) -> None:
    """What was only prepared is thrown away."""
    check_can_keep(by, release.indicator.owner_id)
    if release.confirmed_at:
        raise Forbidden(ALREADY)
    record(by, "release_discarded", release, code=release.indicator.code)
    Release.objects.filter(pk=release.pk, confirmed_at=None).delete()


@transaction.atomic
def withdraw(*, by: Actor, release: Release, why: str) -> None:
    """Its address stays, says why, and no longer speaks for the indicator. What was read cannot be unread: later releases are still
    audited with it."""
    check_can_keep(by, release.indicator.owner_id)
    if not why.strip():
        raise ValidationError({"why": "Dites pourquoi elle est retirée."})
    rows = Release.objects.filter(pk=release.pk, confirmed_at__isnull=False, withdrawn_on=None)
    if rows.update(withdrawn_on=timezone.localdate(), withdrawn_why=why.strip()):
        record(by, "release_withdrawn", release, code=release.indicator.code, version=release.version)
