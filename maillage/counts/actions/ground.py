"""Sectors, their borders, teams and what each walks."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Q

from maillage.audit.actions import record
from maillage.counts.actions.nights import locked
from maillage.counts.models import Border, Night, Round, Sector, Team
from maillage.matching.lottery import drawn
from maillage.permissions import Actor, Forbidden


def _still_moves(by: Actor, night: Night) -> Night:
    """The ground is what estimates are made from: it stays once the night is closed."""
    row = locked(by, night)
    if row.closed_at:
        raise Forbidden("Cette nuit est close\u00a0: ses secteurs et ses équipes ne changent plus.")
    return row


@transaction.atomic
def keep_sector(
    *, by: Actor, night: Night, values: dict[str, Any], touching: list[Sector], sector: Sector | None = None
) -> Sector:
    """Added, or changed; `touching`: the sectors beside it."""
    row = _still_moves(by, night)
    one = sector or Sector(night=row)
    if one.pk and row.opened_at and one.stratum != values["stratum"]:
        raise ValidationError(
            {"stratum": "La nuit est ouverte\u00a0: la présence attendue ne se change plus."}
        )
    for name, value in values.items():
        setattr(one, name, value)
    one.full_clean(exclude=["night"])
    one.save()
    Border.objects.filter(Q(one=one) | Q(other=one)).delete()
    pairs = (sorted((one.pk, other.pk)) for other in touching if other.pk != one.pk)
    Border.objects.bulk_create(Border(one_id=low, other_id=high) for low, high in pairs)
    record(by, "sector_kept", row, sector=one.pk)
    return one


@transaction.atomic
def remove_sector(*, by: Actor, sector: Sector) -> None:
    row = _still_moves(by, sector.night)
    if row.opened_at:
        raise Forbidden("La nuit est ouverte\u00a0: un secteur ne se retire plus.")
    try:
        sector.delete()
    except ProtectedError:
        raise Forbidden("Une équipe a ce secteur\u00a0: retirez-le d’abord à cette équipe.") from None
    record(by, "sector_removed", row)


@transaction.atomic
def draw_sample(*, by: Actor, night: Night, seed: str, sizes: dict[str, int]) -> int:
    """So many sectors of each stratum, by a lot that anybody can draw again; how many."""
    row = _still_moves(by, night)
    if row.opened_at:
        raise Forbidden("La nuit est ouverte\u00a0: l’échantillon est fixé.")
    chosen: list[int] = []
    for stratum, size in sizes.items():
        places = list(Sector.objects.filter(night=row, stratum=stratum).order_by("name", "pk"))
        chosen += [places[number - 1].pk for number in drawn(seed, range(1, len(places) + 1))[:size]]
    Sector.objects.filter(night=row).update(sampled=False)
    Sector.objects.filter(night=row, pk__in=chosen).update(sampled=True)
    record(by, "sample_drawn", row, seed=seed, **sizes)
    return len(chosen)


@transaction.atomic
def keep_team(
    *,
    by: Actor,
    night: Night,
    values: dict[str, Any],
    first: list[Sector],
    again: list[Sector],
    team: Team | None = None,
) -> Team:
    """`first`: the sectors it walks; `again`: those of another team, for a second pass."""
    row = _still_moves(by, night)
    one = team or Team(night=row)
    for name, value in values.items():
        setattr(one, name, value)
    one.full_clean(exclude=["night"])
    one.save()
    _share(one, {(sector.pk, False) for sector in first} | {(sector.pk, True) for sector in again})
    record(by, "team_kept", row, team=one.pk)
    return one


def _share(team: Team, wanted: set[tuple[int, bool]]) -> None:
    known = {(one.sector_id, one.again): one for one in Round.objects.filter(team=team)}
    try:
        for key, one in known.items():
            if key not in wanted:
                one.delete()
    except ProtectedError:
        raise Forbidden("Cette équipe a déjà envoyé des fiches de ce secteur\u00a0: il lui reste.") from None
    for sector, again in sorted(wanted - set(known)):
        Round.objects.create(team=team, sector_id=sector, again=again)


@transaction.atomic
def new_link(*, by: Actor, team: Team) -> None:
    """The former link, lost or passed on, opens nothing any more."""
    row = locked(by, team.night)
    Team.objects.filter(pk=team.pk, night=row).update(key=uuid4())
    record(by, "team_link_changed", row, team=team.pk)
