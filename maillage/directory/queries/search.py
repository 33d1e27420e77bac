"""Search by life situation: what was meant, whose zone holds the commune, near, local and confirmed first.

`search(actor, need, today)` makes two queries, one more when a word is unknown to the lexicon.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.db.models import Count, Q, QuerySet, TextField, Value, Window
from django.db.models.functions import Coalesce, NullIf

from maillage.directory.enums import EVERYBODY, Fee
from maillage.directory.models import Service, Territory
from maillage.directory.queries import scoring
from maillage.directory.queries.geography import box, point_of
from maillage.directory.queries.zones import zones_reaching
from maillage.directory.rules import ranking
from maillage.directory.rules.needs import Reading, read_need, unknown_words
from maillage.directory.rules.open_now import is_open
from maillage.permissions import Actor

REMOTE = "a-distance"
MOST_UNKNOWN = 5
SHOWN = (
    "public_id", "name", "folded_name", "folded_text", "themes", "zones", "publics", "reception", "fee", "phone",
    "updated_on", "confirmed_on", "confirmed_by", "review_months", "withdrawn_on", "withdrawn_why", "visibility",
    "structure__public_id", "structure__name", "structure__phone", "structure__commune__name", "commune__name",
)  # fmt: skip


@dataclass(frozen=True)
class Need:
    """What is looked for. Empty or None: anything. `radius` in kilometres, None: wherever the zone holds the commune."""

    text: str = ""
    themes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    commune: Territory | None = None
    radius: int | None = None
    reception: str = ""
    mobilised_by: str = ""
    free: bool = False
    open_at: datetime | None = None

    @property
    def says_something(self) -> bool:
        """Enough for an index to answer."""
        return bool(self.text.strip() or self.themes or self.categories or self.commune)


class Found(NamedTuple):
    """A service and why: `km` from the commune; `zone_known` False: shown apart; `also`: others of its structure."""

    service: Service
    km: float | None
    zone_known: bool
    also: tuple[Service, ...] = ()
    also_count: int = 0


@dataclass(frozen=True)
class Results:
    """A page of answers. `total` and `apart` count all of them; `left_out`: near, but their zone is elsewhere."""

    need: Need
    reading: Reading
    found: tuple[Found, ...] = ()
    total: int = 0
    apart: int = 0
    left_out: int = 0
    page: int = 1
    pages: int = 1
    untold_hours: int = 0
    place: Territory | None = None


class _Line(NamedTuple):
    """What ordering needs of a service, and no more."""

    pk: int
    structure: int
    reach: int
    km: float | None
    covering: int
    apart: int
    left_out: int
    hours: str = ""


def search(actor: Actor, need: Need, page: int = 1) -> Results:
    reading, place = read_text(actor, need)
    if not need.says_something:
        return Results(need, reading)
    lines = [_Line(*row) for row in candidates(actor, need, reading)]
    first = lines[0] if lines else None
    shown = [line for line in lines if line.reach != scoring.ELSEWHERE]
    results = Results(need, reading, place=place, left_out=first.left_out if first else 0)
    if need.open_at:
        shown, untold = _open_ones(shown, need.open_at)
        counts = Counter(line.reach for line in shown)
        results = replace(
            results, total=counts[scoring.COVERS], apart=counts[scoring.UNTOLD], untold_hours=untold
        )
    elif first:
        results = replace(results, total=first.covering, apart=first.apart)
    return _paged(results, _by_structure(shown), page)


def read_text(actor: Actor, need: Need) -> tuple[Reading, Territory | None]:
    """What was understood; and the commune that the words named when none was chosen."""
    unknown = unknown_words(need.text)[:MOST_UNKNOWN]
    if not unknown:
        return read_need(need.text), None
    named = _communes_named(unknown)
    known = {name for one in named for name in one.folded_names} | _words_of_cards(actor, unknown)
    only = named[0] if len(named) == 1 and need.commune is None else None
    return read_need(need.text, known), only


def _communes_named(words: list[str]) -> list[Territory]:
    rows = Territory.objects.communes().current().filter(folded_names__overlap=words)
    return list(rows.only("code", "name", "folded_names")[:3])


def _words_of_cards(actor: Actor, words: list[str]) -> set[str]:
    """Those that some card this actor sees bears."""
    each = [
        offered(actor)
        .filter(search=scoring.words_query([word]))
        .order_by()
        .annotate(word=Value(word, output_field=TextField()))
        .values_list("word", flat=True)[:1]
        for word in words
    ]
    return set(each[0].union(*each[1:]))


def offered(actor: Actor) -> QuerySet[Service]:
    """Live services that this actor sees, of structures that they see."""
    return cast(QuerySet[Service], Service.objects.visible_to(actor))


def for_professionals(actor: Actor, results: Results) -> int:
    """How many answer among those that the public doesn't see, when it sees none. By theme and commune alone: words and
    filters tried one after the other would spell a hidden card."""
    need, meant = results.need, [one.code for one in results.reading.themes]
    narrowed = any((need.publics, need.reception, need.mobilised_by, need.free, need.open_at))
    themes = [some for some in (meant, scoring.themes_asked(need)) if some]
    if actor.at_work or results.total or results.apart or narrowed or not themes:
        return 0
    rows = cast(Any, Service.objects.live()).exclude(pk__in=offered(actor).values("pk"))
    for some in themes:
        rows = rows.filter(themes__overlap=some)
    if need.commune:
        rows = rows.filter(zones__overlap=zones_reaching(need.commune))
    return int(rows.count())


def candidates(actor: Actor, need: Need, reading: Reading) -> QuerySet[Any]:
    """The best `ranking.MOST`, in order, as tuples of `_Line`; with the counts of them all."""
    rows = offered(actor).filter(scoring.meant(need, reading), _asked(need), _reached(need))
    rows = rows.annotate(
        reach=scoring.reach(need),
        km=scoring.distance_to(need),
        score=scoring.score(need, reading),
        covering=_counted(scoring.COVERS),
        apart=_counted(scoring.UNTOLD),
        left_out=_counted(scoring.ELSEWHERE),
    )
    columns = ["pk", "structure_id", "reach", "km", "covering", "apart", "left_out"]
    if need.open_at:
        rows = rows.annotate(open_hours=Coalesce(NullIf("hours", Value("")), "structure__hours"))
        columns.append("open_hours")
    return rows.order_by("reach", "-score", "pk").values_list(*columns)[: ranking.MOST]


def _counted(reach: int) -> Window:
    return Window(Count("pk", filter=Q(reach=reach)))


def _asked(need: Need) -> Q:
    """The filters that were ticked. A card that says nothing of its public is kept, and says so."""
    asked = Q()
    if need.publics:
        asked &= Q(publics__overlap=[*need.publics, EVERYBODY]) | Q(publics=[])
    if need.reception:
        asked &= Q(reception__contains=[need.reception])
    if need.mobilised_by:
        asked &= Q(mobilised_by__contains=[need.mobilised_by])
    if need.free:
        asked &= Q(fee=Fee.FREE)
    return asked


def _reached(need: Need) -> Q:
    """Zones that hold the commune, and what is near whatever its zone: to be shown apart, or counted as left out."""
    if need.commune is None:
        return Q()
    covers = Q(zones__overlap=zones_reaching(need.commune))
    point = point_of(need.commune)
    if point is None:
        return covers | Q(zones=[])
    within = need.radius or ranking.UNKNOWN_ZONE_WITHIN
    near = box(*point, within) & scoring.closer(point, within)
    counted = need.radius or ranking.LEFT_OUT_WITHIN
    elsewhere = box(*point, counted) & scoring.closer(point, counted)
    if need.radius:
        covers &= near | Q(reception__contains=[REMOTE])
    return covers | (near & Q(zones=[])) | (elsewhere & ~Q(zones=[]))


def _open_ones(lines: list[_Line], moment: datetime) -> tuple[list[_Line], int]:
    """Those open then, and how many don't tell their hours."""
    states = [(line, is_open(line.hours or "", moment)) for line in lines]
    return [line for line, state in states if state], sum(state is None for _, state in states)


def _by_structure(lines: list[_Line]) -> list[tuple[_Line, list[int]]]:
    """Each line, and those of the same structure folded under it: one structure doesn't drown the others."""
    seen: Counter[tuple[int, int]] = Counter()
    last: dict[tuple[int, int], list[int]] = {}
    kept: list[tuple[_Line, list[int]]] = []
    for line in lines:
        key = (line.structure, line.reach)
        seen[key] += 1
        if seen[key] > ranking.SHOWN_BY_STRUCTURE:
            last[key].append(line.pk)
        else:
            last[key] = []
            kept.append((line, last[key]))
    return kept


def _paged(results: Results, kept: list[tuple[_Line, list[int]]], page: int) -> Results:
    pages = max(1, -(-len(kept) // ranking.PAGE))
    page = min(max(1, page), pages)
    here = kept[(page - 1) * ranking.PAGE : page * ranking.PAGE]
    rows = _shown(pk for line, also in here for pk in (line.pk, *also[: ranking.ALSO_NAMED]))
    found = tuple(_found(line, also, rows) for line, also in here if line.pk in rows)
    return replace(results, found=found, page=page, pages=pages)


def _found(line: _Line, also: list[int], rows: dict[int, Service]) -> Found:
    named = tuple(rows[pk] for pk in also[: ranking.ALSO_NAMED] if pk in rows)
    return Found(rows[line.pk], line.km, line.reach == scoring.COVERS, named, len(also))


def _shown(pks: Iterable[int]) -> dict[int, Service]:
    """What a line of the page says, and no more: the rows are wide."""
    rows = Service.objects.select_related("structure", "structure__commune", "commune").only(*SHOWN)
    return rows.in_bulk(list(pks))


__all__ = ["Found", "Need", "Results", "candidates", "for_professionals", "offered", "read_text", "search"]
