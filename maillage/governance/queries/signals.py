"""The signals of a committee; what is counted of those below it, theme by place by quarter."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from maillage.directory.models import Territory
from maillage.governance.enums import SignalTheme
from maillage.governance.models import Committee, Gathering, Signal, SignalEcho
from maillage.governance.models.signals import quarter_of
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of


@dataclass(frozen=True)
class Below:
    """A signal as it is read above: who noted it and what only its committee reads are not here."""

    committee_id: int
    theme: str
    territory_id: int | None
    told_on: date
    wording: str
    echoes: int


@dataclass(frozen=True)
class Counted:
    theme: str
    place: str
    quarter: str
    signals: int
    echoes: int


def signals(actor: Actor, committee: Committee, theme: str = "") -> QuerySet[Signal]:
    """Those without an outcome first, the latest first; whether the actor sees them too."""
    mine = SignalEcho.objects.filter(signal=OuterRef("pk"), user_id=actor.user_id or 0)
    rows = Signal.objects.visible_to(actor).filter(committee=committee)
    rows = rows.filter(theme=theme) if theme else rows
    told = rows.select_related("territory", "user").prefetch_related("item")
    counted: QuerySet[Signal] = told.annotate(seen_too=Count("echoes"), by_me=Exists(mine))
    return counted.order_by(F("outcome_on").desc(nulls_first=True), "-told_on", "-pk")


def of_actor(actor: Actor) -> QuerySet[Signal]:
    return Signal.objects.visible_to(actor).select_related("committee")


def below(committee: Committee) -> list[Below]:
    """Nothing for whoever doesn't sit in `committee`."""
    return [Below(*row) for row in rows_of("signals_below(%s::bigint)", committee.pk)]


def counted(rows: list[Below]) -> list[Counted]:
    """The latest quarter first."""
    places = Territory.objects.in_bulk({one.territory_id for one in rows if one.territory_id})
    signals: Counter[tuple[tuple[int, int], str, str]] = Counter()
    echoes: Counter[tuple[tuple[int, int], str, str]] = Counter()
    for one in rows:
        place = places[one.territory_id].name if one.territory_id in places else "Non précisé"
        key = (quarter_of(one.told_on), SignalTheme(one.theme).label, place)
        signals[key] += 1
        echoes[key] += one.echoes
    ordered = sorted(signals, key=lambda key: (-key[0][0], -key[0][1], key[1], key[2]))
    return [
        Counted(
            theme,
            place,
            f"{number}e trimestre {year}" if number > 1 else f"1er trimestre {year}",
            signals[key],
            echoes[key],
        )
        for key in ordered
        for (year, number), theme, place in [key]
    ]


def coming_gatherings(actor: Actor, committee: Committee) -> QuerySet[Gathering]:
    rows = Gathering.objects.visible_to(actor).filter(committee=committee, held_at=None, cancelled_at=None)
    return rows.order_by("starts_at", "pk")
