"""Calls, where each is now, what fell due at their help desk."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.calls.enums import CallKind, Phase
from maillage.calls.models import Award, Call, HelpRequest, Indicator, Intent
from maillage.calls.rules import Reach, Times, is_open, overlap, phase
from maillage.directory.enums import CATEGORIES
from maillage.directory.models import Territory
from maillage.directory.queries.zones import zones_in_words, zones_of
from maillage.governance.enums import KEEPING
from maillage.governance.models import Committee
from maillage.governance.queries import mine, standing
from maillage.governance.rules import Standing, can_found
from maillage.governance.rules.access import duties_of
from maillage.permissions import Actor


def calls(actor: Actor) -> QuerySet[Call]:
    return Call.objects.visible_to(actor).select_related("committee__structure")


def listed(actor: Actor) -> QuerySet[Call]:
    """Published, the soonest to close first; those that are closed after."""
    return calls(actor).filter(published_at__isnull=False)


def still_open(rows: QuerySet[Call]) -> QuerySet[Call]:
    return rows.filter(closes_at__gt=timezone.now()).order_by("closes_at", "pk")


def closed(rows: QuerySet[Call]) -> QuerySet[Call]:
    return rows.filter(closes_at__lte=timezone.now()).order_by("-closes_at", "pk")


def prepared(actor: Actor) -> QuerySet[Call]:
    return calls(actor).filter(published_at=None)


def phase_of(call: Call) -> Phase:
    """At this second, in Paris."""
    times = Times(
        call.published_at,
        call.opens_at,
        call.closes_at,
        call.letter_until,
        call.joint_until,
        call.collegial_at,
    )
    return phase(times, timezone.now(), timezone.localdate())


def open_now(call: Call) -> bool:
    return is_open(phase_of(call))


def standing_in(actor: Actor, call: Call) -> Standing:
    return standing(actor, call.committee)


def juries(actor: Actor) -> QuerySet[Committee]:
    """Committees for which this actor may write a call."""
    if not actor.signed_in:
        return Committee.objects.none()
    run = Q(structure_id=actor.structure_id) if can_found(actor) else Q(pk__in=[])
    rows: QuerySet[Committee] = Committee.objects.visible_to(actor)
    return rows.filter(Q(pk__in=duties_of(actor, *KEEPING)) | run)


def judged(actor: Actor) -> QuerySet[Call]:
    """Calls whose jury this account belongs to, the last to close first."""
    rows = listed(actor).filter(committee__in=mine(actor).values("pk"))
    return rows.order_by("-closes_at", "pk")


def requests(actor: Actor, call: Call) -> QuerySet[HelpRequest]:
    rows = HelpRequest.objects.visible_to(actor).filter(call=call, answer=None)
    return rows.select_related("structure")


def to_answer(actor: Actor) -> QuerySet[HelpRequest]:
    """Questions that wait for whoever carries their call."""
    carried = calls(actor).filter(committee__in=juries(actor).values("pk"))
    rows: QuerySet[HelpRequest] = HelpRequest.objects.visible_to(actor)
    return rows.filter(answer=None, call__in=carried.values("pk"))


def intents(actor: Actor, call: Call) -> QuerySet[Intent]:
    return Intent.objects.visible_to(actor).filter(call=call).select_related("structure")


def indicators(actor: Actor, call: Call) -> QuerySet[Indicator]:
    rows = Indicator.objects.visible_to(actor).filter(call=call)
    return rows.prefetch_related("reviews")


def awards(actor: Actor, call: Call) -> QuerySet[Award]:
    return Award.objects.visible_to(actor).filter(call=call).select_related("structure")


def register(actor: Actor) -> QuerySet[Award]:
    """Who holds a label, or held it."""
    rows = Award.objects.visible_to(actor).filter(call__kind=CallKind.LABEL)
    return rows.select_related("structure__commune", "call")


class Meeting(NamedTuple):
    """Another call on the same themes, places and time."""

    call: Call
    themes: list[str]


def meetings(call: Call, others: Iterable[Call]) -> list[Meeting]:
    return meetings_among([call, *(one for one in others if one.pk != call.pk)])[call.pk]


def meetings_among(rows: list[Call]) -> dict[int, list[Meeting]]:
    """By call, in one query for all. Labels give no money: they fall on nothing."""
    giving = [one for one in rows if not one.is_label]
    around = _around(giving)
    reaches = {one.pk: _reach(one, around) for one in giving}
    return {one.pk: _met(one, giving, reaches) if one.pk in reaches else [] for one in rows}


def _met(call: Call, others: list[Call], reaches: dict[int, Reach]) -> list[Meeting]:
    found = [(one, overlap(reaches[call.pk], reaches[one.pk])) for one in others if one.pk != call.pk]
    return [
        Meeting(one, sorted(CATEGORIES.get(theme, theme) for theme in themes))
        for one, themes in found
        if themes
    ]


def _reach(call: Call, around: dict[str, set[str]]) -> Reach:
    zones = set(call.zones)
    wide = {place for zone in zones for place in around.get(zone, {zone})}
    return Reach(frozenset(call.themes), zones, zones | wide, call.funded_from, call.funded_until)


def _around(rows: list[Call]) -> dict[str, set[str]]:
    """Each zone with those that hold it, in one query."""
    pairs = [zone.split(":") for one in rows for zone in one.zones if ":" in zone]
    places = Territory.objects.filter(code__in={code for _, code in pairs}, valid_until=None)
    found = {}
    for place in places.select_related("epci", "departement"):
        found[f"{place.kind}:{place.code}"] = set(_holding(place))
    return found


def _holding(place: Territory) -> list[str]:
    return [zone for zone in zones_of(place) if zone != "france"] + [f"{place.kind}:{place.code}"]


def in_words(call: Call) -> list[str]:
    return zones_in_words(call.zones) or ["Toute la France"]
